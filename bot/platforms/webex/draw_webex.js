// A message as Webex shows it.

import { drawCards } from "./adaptive_card.js";

export const name = "Webex";
export const draw = (message) => ({ nodes: drawCards(message.attachments), spoken: message.text });
