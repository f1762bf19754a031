// A post as Mattermost shows it: Markdown, and attachments with the buttons.

import { button, row } from "./draw.js";
import { fromMarkdown, make } from "./markup.js";

export const name = "Mattermost";

export function draw(message) {
  // An answer to a command has what a post keeps in its props.
  const attachments = message.props?.attachments ?? message.attachments ?? [];
  const nodes = [fromMarkdown(message.message ?? message.text ?? "")];
  for (const part of attachments) {
    const buttons = (part.actions ?? []).map((one) => button(one.name, null, one.style));
    nodes.push(make("div", { class: "attachment" }, fromMarkdown(part.text ?? ""), row(buttons)));
  }
  return { nodes, spoken: attachments[0]?.fallback };
}
