// Messages as their platforms will draw them, near enough to judge length, order and emphasis: one column for each platform.

import { link, make } from "./markup.js";

const near = 0.8; // of a limit

// For the platforms' own scripts.
export const button = (label, address, style) => make("span", { class: `press ${style ?? ""}` }, address ? link(address, label) : label);
export const row = (buttons) => (buttons.length > 0 ? make("div", { class: "presses" }, ...buttons) : null);
export const title = (text) => make("p", { class: "card-title" }, text);
export const unknown = (what) => make("p", { class: "unknown" }, `(${what}: this page cannot draw it)`);

const drawers = new Map();
function drawerOf(platform) {
  if (!drawers.has(platform)) drawers.set(platform, import(`./draw_${platform}.js`));
  return drawers.get(platform);
}

function limits(platform) {
  const told = platform.faults.map((fault) => make("li", { class: "bad" }, `The ${fault.field} would be cut: ${fault.message}`));
  for (const card of platform.cards) {
    if (card.characters > platform.most_text * near)
      told.push(make("li", {}, `${card.name}: near the limit, with ${card.characters} of ${platform.most_text} characters.`));
  }
  const most = Math.max(...platform.cards.map((card) => card.characters));
  const room = `About ${most} of ${platform.most_text} characters.`;
  return make("div", { class: "limits" }, told.length > 0 ? make("ul", {}, ...told) : null, make("p", {}, told.length > 0 ? room : `It fits. ${room}`));
}

// A platform with all that it was given, and what notifications and screen readers say where it cannot be drawn.
export async function column(platform, language) {
  const { name, draw } = await drawerOf(platform.platform);
  const parts = platform.cards.flatMap((card) => {
    const { nodes, spoken } = draw(card.message);
    return [
      make("h4", {}, card.name),
      make("div", { class: `drawn ${platform.platform}`, lang: language }, ...nodes),
      spoken ? make("details", {}, make("summary", {}, "As notifications and screen readers say it"), make("p", { class: "spoken", lang: language }, spoken)) : null,
    ];
  });
  return make("section", { class: "platform", "aria-label": name }, make("h3", {}, name), ...parts, limits(platform));
}
