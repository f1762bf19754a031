// An activity as Teams shows it.

import { drawCards } from "./adaptive_card.js";

export const name = "Microsoft Teams";
export const draw = (message) => ({ nodes: drawCards(message.attachments), spoken: message.summary });
