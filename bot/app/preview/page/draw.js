// A message as its platform will draw it, near enough to judge length, order and emphasis.

import { fromHtml, fromMarkdown, fromRocketChat, fromSlack, link, make } from "./markup.js";

const button = (label, address, style) =>
  make("span", { class: `press ${style ?? ""}` }, address ? link(address, label) : label);
const row = (buttons) => (buttons.length > 0 ? make("div", { class: "presses" }, ...buttons) : null);
const title = (text) => make("p", { class: "card-title" }, text);

function slack(message) {
  const one = (block) => {
    if (block.type === "header") return title(block.text.text);
    if (block.type === "section") return fromSlack(block.text.text);
    if (block.type === "context") return make("small", {}, ...block.elements.map((part) => fromSlack(part.text)));
    if (block.type === "divider") return make("hr");
    if (block.type === "actions") return row(block.elements.map((part) => button(part.text.text, part.url, part.style)));
    return unknown(block.type);
  };
  return { nodes: message.blocks.map(one), spoken: message.text };
}

function mattermost(message) {
  const nodes = [fromMarkdown(message.message)];
  for (const part of message.props.attachments) {
    const buttons = (part.actions ?? []).map((one) => button(one.name, null, one.style));
    nodes.push(make("div", { class: "attachment" }, fromMarkdown(part.text ?? ""), row(buttons)));
  }
  return { nodes, spoken: message.props.attachments[0]?.fallback };
}

function discord(message) {
  const nodes = [fromMarkdown(message.content ?? "")];
  for (const embed of message.embeds ?? [])
    nodes.push(make("div", { class: "attachment" }, embed.title ? title(embed.title) : null, fromMarkdown(embed.description ?? "")));
  for (const line of message.components ?? [])
    nodes.push(row(line.components.map((one) => button(one.label, one.url, { 1: "primary", 4: "danger" }[one.style]))));
  return { nodes, spoken: null };
}

function teams(message) {
  const run = (part) => {
    let node = part.selectAction ? link(part.selectAction.url, part.text) : make("span", {}, part.text);
    if (part.weight === "Bolder") node = make("strong", {}, node);
    if (part.italic) node = make("em", {}, node);
    return part.isSubtle ? make("small", {}, node) : node;
  };
  const one = (element) => {
    if (element.type === "TextBlock") return element.style === "heading" ? title(element.text) : make("p", {}, element.text);
    if (element.type === "RichTextBlock") return make("p", {}, ...element.inlines.map(run));
    if (element.type === "Container") return make("div", { class: "attachment" }, ...element.items.map(one));
    if (element.type === "ActionSet") return row(element.actions.map((act) => button(act.title, act.url, act.style)));
    return unknown(element.type);
  };
  return { nodes: message.attachments.flatMap((part) => part.content.body.map(one)), spoken: message.summary };
}

function googleChat(message) {
  const one = (widget) => {
    if (widget.textParagraph) return fromHtml(widget.textParagraph.text);
    if (widget.divider) return make("hr");
    if (widget.buttonList) return row(widget.buttonList.buttons.map((act) => button(act.text, act.onClick?.openLink?.url)));
    return unknown(Object.keys(widget)[0]);
  };
  const nodes = message.cardsV2.flatMap(({ card }) => [
    card.header ? title(card.header.title) : null,
    ...card.sections.flatMap((section) => section.widgets.map(one)),
  ]);
  return { nodes, spoken: message.fallbackText };
}

const matrix = (message) => ({ nodes: [fromHtml(message.formatted_body ?? message.body)], spoken: message.body });

// Two lines say where it goes.
const afterTwoLines = (read) => (message) => ({ nodes: [read(message.split("\n").slice(2).join("\n"))], spoken: null });
const zulip = afterTwoLines(fromMarkdown);
const rocketChat = afterTwoLines(fromRocketChat);

const unknown = (what) => make("p", { class: "unknown" }, `(${what}: this page cannot draw it)`);

const drawers = { slack, mattermost, discord, teams, googlechat: googleChat, matrix, zulip, rocketchat: rocketChat };
export const names = {
  slack: "Slack", mattermost: "Mattermost", discord: "Discord", teams: "Microsoft Teams", googlechat: "Google Chat", matrix: "Matrix", zulip: "Zulip", rocketchat: "Rocket.Chat",
};

// The nodes of a message, and what is said where it cannot be drawn. Without a drawer its text is shown.
export function draw(platform, card) {
  const drawer = drawers[platform];
  if (!drawer || !card.message) return { nodes: card.text.split("\n").map((line) => make("p", {}, line)), spoken: card.text };
  return drawer(card.message);
}
