// Blocks as Slack shows them.

import { button, row, title, unknown } from "./draw.js";
import { fromSlack, make } from "./markup.js";

export const name = "Slack";

function one(block) {
  if (block.type === "header") return title(block.text.text);
  if (block.type === "section") return fromSlack(block.text.text);
  if (block.type === "context") return make("small", {}, ...block.elements.map((part) => fromSlack(part.text)));
  if (block.type === "divider") return make("hr");
  if (block.type === "actions") return row(block.elements.map((part) => button(part.text.text, part.url, part.style)));
  return unknown(block.type);
}

export const draw = (message) => ({ nodes: message.blocks.map(one), spoken: message.text });
