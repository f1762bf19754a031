// Microsoft's own code over what the adapter sends: its cards parsed and drawn, its activities typed.

import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { startBrowser } from "../browser/page.mjs";
import { cardComplaints as complaintsOf, everyObject, shownBy } from "./adaptive.mjs";
import { complaints } from "./typed.mjs";

const file = (path) => new URL(`../${path}`, import.meta.url);
const { AdaptiveCard, SerializationContext, Versions } = createRequire(import.meta.url)("adaptivecards/dist/adaptivecards.js");

const files = fs.readdirSync(file("golden/teams")).filter((name) => name !== "manifest.json");
const inRequest = files.filter((name) => name.startsWith("extension-"));  // the message extension's answers
const dialogs = inRequest.filter((name) => name.startsWith("extension-dialog-"));
const answers = inRequest.filter((name) => !dialogs.includes(name));  // to a search under the message box
const names = files.filter((name) => !inRequest.includes(name));
const cards = [...names, ...fs.readdirSync(file("golden/teamsoutgoing")).map((name) => `../teamsoutgoing/${name}`)];
const golden = (name) => JSON.parse(fs.readFileSync(file(`golden/teams/${name}`)));
const cardOf = (activity) => activity.attachments[0].content;

const cardComplaints = (json) => complaintsOf(json, Versions.v1_5);  // what Teams shows

for (const name of cards)
  test(`Adaptive Cards' own parser has nothing to say about ${name}`, () => {
    assert.deepEqual(cardComplaints(cardOf(golden(name))), []);
    const card = new AdaptiveCard();
    card.parse(cardOf(golden(name)), new SerializationContext(Versions.v1_5));
    const sent = everyObject(cardOf(golden(name)));
    assert.equal(card.getAllInputs().length, sent.filter(({ type }) => type?.startsWith("Input.")).length);
    assert.equal(everyObject(card.toJSON()).filter(({ type }) => type?.startsWith("Action.")).length, sent.filter(({ type }) => type?.startsWith("Action.")).length);
  });

test("Adaptive Cards' own parser refuses an unknown element, a link to nowhere and an input without an id, so this judge can say no", () => {
  const with_ = (element) => ({ ...cardOf(golden("tip.json")), body: [element] });
  for (const wrong of [{ type: "TextBlok", text: "x" }, { type: "ActionSet", actions: [{ type: "Action.OpenUrl", title: "x" }] }, { type: "Input.Text", label: "x" }])
    assert.notEqual(cardComplaints(with_(wrong)).length, 0, wrong.type);
});

const types = 'import type { Activity } from "botframework-schema";';
for (const name of names)
  test(`the Bot Framework's types take ${name}`, () => assert.deepEqual(complaints(types, "Partial<Activity>", golden(name)), []));

test("the Bot Framework's types refuse a misspelt field, so this judge can say no", () =>
  assert.notEqual(complaints(types, "Partial<Activity>", { ...golden("tip.json"), sumary: "x" }).length, 0));

for (const name of answers) {
  const { composeExtension } = golden(name);
  test(`the Bot Framework's types take ${name}`, () => assert.deepEqual(complaints('import type { MessagingExtensionResponse } from "botframework-schema";', "MessagingExtensionResponse", golden(name)), []));
  for (const [at, { content, preview }] of (composeExtension.attachments ?? []).entries()) {
    test(`Adaptive Cards' own parser has nothing to say about card ${at} of ${name}, which answers nothing`, () => {
      assert.deepEqual(cardComplaints(content), []);
      assert.deepEqual(everyObject(content).filter(({ type }) => type?.startsWith("Action.") && type !== "Action.OpenUrl"), []);
    });
    test(`the Bot Framework's types take preview ${at} of ${name}`, () => assert.deepEqual(complaints('import type { ThumbnailCard } from "botframework-schema";', "Partial<ThumbnailCard>", preview.content), []));
  }
}

for (const name of dialogs) {
  test(`the Bot Framework's types take ${name}`, () => assert.deepEqual(complaints('import type { MessagingExtensionActionResponse } from "botframework-schema";', "MessagingExtensionActionResponse", golden(name)), []));
  test(`Adaptive Cards' own parser has nothing to say about ${name}`, () => assert.deepEqual(cardComplaints(golden(name).task.value.card.content), []));
}

test("the Bot Framework's types refuse another kind of dialog, so this judge can say no", () => {
  const { task } = golden("extension-dialog-tip.json");
  for (const wrong of [{ ...task, type: "continues" }, { ...task, value: { ...task.value, width: "wide" } }, { ...task, value: { ...task.value, cards: [] } }])
    assert.notEqual(complaints('import type { MessagingExtensionActionResponse } from "botframework-schema";', "MessagingExtensionActionResponse", { task: wrong }).length, 0, JSON.stringify(wrong).slice(0, 60));
});

test("the Bot Framework's types refuse another kind of answer, layout and preview, so this judge can say no", () => {
  const good = golden("extension-list.json").composeExtension;
  for (const wrong of [{ type: "results" }, { attachmentLayout: "rows" }, { attachments: [{ ...good.attachments[0], preview: "x" }] }, { sentence: "x" }])
    assert.notEqual(complaints('import type { MessagingExtensionResponse } from "botframework-schema";', "MessagingExtensionResponse", { composeExtension: { ...good, ...wrong } }).length, 0, JSON.stringify(wrong).slice(0, 40));
});

let browser;
before(async () => { browser = await startBrowser(); });
after(async () => { await browser.close(); });

test("Adaptive Cards' own renderer shows every word and every button of each card", { timeout: 120000 }, async () => {
  for (const name of cards) {
    const card = cardOf(golden(name));
    const shown = await shownBy(browser, card);
    const sent = everyObject(card);
    const words = (text) => text.replace(/\s+/g, " ").trim();
    for (const { type, text } of sent) if (["TextRun", "TextBlock"].includes(type)) assert.ok(words(shown.words).includes(words(text)), `${name}: ${text}`);
    const titles = sent.filter((one) => one.type?.startsWith("Action.") && one.title).map((one) => one.title);
    for (const title of titles) assert.ok(shown.buttons.includes(title), `${name}: ${title}`);
    assert.equal(shown.headings.length, sent.filter(({ style }) => style === "heading").length, name);
  }
});
