// Issues of the form "New item" as the git host tells of them: each becomes a content file that content check takes, or a sentence.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";

const checkout = new URL("../..", import.meta.url).pathname;
const program = path.join(checkout, "build/dev/allybot");
const script = path.join(checkout, ".github/scripts/item_from_issue.py");
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "allybot-issue-"));
const content = path.join(folder, "content");
fs.cpSync(path.join(checkout, "content"), content, { recursive: true });
after(() => fs.rmSync(folder, { recursive: true }));

const form = fs.readFileSync(path.join(checkout, ".github/ISSUE_TEMPLATE/new-item.yml"), "utf8");
const labels = [...form.matchAll(/^ {6}label: (.+)$/gm)].map((found) => found[1]);
const text = `In the next review, say first what is good, and name the line. Then ask for the one change that matters most, with "Could we".

It takes a minute, and the next author dares to send the work early. People copy what is easy to copy.

This is practice, with no figures behind it. Try it for a week, then ask one author how it felt to read.`;
const good = {
  Title: "Name one good line in each review", Kind: "tips", Language: "en", Topics: "code-review, feedback", Audience: "everyone",
  Action: "In your next review, name one good line before you ask for a change.", Link: "", "Fields of this kind": "points: S14", Text: text,
};

// The body that the git host makes of a filled form.
const bodyOf = (answers) => labels.map((label) => `### ${label}\n\n${answers[label] || "_No response_"}`).join("\n\n");
const every = (root) => fs.readdirSync(root, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).length;

function run(body, event = { action: "opened", issue: { number: 7, title: "x", body } }) {
  const file = path.join(folder, "event.json");
  fs.writeFileSync(file, JSON.stringify(event));
  const { status, stdout, stderr } = spawnSync("python3", [script, file, content], { encoding: "utf8" });
  return { status, item: stdout.trim(), told: stderr };
}
const filed = (answers) => run(bodyOf({ ...good, ...answers }));

/** What content check has to say of the whole folder about that file. */
function judged(item) {
  const { status, stdout } = spawnSync(program, ["content", "check", "--format", "json"], { encoding: "utf8", cwd: folder, env: { ALLYBOT_CONTENT: content } });
  const findings = JSON.parse(stdout).findings.filter(({ path: at }) => at.endsWith(item));
  return { status, errors: findings.filter(({ level }) => level === "error"), warnings: findings.filter(({ level }) => level === "warning") };
}
function takeAway(item) {
  const file = path.join(content, item);
  const bytes = fs.readFileSync(file, "utf8");
  fs.rmSync(file);
  return bytes;
}

test("the form asks for what the script reads, and offers the topics, kinds and audiences that there are", () => {
  const script_labels = fs.readFileSync(script, "utf8").match(/LABELS = \[(.+)\]/)[1].split(", ").map((one) => one.slice(1, -1));
  assert.deepEqual(labels, script_labels);
  const options = (id) => form.slice(form.indexOf(`id: ${id}\n`)).match(/options:\n((?: {8}- .+\n)+)/)[1].trim().split("\n").map((line) => line.replace(/^ *- /, ""));
  const topics = [...fs.readFileSync(path.join(content, "topics.yaml"), "utf8").matchAll(/^- id: *(\S+)/gm)].map((found) => found[1]);
  assert.deepEqual(options("topics"), topics);
  const schemas = fs.readdirSync(path.join(content, "schema")).map((name) => JSON.parse(fs.readFileSync(path.join(content, "schema", name))).title ?? "");
  assert.deepEqual(options("kind").toSorted(), schemas.filter((title) => title.startsWith("Front matter")).map((title) => title.split(" ").pop()).toSorted());
  assert.deepEqual(options("audience"), JSON.parse(fs.readFileSync(path.join(content, "schema/tips.json"))).properties.audience.items.enum);
});

test("a filled form becomes an item that content check has nothing to say of", () => {
  const { status, item, told } = filed({});
  assert.equal(status, 0, told);
  assert.equal(item, "en/tips/name-one-good-line-in-each-review.md");
  const verdict = judged(item);
  assert.deepEqual([verdict.status, verdict.errors, verdict.warnings], [0, [], []]);
  const bytes = takeAway(item);
  assert.match(bytes, /^---\ntitle: "Name one good line in each review"\ntopics: \[code-review, feedback\]\n/);
  assert.match(bytes, /\ndraft: true\n/);
});

const kinds = {
  myths: { "Fields of this kind": "claim: Reviews are neutral.\nverdict: depends\npoints: S14" },
  resources: { Link: "https://example.org/a?b=c#d", "Fields of this kind": "publisher: Example Press\ntype: article\nminutes: 10\ncost: free" },
  exercises: { "Fields of this kind": "minutes: 10\npeople: pairs", Text: `Sit in pairs.\n\n${["One asks.", "One answers.", "Swap.", "Write one line."].map((line, at) => `${at + 1}. ${line}`).join("\n")}` },
  stories: { Action: "" },
  pledges: { "Fields of this kind": "if: I see someone cut off\nthen: I will say \"please finish\"" },
  scenarios: { "Fields of this kind": "situation: She is cut off.\nnow: \"Hold on: I would like to hear the end.\"\nafterwards: Shall I bring you in?\nwith_manager: Can we use raised hands?" },
};
for (const [kind, answers] of Object.entries(kinds))
  test(`a form of the kind ${kind} becomes a valid item`, () => {
    const { status, item, told } = filed({ Kind: kind, ...answers });
    assert.equal(status, 0, told);
    const verdict = judged(item);
    takeAway(item);
    assert.deepEqual([verdict.status, verdict.errors], [0, []]);
  });

test("a link that has no field of its own waits in the note", () => {
  const { item } = filed({ Link: "https://example.org/study" });
  assert.match(takeAway(item), /\nnote: "Source that was given: https:\/\/example\.org\/study"\n/);
});

for (const [what, answers, sentence] of [
  ["nothing", Object.fromEntries(labels.map((label) => [label, ""])), /Kind: one of/],
  ["no title", { Title: "" }, /title is missing/],
  ["a long title", { Title: "a".repeat(71) }, /at most 70/],
  ["a title without letters", { Title: "\u4f60\u597d" }, /letters of a to z/],
  ["no action", { Action: "" }, /action is missing/],
  ["no text", { Text: "" }, /Text: a few paragraphs/],
  ["too much text", { Text: "a".repeat(6001) }, /at most 6000/],
  ["an unknown kind", { Kind: "poems" }, /Kind: one of/],
  ["a kind that leads elsewhere", { Kind: "../tips" }, /Kind: one of/],
  ["a language that leads elsewhere", { Language: "../.." }, /Language: the name of a folder/],
  ["a language that is not there", { Language: "xx" }, /Language: the name of a folder/],
  ["an unknown topic", { Topics: "code-review, nonsense" }, /topics: there is no "nonsense"/],
  ["too many topics", { Topics: "meetings, credit, pay, hiring, bias" }, /topics: One to four/],
  ["an unknown audience", { Audience: "martians" }, /audience: there is no "martians"/],
  ["a link that is none", { Link: "javascript:alert(1)" }, /Link: the whole address/],
  ["a myth without claim and verdict", { Kind: "myths" }, /claim is missing[^]*verdict is missing/],
  ["an unknown verdict", { Kind: "myths", "Fields of this kind": "claim: x\nverdict: false" }, /verdict: one of myth/],
  ["a number that is none", { Kind: "exercises", "Fields of this kind": "minutes: ten\npeople: pairs" }, /minutes: a whole number/],
  ["a field that is none", { "Fields of this kind": "nonsense" }, /is no field of this kind/],
  ["a field twice", { "Fields of this kind": "points: S14\npoints: S15" }, /points is there twice/],
  ["a source that is not there", { "Fields of this kind": "sources: EV-NOPE-01" }, /sources: there is no "EV-NOPE-01"/],
  ["a switch that is not the author's", { "Fields of this kind": "draft: false" }, /is no field of this kind/],
  ["a title that is taken", { Title: "Say whose idea it was" }, /There is an item tips\/say-whose-idea-it-was already/],
])
  test(`${what}: the author is told, and nothing is written`, () => {
    const before = every(content);
    const { status, item, told } = filed(answers);
    assert.deepEqual([status, item], [1, ""]);
    assert.match(told, sentence);
    assert.equal(every(content), before);
  });

test("an event without an issue, or without a body, is refused", () => {
  for (const event of [{}, { issue: {} }, { issue: { body: null } }, { issue: { body: "no form at all" } }]) assert.equal(run("", event).status, 1);
});

test("hostile answers stay words: no second front matter, no field from the text, no path, no command", () => {
  const before = every(folder);
  const { status, item, told } = filed({
    Title: "../../$(touch pwned) `id` \"; rm -rf / #: {x} \u202Eright",
    Action: "Say: \"one\" \\ # two: 'three' {four} [five] &six *seven !!python/object ${{ github.token }}",
    Text: `${text}\n\n---\ndraft: false\n---\n\n### Kind\n\nmyths\n\n### Title\n\nAnother`,
  });
  assert.equal(status, 0, told);
  assert.equal(item, "en/tips/touch-pwned-id-rm-rf-x-right.md");
  assert.equal(every(folder), before + 1);
  const { errors } = judged(item);
  const bytes = takeAway(item);
  assert.deepEqual(errors.map(({ code }) => code).filter((code) => code !== "heading"), [], "what is in the front matter loads");
  assert.equal(bytes.split("---\n")[1].match(/^draft: true$/gm).length, 1);
  assert.match(bytes, /\naction: "Say: \\"one\\" \\\\ # two: 'three' \{four\} \[five\] &six \*seven !!python\/object \$\{\{ github\.token \}\}"\n/);
  assert.doesNotMatch(bytes, /\u202E/);
});

test("HTML, images and headings in the text are found by content check, which the workflow asks", () => {
  for (const [wrong, code] of [["<img src=x onerror=alert(1)>", "html"], ["![a](https://example.org/a.png)", "image"], ["# Shout", "heading"]]) {
    const { item } = filed({ Text: `${text}\n\n${wrong}` });
    const { status, errors } = judged(item);
    takeAway(item);
    assert.deepEqual([status, errors.map((one) => one.code)], [1, [code]]);
  }
});

test("no expression of the workflow holds what a stranger typed", () => {
  const workflow = fs.readFileSync(path.join(checkout, ".github/workflows/new-item.yml"), "utf8");
  const held = [...workflow.matchAll(/\$\{\{(.*?)\}\}/g)].map((found) => found[1].trim());
  assert.deepEqual([...new Set(held)].toSorted(), ["github.event.issue.number", "github.token"]);
});
