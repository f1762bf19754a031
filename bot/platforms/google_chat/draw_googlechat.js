// A card of the second version as Google Chat shows it.

import { button, row, title, unknown } from "./draw.js";
import { fromHtml, make } from "./markup.js";

export const name = "Google Chat";

function one(widget) {
  if (widget.textParagraph) return fromHtml(widget.textParagraph.text);
  if (widget.divider) return make("hr");
  if (widget.buttonList) return row(widget.buttonList.buttons.map((act) => button(act.text, act.onClick?.openLink?.url)));
  return unknown(Object.keys(widget)[0]);
}

export function draw(message) {
  const nodes = message.cardsV2.flatMap(({ card }) => [
    card.header ? title(card.header.title) : null,
    ...card.sections.flatMap((section) => section.widgets.map(one)),
  ]);
  return { nodes, spoken: message.fallbackText };
}
