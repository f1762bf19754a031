// A message as Discord shows it: its words, embeds and rows of buttons.

import { button, row, title } from "./draw.js";
import { fromMarkdown, make } from "./markup.js";

export const name = "Discord";

export function draw(sent) {
  const message = sent.data ?? sent; // an answer inside the request is wrapped
  const nodes = [fromMarkdown(message.content ?? "")];
  for (const embed of message.embeds ?? [])
    nodes.push(make("div", { class: "attachment" }, embed.title ? title(embed.title) : null, fromMarkdown(embed.description ?? "")));
  for (const line of message.components ?? [])
    nodes.push(row(line.components.map((one) => button(one.label, one.url, { 1: "primary", 4: "danger" }[one.style]))));
  return { nodes, spoken: null };
}
