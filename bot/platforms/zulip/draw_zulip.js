// A message as Zulip shows it. Its first two lines say where it goes.

import { fromMarkdown } from "./markup.js";

export const name = "Zulip";
export const draw = (message) => ({ nodes: [fromMarkdown(message.split("\n").slice(2).join("\n"))], spoken: null });
