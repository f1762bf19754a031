// What Adaptive Cards' own parser and renderer say of a card, for the platforms that show those.

import { createRequire } from "node:module";

const bundle = "adaptivecards/dist/adaptivecards.js";
const require = createRequire(import.meta.url);
const { AdaptiveCard, SerializationContext } = require(bundle);

/** Everything that the parser and the validator have to say about a card of that version. */
export function cardComplaints(json, version) {
  const context = new SerializationContext(version);
  const card = new AdaptiveCard();
  card.parse(json, context);
  const parsed = Array.from({ length: context.eventCount }, (_, at) => context.getEventAt(at).message);
  return [...parsed, ...card.validateProperties().validationEvents.map(({ message }) => message)];
}

/** The JSON tree without what no program shows: to compare what was read with what was sent. */
export const everyObject = (json) => (json && typeof json === "object" ? [json, ...Object.values(json).flatMap(everyObject)] : []);

/** What a reader sees of it in a browser; a button that shows another card is pressed. */
export async function shownBy(browser, card) {
  const page = await browser.newPage({ viewport: { width: 700, height: 900 } });
  await page.setContent("<!doctype html><title>card</title><main></main>");
  await page.addScriptTag({ path: require.resolve(bundle) });
  const shown = await page.evaluate((json) => {
    const { AdaptiveCard } = window.AdaptiveCards;
    const drawn = new AdaptiveCard();
    drawn.parse(json);
    const main = document.querySelector("main");
    main.replaceChildren(drawn.render());
    for (const button of main.querySelectorAll("button[aria-expanded]")) button.click();
    const all = (what) => [...main.querySelectorAll(what)].map((element) => element.innerText.trim());
    return { words: main.innerText, buttons: all("button"), headings: all("[role=heading]") };
  }, card);
  await page.close();
  return shown;
}
