#!/usr/bin/env bash
# Makes the item of the issue in $GITHUB_EVENT_PATH, has it judged by content check, and says in a comment on $ISSUE what is wrong.
# Ends with 1 when there is an error.
set -euo pipefail

told=$(mktemp)
comment() { # what was found, as a block of code: nothing in it is markup, a mention or a link
  { echo "$1"; echo; sed 's/^/    /' "$told"; } >"$told.md"
  gh issue comment "$ISSUE" --body-file "$told.md"
}

if ! item=$(python3 .github/scripts/item_from_issue.py "$GITHUB_EVENT_PATH" content 2>"$told"); then
  comment "Thank you. This is still missing; please edit the issue, and it is looked at again:"
  exit 1
fi
./dev build
status=0
build/release/allybot content check >"$told.all" || status=$?
grep -F "content/$item:" "$told.all" >"$told" || true
if [[ $status != 0 ]]; then
  [[ -s $told ]] || cp "$told.all" "$told"
  comment "Thank you. This has to be mended; please edit the issue, and it is looked at again:"
  exit 1
fi
if [[ -s $told ]]; then
  comment "Thank you. It is a valid item. This could read better:"
fi
