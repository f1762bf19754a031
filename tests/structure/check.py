#!/usr/bin/env python3
"""Rules of shape that reviewers should not have to remember: who includes whom, file length, ASCII, headers' opening lines."""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
MOST_LINES = 400
SYSTEM_HEADERS = {"unistd.h", "signal.h", "pthread.h", "fcntl.h", "netdb.h", "poll.h", "dirent.h", "errno.h", "spawn.h"}
faults = []


def table(name):
    rows = {}
    for line in (ROOT / "tests/structure" / name).read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            room, _, allowed = line.partition(":")
            rows[room.strip()] = allowed.split()
    return rows


def files(*folders):
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", *folders], cwd=ROOT, text=True,
                            capture_output=True, check=True).stdout.split("\n")
    return sorted({pathlib.PurePath(p) for p in listed if p and (ROOT / p).is_file()})


def room_of(path):
    return path.parts[1] if path.parts[0] == "bot" else path.parts[0]


def check_include(path, number, line, room):
    ours = re.match(r'\s*#include "((?:bot|handlers|tests)/[^"]+)"', line)
    if ours:
        target = pathlib.PurePath(ours.group(1))
        other = room_of(target)
        if target.parts[0] == "tests":
            faults.append(f"{path}:{number}: the bot may not include a test's {target}")
        elif other != room and other not in ROOMS[room]:
            faults.append(f"{path}:{number}: {room} may not include {other}")
        elif room == other == "platforms" and len(target.parts) > 3 and len(path.parts) > 3 and target.parts[2] != path.parts[2]:
            faults.append(f"{path}:{number}: one platform may not include another ({target.parts[2]})")
        return
    theirs = re.match(r"\s*#include <([^>]+[./][^>]*)>", line)
    if not theirs or theirs.group(1).startswith(("sys/", "netinet/", "arpa/")) or theirs.group(1) in SYSTEM_HEADERS:
        return
    header = theirs.group(1)
    if path.suffix == ".h":
        if header not in ("tl/expected.hpp", "nlohmann/json_fwd.hpp"):
            faults.append(f"{path}:{number}: a header of ours may not include <{header}>")
    elif header != "tl/expected.hpp" and not any(header.startswith(allowed) for allowed in LIBRARIES[room]):
        faults.append(f"{path}:{number}: {room} may not use <{header}>")


ROOMS = table("allowed_includes.txt")
LIBRARIES = table("allowed_libraries.txt")
sources = [p for p in files("bot", "handlers") if p.suffix in (".h", ".cpp")]
for path in sources:
    text = (ROOT / path).read_text()
    room = room_of(path)
    if room not in ROOMS:
        faults.append(f"{path}: there is no room {room} in allowed_includes.txt")
        continue
    for number, line in enumerate(text.splitlines(), 1):
        check_include(path, number, line, room)
    if path.suffix == ".h" and not text.startswith("// "):
        faults.append(f"{path}:1: a header opens with what it is for and what it must never do")
    code = re.sub(r'//.*|"(?:[^"\\]|\\.)*"', "", text)
    if room not in ("platforms", "app") and re.search(r"(?i)\b(slack|mattermost|discord|playground)\b", code):
        faults.append(f"{path}: a platform's name outside bot/platforms")
    if re.search(r"system_clock::now|time\(nullptr\)|gettimeofday|clock_gettime", code) and str(path) != "bot/core/time.cpp":
        faults.append(f"{path}: asks the system clock; take a Clock")

for path in files("bot", "handlers", "tests"):
    if path.suffix not in (".h", ".cpp", ".js", ".css", ".mjs"):
        continue
    content = (ROOT / path).read_bytes()
    lines = content.count(b"\n")
    if path.suffix in (".h", ".cpp") and any(byte > 127 for byte in content):
        faults.append(f"{path}: sources are ASCII; write other characters as escapes")
    if path.parts[0] != "tests" and lines > MOST_LINES:
        faults.append(f"{path}: {lines} lines; split it where a reader would look for the parts (at most {MOST_LINES})")
    if path.parts[0] == "tests" and re.search(rb"sleep_for|sleep_until|usleep\(", content):
        faults.append(f"{path}: a test may not sleep")

print("\n".join(faults) if faults else f"structure: {len(sources)} sources keep the rules")
sys.exit(1 if faults else 0)
