// A message as a Matrix client shows it: the few elements of HTML that they take.

import { fromHtml } from "./markup.js";

export const name = "Matrix";
export const draw = (message) => ({ nodes: [fromHtml(message.formatted_body ?? message.body)], spoken: message.body });
