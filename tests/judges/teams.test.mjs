// Microsoft's own code over what the adapter sends: its cards parsed and drawn, its activities typed.

import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { startBrowser } from "../browser/page.mjs";
import { complaints } from "./typed.mjs";

const file = (path) => new URL(`../${path}`, import.meta.url);
const bundle = "adaptivecards/dist/adaptivecards.js";
const require = createRequire(import.meta.url);
const { AdaptiveCard, SerializationContext, Versions } = require(bundle);

const names = fs.readdirSync(file("golden/teams")).filter((name) => name !== "manifest.json");
const golden = (name) => JSON.parse(fs.readFileSync(file(`golden/teams/${name}`)));
const cardOf = (activity) => activity.attachments[0].content;

/** Everything that the parser and the validator have to say; Teams shows 1.5. */
function cardComplaints(json) {
  const context = new SerializationContext(Versions.v1_5);
  const card = new AdaptiveCard();
  card.parse(json, context);
  const parsed = Array.from({ length: context.eventCount }, (_, at) => context.getEventAt(at).message);
  return [...parsed, ...card.validateProperties().validationEvents.map(({ message }) => message)];
}

/** The JSON tree without what no program shows: to compare what was read with what was sent. */
const everyObject = (json) => (json && typeof json === "object" ? [json, ...Object.values(json).flatMap(everyObject)] : []);

for (const name of names)
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

let browser;
before(async () => { browser = await startBrowser(); });
after(async () => { await browser.close(); });

test("Adaptive Cards' own renderer shows every word and every button of each card", { timeout: 120000 }, async () => {
  const page = await browser.newPage({ viewport: { width: 700, height: 900 } });
  await page.setContent("<!doctype html><title>cards</title><main></main>");
  await page.addScriptTag({ path: require.resolve(bundle) });
  for (const name of names) {
    const card = cardOf(golden(name));
    const shown = await page.evaluate((json) => {
      const { AdaptiveCard } = window.AdaptiveCards;
      const drawn = new AdaptiveCard();
      drawn.parse(json);
      document.querySelector("main").replaceChildren(drawn.render());
      const all = (what) => [...document.querySelectorAll(what)].map((element) => element.innerText.trim());
      return { words: document.querySelector("main").innerText, buttons: all("button"), links: document.querySelectorAll("a").length, headings: all("[role=heading]") };
    }, card);
    const sent = everyObject(card);
    const words = (text) => text.replace(/\s+/g, " ").trim();
    for (const { type, text } of sent) if (["TextRun", "TextBlock"].includes(type)) assert.ok(words(shown.words).includes(words(text)), `${name}: ${text}`);
    const titles = sent.filter((one) => one.type?.startsWith("Action.") && one.title).map((one) => one.title);
    for (const title of titles) assert.ok(shown.buttons.includes(title), `${name}: ${title}`);
    assert.equal(shown.headings.length, sent.filter(({ style }) => style === "heading").length, name);
  }
  await page.close();
});
