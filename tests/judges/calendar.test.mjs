// The calendar feed, asked for from chat, fetched over HTTP and read by two strangers, ical.js and Debian's python3-icalendar: what a
// calendar program would see.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import ICAL from "ical.js";
import { post, stateOf } from "../browser/page.mjs";
import { request, startServer } from "../browser/server.mjs";

let server;
let asked = 0;
const patience = 10000;

before(async () => {
  server = await startServer();
});
after(async () => {
  if (server) assert.equal(await server.stop(), 0, "it ends cleanly");
});

async function say(text, member = "U1") {
  const known = (await stateOf(server.address, member)).messages.length;
  asked += 1;
  const sent = await post(server.address, "commands",
    { member, channel: "general", text, request: `calendar-${asked}`, zone: "Europe/Berlin", language: "en" });
  assert.equal(sent.status, 200);
  for (const end = Date.now() + patience; Date.now() < end; ) {
    const { messages } = await stateOf(server.address, member);
    const answers = messages.slice(known).filter((one) => one.author === "");
    if (answers.length > 0) return JSON.stringify(answers);
  }
  throw new Error(`no answer to ${text}`);
}

async function address() {
  const answer = await say("/ally schedule calendar");
  const found = answer.match(/http:\/\/127\.0\.0\.1:\d+(\/calendar\/[0-9a-f]{32}\.ics)/);
  assert.ok(found, answer);
  return found[1];
}

const fetched = (path) => request(server.address, { path });

function eventsOf(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  assert.equal(calendar.name, "vcalendar");
  assert.equal(calendar.getFirstPropertyValue("version"), "2.0");
  return calendar.getAllSubcomponents("vevent").map((one) => new ICAL.Event(one));
}

function eventsByPython(text) {
  // Debian's package is for Debian's Python, whichever else comes first.
  const read = spawnSync("/usr/bin/python3", [fileURLToPath(new URL("calendar_reader.py", import.meta.url))], { input: text, encoding: "utf8" });
  assert.equal(read.status, 0, read.stderr);
  return JSON.parse(read.stdout);
}

test("a year of single events in UTC, each with a name of its own", async () => {
  await say("/ally schedule add every Tuesday 10:00 tips in Europe/Berlin");
  await say("/ally schedule add first Monday 2pm myths in Asia/Kathmandu");
  const answer = await fetched(await address());
  assert.equal(answer.status, 200);
  assert.match(answer.headers["content-type"], /^text\/calendar; charset=utf-8$/);
  const events = eventsOf(answer.text);
  assert.ok(events.length >= 63 && events.length <= 66, `${events.length} events`);
  assert.equal(new Set(events.map((one) => one.uid)).size, events.length);
  for (const event of events) {
    assert.ok(!event.isRecurring(), "no calendar program computes our rules again");
    assert.equal(event.startDate.zone, ICAL.Timezone.utcTimezone);
    assert.equal(event.endDate.subtractDate(event.startDate).toSeconds(), 900);
    const berlin = event.startDate.toJSDate().toLocaleString("en-GB", { timeZone: "Europe/Berlin", weekday: "short", hour: "2-digit", minute: "2-digit" });
    const kathmandu = event.startDate.toJSDate().toLocaleString("en-GB", { timeZone: "Asia/Kathmandu", weekday: "short", hour: "2-digit", minute: "2-digit" });
    if (event.summary.includes("(p1)")) assert.match(berlin, /^Tue.* 10:00$/);
    else assert.match(kathmandu, /^Mon.* 14:00$/);
  }
});

test("two parsers read the same", async () => {
  const { text } = await fetched(await address());
  const byName = Object.fromEntries(eventsOf(text).map((one) => [one.uid, {
    seconds: one.endDate.subtractDate(one.startDate).toSeconds(),
    start: one.startDate.toJSDate().toISOString().replace(".000Z", "Z"),
    summary: one.summary,
  }]));
  assert.ok(Object.keys(byName).length >= 63);
  assert.deepEqual(eventsByPython(text), byName);
});

test("the feed follows when a plan changes, and ends when it is revoked", async () => {
  const path = await address();
  await say("/ally schedule remove p2");
  await say("/ally schedule edit p1 16:30");
  const events = eventsOf((await fetched(path)).text);
  assert.ok(events.length >= 52 && events.length <= 53);
  for (const event of events)
    assert.match(event.startDate.toJSDate().toLocaleString("en-GB", { timeZone: "Europe/Berlin", hour: "2-digit", minute: "2-digit" }), /16:30$/);
  await say("/ally schedule calendar revoke");
  assert.equal((await fetched(path)).status, 404);
});

test("no other address opens it, and the log holds none", async () => {
  const path = await address();
  const wrong = path.replace(/.(?=\.ics$)/, (digit) => (digit === "0" ? "1" : "0"));
  for (const other of [wrong, "/calendar/", "/calendar/.ics", path.replace(".ics", ""), path.replace(".ics", ".ICS"), "/calendar/../healthz.ics"])
    assert.equal((await fetched(other)).status, 404, other);
  const refused = await request(server.address, { path, method: "POST" });
  assert.equal(refused.status, 405);
  assert.ok(!server.log().includes(path.slice("/calendar/".length, -".ics".length)), "the token is in no log line");
});
