#!/usr/bin/env bash
# Builds nothing: ./dev bench has. Installs the anchor once, runs the rows side by side and prints the README's table.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
if [[ ! -e tests/bench/node_modules/.package-lock.json ]]; then
  (cd tests/bench && npm ci --no-audit --no-fund --loglevel=error >/dev/null)
fi
exec python3 tests/bench/bench.py "$@"
