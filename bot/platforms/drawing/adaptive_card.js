// An activity with Adaptive Cards, near to how their vendor's own renderer shows it.

import { button, row, title, unknown } from "./draw.js";
import { link, make } from "./markup.js";

function run(part) {
  let node = part.selectAction ? link(part.selectAction.url, part.text) : make("span", {}, part.text);
  if (part.weight === "Bolder") node = make("strong", {}, node);
  if (part.italic) node = make("em", {}, node);
  return part.isSubtle ? make("small", {}, node) : node;
}

const isTitle = (element) => element.style === "heading" || element.weight === "Bolder";

// What lies behind a button that shows more is drawn below it.
const actions = (all) => [row(all.map((act) => button(act.title, act.url, act.style))), ...all.filter((act) => act.card).flatMap((act) => actions(act.card.actions))];

function one(element) {
  if (element.type === "TextBlock") return isTitle(element) ? title(element.text) : make("p", {}, element.text);
  if (element.type === "RichTextBlock") return make("p", {}, ...element.inlines.map(run));
  if (element.type === "Container") return make("div", { class: "attachment" }, ...element.items.map(one));
  if (element.type === "ActionSet") return make("div", {}, ...actions(element.actions));
  return unknown(element.type);
}

export const drawCards = (attachments) => attachments.flatMap((part) => part.content.body.map(one));
