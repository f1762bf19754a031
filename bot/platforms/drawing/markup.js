// Text of a platform's markup as nodes. Never through innerHTML of the page: what is not known here is shown as text.

export function make(tag, attributes = {}, ...inside) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...inside.filter((one) => one !== null && one !== undefined));
  return node;
}

export function link(address, ...inside) {
  if (!/^(https|mailto):/.test(address)) return make("span", {}, ...inside);
  return make("a", { href: address, rel: "noreferrer noopener", target: "_blank" }, ...inside);
}

// Google Chat and Matrix: the few elements they allow, read without running anything.
const known = new Set(["B", "STRONG", "I", "EM", "CODE", "BR", "P", "UL", "OL", "LI", "BLOCKQUOTE", "H4", "HR"]);
export function fromHtml(text) {
  const copy = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return document.createTextNode(node.data);
    const inside = [...node.childNodes].map(copy);
    if (node.nodeName === "A") return link(node.getAttribute("href") ?? "", ...inside);
    if (node.nodeName === "FONT") return make("small", {}, ...inside);
    if (node.nodeName === "H4") return make("p", { class: "card-title" }, ...inside);
    return known.has(node.nodeName) ? make(node.nodeName, {}, ...inside) : make("span", {}, ...inside);
  };
  const read = new DOMParser().parseFromString(text, "text/html");
  return make("div", {}, ...[...read.body.childNodes].map(copy));
}

const plain = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

// The first of the patterns that fits next, and so on to the end of the line.
function runs(text, rules, literal) {
  const made = [];
  let waiting = "";
  const flush = () => {
    if (waiting) made.push(literal(waiting));
    waiting = "";
  };
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at);
    let found = null;
    for (const [pattern, draw] of rules) {
      const match = rest.match(pattern);
      if (!match) continue;
      found = match[0].length;
      const node = draw(match);
      if (typeof node === "string") waiting += node;
      else {
        flush();
        made.push(node);
      }
      break;
    }
    if (found === null) waiting += text[at];
    at += found ?? 1;
  }
  flush();
  return made;
}

const slackRules = [
  [/^<([^|>]+)\|([^>]*)>/, (m) => link(plain(m[1]), plain(m[2]))],
  [/^<((?:https|mailto):[^>]+)>/, (m) => link(plain(m[1]), plain(m[1]))],
  [/^`([^`]+)`/, (m) => make("code", {}, plain(m[1]))],
  [/^\*([^*]+)\*/, (m) => make("strong", {}, ...slackRuns(m[1]))],
  [/^_([^_]+)_/, (m) => make("em", {}, ...slackRuns(m[1]))],
];
const slackRuns = (text) => runs(text, slackRules, plain);

const markdownRules = [
  [/^\\([^A-Za-z0-9\s])/, (m) => m[1]],
  [/^`([^`]+)`/, (m) => make("code", {}, m[1])],
  [/^\[((?:\\.|[^\]\\])*)\]\(<?([^)>\s]+)>?\)/, (m) => link(m[2], ...markdownRuns(m[1]))],
  [/^\*\*((?:\\.|[^\\])+?)\*\*/, (m) => make("strong", {}, ...markdownRuns(m[1]))],
  [/^\*((?:\\.|[^*\\])+)\*/, (m) => make("em", {}, ...markdownRuns(m[1]))],
  [/^_((?:\\.|[^_\\])+)_/, (m) => make("em", {}, ...markdownRuns(m[1]))],
];
const markdownRuns = (text) => runs(text, markdownRules, (one) => one);

// Rocket.Chat: one star is bold, and nothing escapes a mark.
const rocketChatRules = [
  [/^`([^`]+)`/, (m) => make("code", {}, m[1])],
  [/^\[([^\]]*)\]\(([^)\s]+)\)/, (m) => link(m[2], m[1])],
  [/^\*([^*]+)\*/, (m) => make("strong", {}, ...rocketChatRuns(m[1]))],
  [/^_([^_]+)_/, (m) => make("em", {}, ...rocketChatRuns(m[1]))],
];
const rocketChatRuns = (text) => runs(text, rocketChatRules, (one) => one);

const lines = (text, draw) => make("div", { class: "lines" }, ...text.split("\n").map(draw));

export const fromSlack = (text) =>
  lines(text, (line) =>
    line.startsWith("> ") ? make("blockquote", {}, ...slackRuns(line.slice(2))) : make("p", {}, ...slackRuns(line)));

export const fromMarkdown = (text, runsOf = markdownRuns) =>
  lines(text, (line) => {
    const mark = line.match(/^(#{1,6} |-# |> |---$|[-*] )?(.*)$/);
    const inside = runsOf(mark[2]);
    if (mark[1] === "---") return make("hr");
    if (mark[1] === "-# ") return make("p", {}, make("small", {}, ...inside));
    if (mark[1] === "> ") return make("blockquote", {}, ...inside);
    if (mark[1]?.startsWith("#")) return make("p", { class: "card-title" }, ...inside);
    return make("p", {}, mark[1] ? "\u2022 " : "", ...inside);
  });
export const fromRocketChat = (text) => fromMarkdown(text, rocketChatRuns);
