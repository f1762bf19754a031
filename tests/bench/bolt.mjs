// The anchor: Slack's own framework doing the same work, in production mode. Verifies, picks without repeating, answers with a card.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
const { App, HTTPReceiver, LogLevel } = require("@slack/bolt");

const tips = JSON.parse(readFileSync(process.env.TIPS, "utf8"));
const seen = new Map();
function pick(member) {
  let mine = seen.get(member);
  if (!mine) seen.set(member, (mine = new Set()));
  if (mine.size >= tips.length) mine.clear();
  let at = Math.floor(Math.random() * tips.length);
  while (mine.has(at)) at = (at + 1) % tips.length;
  mine.add(at);
  return tips[at];
}
const receiver = new HTTPReceiver({ signingSecret: process.env.SLACK_SIGNING_SECRET, endpoints: "/slack/commands", logLevel: LogLevel.ERROR });
const app = new App({ receiver, authorize: async () => ({ botToken: "xoxb-bench", botId: "B1", botUserId: "U1" }), logLevel: LogLevel.ERROR });
app.command("/ally", async ({ command, ack }) => {
  const tip = pick(command.user_id);
  const button = (text, value) => ({ type: "button", text: { type: "plain_text", text }, action_id: text, value: value + command.user_id + command.trigger_id.slice(0, 20) });
  await ack({
    response_type: "ephemeral",
    text: tip.title + " " + tip.body,
    blocks: [
      { type: "header", text: { type: "plain_text", text: tip.title } },
      { type: "section", text: { type: "mrkdwn", text: tip.body, verbatim: true } },
      { type: "section", text: { type: "mrkdwn", text: "*This week:* " + tip.action, verbatim: true } },
      { type: "context", elements: [{ type: "mrkdwn", text: tip.source, verbatim: true }] },
      { type: "actions", elements: ["Another", "Share here", "Useful", "Not for me", "This is wrong"].map((t) => button(t, tip.id)) },
    ],
  });
});
const server = await app.start({ port: 0, host: "127.0.0.1" });
console.log("listening " + server.address().port);
