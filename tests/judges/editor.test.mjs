// What a person who edits content gets in an editor, by the real language server and the schemas and settings that we ship.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { checkout, startEditor } from "./editor.mjs";

// The settings are JSON with comments, as editors read them.
const shipped = JSON.parse(readFileSync(path.join(checkout, ".vscode/settings.json"), "utf8").replace(/^\s*\/\/.*$/gm, ""));
const schemas = Object.fromEntries(
  Object.entries(shipped["yaml.schemas"]).map(([file, pattern]) => [pathToFileURL(path.join(checkout, file)).href, pattern]),
);

let editor;
before(async () => {
  editor = await startEditor({ validate: true, hover: true, completion: true, schemas, schemaStore: { enable: false } });
});
after(() => editor?.stop());

const labels = (found) => found.map(({ label }) => label);

test("topics are completed, with their titles", async () => {
  const item = await editor.open("content/en/tips/new-one.md", "---\ntitle: A new one\ntopics:\n  - |\n");
  const found = await item.complete();
  assert.ok(labels(found).includes("meetings") && labels(found).includes("code-review"), labels(found).join(" "));
  item.close();
});

test("sources are completed, with what they say and what to mind", async () => {
  const item = await editor.open("content/en/myths/new-one.md", "---\ntitle: A new one\nsources:\n  - EV-INT|\n");
  const one = (await item.complete()).find(({ label }) => label === "EV-INT-01");
  assert.ok(one, "EV-INT-01 is offered");
  assert.match(one.about, /80 short lab conversations/);
  assert.match(one.about, /To keep in mind/);
  item.close();
});

test("fields that are missing are offered, with help", async () => {
  const item = await editor.open("content/de/scenarios/new-one.md", "---\ntitle: Neu\n|\n");
  const found = await item.complete();
  for (const field of ["topics", "audience", "action", "points"]) assert.ok(labels(found).includes(field), `${field} of ${labels(found)}`);
  item.close();
});

test("a field explains itself under the mouse", async () => {
  const item = await editor.open("content/en/tips/hover.md", "---\ntitle: One\nact|ion: Do it.\n");
  assert.match(await item.hover(), /One thing to do this week/);
  item.close();
});

test("a wrong value is underlined where it stands", async () => {
  const front = "---\ntitle: One\ntopics: [meetings]\naudience: [everybody]\naction: Do it.\npoints: [S11]\n";
  const item = await editor.open("content/en/tips/wrong.md", front);
  assert.match((await item.errors()).join("\n"), /^4: Value is not accepted\. Valid values: "everyone"/);
  item.close();
});

test("a misspelt topic and a field that is none are underlined", async () => {
  const front = "---\ntitle: One\ntopics: [meetngs]\naudience: [everyone]\naction: Do it.\npoints: [S11]\nautor: Me\n";
  const item = await editor.open("content/en/tips/misspelt.md", front);
  const errors = (await item.errors()).join("\n");
  assert.match(errors, /^3: Value is not accepted/m);
  assert.match(errors, /^7: Property autor is not allowed/m);
  item.close();
});

test("a plan kept as a file is completed and checked", async () => {
  const plan = await editor.open("content/schedules.yaml", "- slug: weekly-tip\n  words: every Tuesday 10:00\n  kinds: [|]\n");
  assert.deepEqual(labels(await plan.complete()).sort(), ["exercises", "myths", "pledges", "resources", "scenarios", "stories", "tips"]);
  assert.match((await plan.errors()).join("\n"), /Missing property "channel"/);
  plan.close();
});

test("front matter as it is has nothing to be said of it", async () => {
  for (const file of ["content/en/tips/hand-the-floor-back.md", "content/fr/tips/hand-the-floor-back.md"]) {
    const front = readFileSync(path.join(checkout, file), "utf8").split(/^---$/m)[1];
    const item = await editor.open(file, front);
    assert.deepEqual(await item.errors(), [], file);
    item.close();
  }
});
