// From a form to a published item: a member suggests, a lead edits and approves by keyboard, the file is moved, the item is live.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { Person, startAnew, startBrowser, stateOf } from "./page.mjs";
import { checkout, startServer } from "./server.mjs";

const program = path.resolve(process.env.ALLYBOT || path.join(checkout, "build/dev/allybot"));
const folder = mkdtempSync(path.join(tmpdir(), "allybot-proposals-"));
const content = path.join(folder, "content");
let server;
let browser;

before(async () => {
  cpSync(path.join(checkout, "content"), content, { recursive: true });
  server = await startServer({ content });
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  if (server) assert.equal(await server.stop(), 0, "it ends cleanly");
  rmSync(folder, { recursive: true });
});
beforeEach(() => startAnew(server.address));

const text = `When a demo ends, say who built the part that everybody liked. Name one person and one thing: "The import is Priya's work."

It costs one breath. The people who plan the next project hear who did what, and they hear it while it is fresh.

This is practice, with no figures behind it. Try it at the next demo and see who is asked to show something after that.`;

const dialogOf = (person) => person.page.locator("#form-dialog");
async function submit(person) {
  await person.page.locator("#form-submit").click();
  await dialogOf(person).waitFor({ state: "hidden" });
}
async function suggest(person, title) {
  await person.say("/ally suggest");
  await dialogOf(person).waitFor();
  await person.page.getByLabel(/^Title/).fill(title);
  await person.page.getByLabel(/^Topic/).selectOption({ label: "Credit for ideas" });
  await person.page.getByLabel(/^Your idea/).fill(text);
}
const toldTo = async (member) => (await stateOf(server.address, member)).messages.filter((one) => one.channel === `D${member}`).map((one) => JSON.stringify(one.card ?? one));
const trail = () => JSON.parse(execFileSync("python3", ["-c", `
import json, sqlite3, sys
rows = sqlite3.connect(sys.argv[1]).execute("SELECT who, what, object, detail FROM audit WHERE what LIKE 'proposal.%' ORDER BY id")
print(json.dumps(rows.fetchall()))`, path.join(server.folder, "var/playground.db")], { encoding: "utf8" }));

test("a suggestion goes from a form to a published item, by keyboard, with a trail", async () => {
  const jonas = await Person.visit(browser, server.address);
  await jonas.become("Jonas");
  await suggest(jonas, "Name the builder at the demo");
  await jonas.page.getByLabel(/^Source/).fill("http://example.org/");
  await jonas.page.locator("#form-submit").click();
  await dialogOf(jonas).locator(".problem").filter({ hasText: "whole address" }).waitFor();
  await jonas.shot("suggest-form");
  await jonas.judge("the form of a suggestion");
  await jonas.page.getByLabel(/^Source/).fill("");
  await submit(jonas);
  assert.match(await (await jonas.card(0)).textContent(), /Thank you.*without your name.*I tell you here, privately/s);
  await jonas.shot("suggest-thanks");
  const refused = await jonas.ask("/ally suggest list");
  assert.match(await refused.textContent(), /read by admins and by leads/);

  await jonas.become("Maya");
  const maya = jonas;
  const waiting = await maya.ask("/ally suggest list");
  assert.match(await waiting.textContent(), /Name the builder at the demo.*1 of 1/s);
  assert.doesNotMatch(await waiting.textContent(), /Jonas|U2/, "nobody is named");
  await maya.shot("proposal-waiting");
  await maya.judge("a suggestion that waits");

  await waiting.getByRole("button", { name: "Edit", exact: true }).focus();
  await maya.page.keyboard.press("Enter");
  await dialogOf(maya).waitFor();
  const title = maya.page.getByLabel(/^Title/);
  assert.equal(await title.inputValue(), "Name the builder at the demo");
  await title.focus();
  await maya.page.keyboard.press("ControlOrMeta+A");
  await maya.page.keyboard.type("Name who built it");
  await maya.shot("proposal-edit");
  await maya.page.locator("#form-submit").focus();
  await maya.page.keyboard.press("Enter");
  await dialogOf(maya).waitFor({ state: "hidden" });
  const edited = maya.cards.filter({ hasText: "Name who built it" }).first();
  await edited.getByRole("button", { name: "Approve", exact: true }).focus();
  await maya.page.keyboard.press("Enter");
  await maya.until("it says where the file lies", () => /_proposals\/en\/tips\/name-who-built-it\.md/.test(document.getElementById("log").textContent));
  await maya.shot("proposal-approved");

  const proposed = path.join(content, "_proposals/en/tips/name-who-built-it.md");
  const bytes = readFileSync(proposed, "utf8");
  assert.match(bytes, /\ntopics: \[credit\]\n/);
  assert.match(bytes, /\ndraft: true\n/);
  assert.doesNotMatch(bytes, /Jonas|Maya|U1|U2/);
  const check = () => spawnSync(program, ["content", "check"], { encoding: "utf8", cwd: folder, env: { ALLYBOT_CONTENT: content } });
  assert.equal(check().status, 0, "the draft checks");

  // As the card says: edit the file, take out draft and note, move it.
  writeFileSync(proposed, bytes.replace(/^(draft|note): .*\n/gm, "").replace(/^action: .*$/m, "action: At the next demo, name one person and the part that they built.").replace(/^# points: .*$/m, "points: [S12]"));
  renameSync(proposed, path.join(content, "en/tips/name-who-built-it.md"));
  const verdict = check();
  assert.equal(verdict.status, 0);
  assert.doesNotMatch(verdict.stdout, /name-who-built-it/, "nothing is to be said of it");
  for (let live = false, at = await maya.cards.count(); !live; at += 1) {
    await maya.say("/ally find name who built it");
    live = /Name who built it/.test(await (await maya.card(at)).textContent());
  }
  await maya.shot("proposal-published");

  assert.deepEqual(trail(), [
    ["playground/W1/U1", "proposal.edit", "1", "title"],
    ["playground/W1/U1", "proposal.approve", "1", "_proposals/en/tips/name-who-built-it.md"],
  ]);
  await maya.become("Jonas");
  await maya.go("Allybot");
  await maya.until("Jonas hears of it", () => /was taken up/.test(document.getElementById("log").textContent));
  assert.ok(!(await toldTo("U2")).some((one) => /Maya/.test(one)), "nor does he learn who decided");
  await maya.shot("proposal-told");
  await maya.leave();
});

test("what is said to be wrong waits in the same queue, and is declined with a reason", async () => {
  const maya = await Person.visit(browser, server.address);
  await maya.become("Priya");
  const tip = await maya.ask("/ally tip say whose idea it was");
  await maya.press(tip, "This is wrong");
  await dialogOf(maya).waitFor();
  await dialogOf(maya).locator("textarea").fill("The year is 2018.\n# <b>not</b> 2019");
  await submit(maya);
  await maya.become("Maya");
  const waiting = await maya.ask("/ally suggest list");
  assert.match(await waiting.textContent(), /Somebody says that an item is wrong/);
  await maya.press(waiting, "Decline");
  await dialogOf(maya).waitFor();
  await maya.judge("the form for a reason");
  await dialogOf(maya).locator("textarea").fill("Thank you for looking. The study is of 2019; the survey in it is of 2018.");
  await maya.shot("proposal-reason");
  await submit(maya);
  await maya.until("it is declined", () => /is declined/.test(document.getElementById("log").textContent));
  await maya.press(waiting, "Approve");
  await maya.until("the old button says that it is settled", () => /Somebody was faster/.test(document.getElementById("log").textContent));
  await maya.become("Priya");
  await maya.go("Allybot");
  await maya.until("Priya gets the reason", () => /the survey in it is of 2018/.test(document.getElementById("log").textContent));
  await maya.shot("proposal-declined-told");
  assert.equal(existsSync(path.join(content, "_proposals/en/tips/say-whose-idea-it-was.md")), false);
  await maya.leave();
});

test("where the content cannot be written a plain sentence says so, and the suggestion waits", async () => {
  rmSync(path.join(content, "_proposals"), { recursive: true, force: true });
  writeFileSync(path.join(content, "_proposals"), "");
  const maya = await Person.visit(browser, server.address);
  await suggest(maya, "Another idea");
  await submit(maya);
  await maya.card(0);
  const waiting = await maya.ask("/ally suggest list");
  await maya.press(waiting, "Approve");
  await maya.until("it says so", () => /I cannot write into the content folder/.test(document.getElementById("log").textContent));
  await maya.shot("proposal-read-only");
  rmSync(path.join(content, "_proposals"));
  mkdirSync(path.join(content, "_proposals"));
  const again = await maya.ask("/ally suggest list");
  await maya.press(again, "Approve");
  await maya.until("now it is written", () => /_proposals\/en\/tips\/another-idea\.md/.test(document.getElementById("log").textContent));
  await maya.leave();
});
