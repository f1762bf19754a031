// Requests, good and changed, to the Slack adapter and to Slack's own Bolt: each verdict is the same, or the difference stands in
// the table below with its reason.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHmac } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import { mock, test } from "node:test";

const require = createRequire(import.meta.url);
const { parseAndVerifyHTTPRequest } = require("@slack/bolt/dist/receivers/HTTPModuleFunctions");
const program = new URL("../../build/dev/tests/differential_slack_requests", import.meta.url).pathname;

const now = 1700000100;
const secret = "0123456789abcdef0123456789abcdef";
const form = "application/x-www-form-urlencoded";
const command = "team_id=T0FAKE001&channel_id=C0FAKE001&user_id=U0FAKE001&command=%2Fally&text=tip&trigger_id=1.2.fake";
const event = JSON.stringify({ type: "event_callback", team_id: "T0FAKE001", event: { type: "app_mention", text: "<@U0FAKEBOT> tip \u00e9\u{1f600}" } });
const mac = (text, body, { key = secret, version = "v0", algorithm = "sha256" } = {}) =>
  createHmac(algorithm, key).update(`${version}:${text}:`).update(body).digest("hex");

const rows = [];
/** A request as Slack makes it, but for what `change` says. */
function add(name, change = {}, differs = undefined) {
  const { body = command, path = "/slack/commands", type = path === "/slack/events" ? "application/json" : form, at = String(now), sent = at, signed = body, drop = [] } = change;
  const signature = change.signature ?? `v0=${mac(at, signed, change)}`;
  const headers = [["Content-Type", type], ["X-Slack-Request-Timestamp", sent], ["X-Slack-Signature", signature], ...(change.more ?? [])].filter(([header]) => !drop.includes(header));
  rows.push({ name, path, headers, body: Buffer.from(body), differs });
}

// Where the verdicts differ, and why: [what Bolt says, what we say, reason].
const stricter = (reason) => ({ vendor: true, ours: false, reason });
const laxer = (reason) => ({ vendor: false, ours: true, reason });
const twoEnds = stricter("a window has two ends: Bolt takes what says it was sent later than now, for ever");
const oneText = stricter("the header's own bytes are what is signed: Bolt reads a number of any spelling and signs that");
const ownBytes = laxer("the same: what Slack's secret has signed as it stands is Slack's");
const wholeText = stricter("a signature is v0= and 64 digits: Bolt leaves out what follows a second =");
const bytes = laxer("the body's exact bytes are signed: Bolt makes them text first, and loses what is not UTF-8");
const check = laxer("an ssl_check is answered with nothing and its body thrown away, however often it says so and whatever type it names");

const good = `v0=${mac(String(now), command)}`;
add("a command");
add("an event", { path: "/slack/events", body: event });
add("a pressed button", { path: "/slack/interactivity", body: `payload=${encodeURIComponent(JSON.stringify({ type: "block_actions" }))}` });
add("an empty body", { body: "" });
add("a body of one byte", { body: "x" });
add("a large body", { body: "text=" + "a".repeat(60000) });
add("a body with line ends", { body: "a\r\nb\n" });
add("a body with a zero", { body: "a\0b" });
add("a body that is not UTF-8", { body: Buffer.from([0x74, 0xff, 0xfe, 0x3d]) }, bytes);
add("a body with half a character", { body: Buffer.from([0xc3]) }, bytes);
add("a body with a byte order mark", { body: Buffer.from([0xef, 0xbb, 0xbf, 0x61]) });

for (const seconds of [-86400, -3600, -301, -300, -299, -60, -1, 0, 1, 60, 299, 300]) add(`sent at ${seconds}`, { at: String(now + seconds) });
for (const seconds of [301, 302, 3600, 86400, 31536000]) add(`sent at ${seconds}`, { at: String(now + seconds) }, twoEnds);
add("sent in the year 33658", { at: "999999999999" }, twoEnds);
add("sent beyond any year", { at: "9999999999999999999" });
for (const [name, text] of [["in milliseconds", `${now}000`]]) add(`a time ${name}`, { at: text }, twoEnds);
for (const text of ["", "0", "-1", "x", "NaN", "null", "undefined", "1700000100x", "x1700000100", "1,700,000,100", "2023-11-14T22:15:00Z", "1700000100-"])
  add(`the time ${JSON.stringify(text)}`, { at: text });
add("a time without end", { at: "Infinity" }, twoEnds);
add("a time with half a second", { at: "1700000100.5" }, stricter("Slack counts in whole seconds"));
for (const text of ["1700000100.0", "+1700000100", "01700000100", "1.7000001e9", "0x6553f164", "1700000100e0"]) {
  add(`the time ${text}, which the signature repeats`, { at: text }, text === "01700000100" ? ownBytes : undefined);
  add(`the time ${text}, the signature over its value`, { at: String(Number(text)), sent: text }, oneText);
}
add("a time that was not signed", { sent: String(now + 1) });
add("an old time with a fresh one signed", { sent: String(now - 4000) });

for (const header of ["X-Slack-Request-Timestamp", "X-Slack-Signature"]) {
  add(`without ${header}`, { drop: [header] });
  add(`two of ${header}, alike`, { more: [[header, header.endsWith("Signature") ? good : String(now)]] });
  add(`two of ${header}, one empty`, { more: [[header, ""]] });
}
add("without both", { drop: ["X-Slack-Request-Timestamp", "X-Slack-Signature"] });
add("another secret", { key: "another" });
add("no secret", { key: "" });
add("SHA-1", { algorithm: "sha1" });
add("SHA-512", { algorithm: "sha512" });
add("signed as v1 and said v0", { version: "v1" });
for (const version of ["v1", "v", "V0", "v00", "0", ""]) add(`the version ${version}`, { signature: `${version}=${good.slice(3)}` });
for (const [name, signature] of [
  ["empty", ""], ["v0 alone", "v0"], ["v0= alone", "v0="], ["digits alone", good.slice(3)], ["two =", good.replace("=", "==")], ["a space after =", good.replace("=", "= ")], ["in capitals", good.toUpperCase()],
  ["digits in capitals", `v0=${good.slice(3).toUpperCase()}`], ["half of it", good.slice(0, 35)], ["one digit less", good.slice(0, -1)], ["one digit more", `${good}0`], ["in base64", `v0=${Buffer.from(good.slice(3), "hex").toString("base64")}`],
  ["of nothing", `v0=${mac(String(now), "")}`], ["without the time", `v0=${createHmac("sha256", secret).update(command).digest("hex")}`], ["all zeros", `v0=${"0".repeat(64)}`], ["no digits", `v0=${"g".repeat(64)}`], ["very long", `v0=${"a".repeat(8000)}`],
]) add(`a signature ${name}`, { signature });
add("a signature with something behind a second =", { signature: `${good}=x` }, wholeText);
add("a signature with a second = behind it", { signature: `${good}=` }, wholeText);
for (let at = 0; at < 64; ++at) {
  const digit = good[3 + at];
  add(`another digit at ${at} of the signature`, { signature: good.slice(0, 3 + at) + (digit === "0" ? "1" : "0") + good.slice(4 + at) });
}
for (let at = 0; at < 32; ++at) {
  const where = Math.floor((at * command.length) / 32);
  add(`another byte at ${where} of the body`, { signed: command, body: command.slice(0, where) + (command[where] === "z" ? "y" : "z") + command.slice(where + 1) });
}
for (let at = 0; at < 12; ++at) {
  const where = Math.floor((at * command.length) / 12);
  add(`without the byte at ${where} of the body`, { signed: command, body: command.slice(0, where) + command.slice(where + 1) });
}
for (const [name, body] of [["a space before", ` ${command}`], ["a space behind", `${command} `], ["a line end behind", `${command}\n`], ["twice", command + command], ["nothing", ""], ["the fields in another order", command.split("&").reverse().join("&")], ["%2f for %2F", command.replace("%2F", "%2f")], ["+ for a space", command.replace("tip", "a+b")]])
  add(`the body has ${name}`, { signed: command, body });

const bare = { drop: ["X-Slack-Request-Timestamp", "X-Slack-Signature"] };
add("ssl_check, unsigned", { ...bare, body: "ssl_check=1&token=x" });
add("ssl_check with a command beside it, unsigned", { ...bare, body: `${command}&ssl_check=1` });
add("ssl_check=0, unsigned", { ...bare, body: "ssl_check=0" });
add("ssl_check=11, unsigned", { ...bare, body: "ssl_check=11" });
add("ssl_check within a text, unsigned", { ...bare, body: "text=ssl_check%3D1" });
add("ssl_check in JSON, unsigned", { ...bare, path: "/slack/events", body: '{"ssl_check":"1"}' });
add("ssl_check as an event, unsigned", { ...bare, path: "/slack/events", body: "ssl_check=1" });
add("ssl_check=1 twice, unsigned", { ...bare, body: "ssl_check=1&ssl_check=1" }, check);
add("ssl_check with a charset in its type, unsigned", { ...bare, body: "ssl_check=1", type: `${form}; charset=utf-8` }, check);
add("ssl_check, signed by another", { key: "another", body: "ssl_check=1" });

const ofVendor = ({ headers, body }) => {
  const joined = {};  // as Node's server hands them on
  for (const [name, value] of headers) joined[name.toLowerCase()] = name.toLowerCase() in joined ? `${joined[name.toLowerCase()]}, ${value}` : value;
  return parseAndVerifyHTTPRequest({ signingSecret: secret }, { headers: joined, rawBody: body }).then(() => true, () => false);
};

test("Slack's Bolt and we come to the same verdict on every request, but for the differences of the table", async () => {
  assert.ok(fs.existsSync(program), "build first: cmake --build build/dev");
  mock.timers.enable({ apis: ["Date"], now: now * 1000 });
  const input = [{ now, secret }, ...rows.map(({ path, headers, body }) => ({ path, headers, body: body.toString("base64url") }))].map((line) => JSON.stringify(line)).join("\n");
  const ours = execFileSync(program, { input: `${input}\n`, encoding: "utf8" }).trimEnd().split("\n");
  assert.equal(ours.length, rows.length);
  assert.ok(rows.length >= 200, `${rows.length} requests`);
  const wrong = [];
  const table = new Map();
  let accepted = 0;
  for (const [at, { name, differs, ...request }] of rows.entries()) {
    const vendor = await ofVendor(request);
    const mine = ours[at].startsWith("accepted");
    accepted += mine ? 1 : 0;
    const wanted = differs ?? { vendor: mine, ours: mine };
    if (vendor !== wanted.vendor || mine !== wanted.ours || (differs && vendor === mine)) wrong.push(`${name}: Bolt ${vendor ? "accepts" : "refuses"}, we: ${ours[at].replace("\t", ", ")}`);
    if (differs) table.set(differs.reason, [...(table.get(differs.reason) ?? []), `${name} (${differs.ours ? "we accept" : "we refuse"})`]);
  }
  assert.deepEqual(wrong, []);
  assert.ok(accepted >= 10, "some are good");
  for (const [reason, which] of table) console.log(`  ${which.join("; ")}: ${reason}`);
  console.log(`  ${rows.length} requests, ${accepted} accepted, ${[...table.values()].flat().length} verdicts differ for these reasons`);
});
