"""Reads an iCalendar text on standard input with Debian's python3-icalendar and prints its events as JSON, by name."""

import datetime
import json
import sys

from icalendar import Calendar

calendar = Calendar.from_ical(sys.stdin.buffer.read())
assert str(calendar["version"]) == "2.0", calendar["version"]
events = {}
for event in calendar.walk("vevent"):
    assert not event.errors, event.errors
    assert "rrule" not in event
    start = event["dtstart"].dt
    assert start.utcoffset() == datetime.timedelta(0), start
    events[str(event["uid"])] = {
        "start": start.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "seconds": int(event["duration"].dt.total_seconds()),
        "summary": str(event["summary"]),
    }
json.dump(events, sys.stdout, sort_keys=True)
