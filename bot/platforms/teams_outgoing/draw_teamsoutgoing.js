// What an outgoing webhook answers, as Teams shows it.

import { drawCards } from "./adaptive_card.js";

export const name = "Teams outgoing webhook";
export const draw = (message) => ({ nodes: drawCards(message.attachments), spoken: message.attachments[0].content.fallbackText });
