// A message as Rocket.Chat shows it. Its first two lines say where it goes.

import { fromRocketChat } from "./markup.js";

export const name = "Rocket.Chat";
export const draw = (message) => ({ nodes: [fromRocketChat(message.split("\n").slice(2).join("\n"))], spoken: null });
