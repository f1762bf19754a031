// Microsoft's own code over what the adapter sends to Webex: its cards parsed as those of version 1.3, which Webex shows, and drawn.

import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { startBrowser } from "../browser/page.mjs";
import { cardComplaints, everyObject, shownBy } from "./adaptive.mjs";

const file = (path) => new URL(`../${path}`, import.meta.url);
const { AdaptiveCard, SerializationContext, Versions } = createRequire(import.meta.url)("adaptivecards/dist/adaptivecards.js");
const version = Versions.v1_3;
const names = fs.readdirSync(file("golden/webex")).filter((name) => name.endsWith(".json"));
const golden = (name) => JSON.parse(fs.readFileSync(file(`golden/webex/${name}`)));
const cardOf = (message) => message.attachments[0].content;

for (const name of names)
  test(`Adaptive Cards' own parser takes ${name} as a card of 1.3`, () => {
    const json = cardOf(golden(name));
    assert.equal(json.version, "1.3");
    assert.deepEqual(cardComplaints(json, version), []);
    const card = new AdaptiveCard();
    card.parse(json, new SerializationContext(version));
    const sent = everyObject(json);
    assert.equal(card.getAllInputs().length, sent.filter(({ type }) => type?.startsWith("Input.")).length);
    assert.equal(everyObject(card.toJSON()).filter(({ type }) => type?.startsWith("Action.")).length, sent.filter(({ type }) => type?.startsWith("Action.")).length);
  });

test("its parser refuses what came after 1.3 or is nothing at all, so this judge can say no", () => {
  const with_ = (element) => ({ ...cardOf(golden("tip.json")), body: [element] });
  for (const wrong of [{ type: "TextBlok", text: "x" }, { type: "Input.Text", label: "x" }, { type: "Table", rows: [] }])
    assert.notEqual(cardComplaints(with_(wrong), version).length, 0, wrong.type);
});

let browser;
before(async () => { browser = await startBrowser(); });
after(async () => { await browser.close(); });

test("Adaptive Cards' own renderer shows every word and every button of each card, those behind More after a press", { timeout: 120000 }, async () => {
  for (const name of names) {
    const card = cardOf(golden(name));
    const shown = await shownBy(browser, card);
    const sent = everyObject(card);
    const words = (text) => text.replace(/\s+/g, " ").trim();
    for (const { type, text } of sent) if (["TextRun", "TextBlock"].includes(type)) assert.ok(words(shown.words).includes(words(text)), `${name}: ${text}`);
    for (const one of sent) if (one.type?.startsWith("Action.") && one.title) assert.ok(shown.buttons.includes(one.title), `${name}: ${one.title}`);
  }
});
