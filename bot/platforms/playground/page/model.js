// What this tab knows: who it is, where it looks, which messages there are and which of them were read.

export const model = {
  member: sessionStorage.getItem("member") || "U1",
  channel: "general",
  epoch: "",
  round: 0,
  since: 0,
  baseline: null, // what was there before this tab opened counts as read
  command: "ally",
  people: [],
  channels: [],
  clock: { ahead: 0, target: null, nextNudge: null },
  messages: new Map(),
  read: new Map(),
};

export const now = () => Date.now() + model.clock.ahead;
export const place = () => model.channels.find((one) => one.id === model.channel);
export const personOf = (id) => model.people.find((person) => person.id === id);
export const titleOf = (channel) => (channel.direct ? channel.name : `#${channel.name}`);
export const messagesHere = () => [...model.messages.values()].filter((one) => one.channel === model.channel);

const readKey = (channel) => `${model.member}/${channel}`;

export function markRead() {
  const last = messagesHere().at(-1);
  if (last) model.read.set(readKey(model.channel), last.id);
}

export function unreadIn(channel) {
  const after = model.read.get(readKey(channel)) ?? model.baseline ?? 0;
  let count = 0;
  for (const one of model.messages.values())
    if (one.channel === channel && one.id > after && one.author !== model.member) count += 1;
  return count;
}

function forgetMessages() {
  model.messages.clear();
  model.since = 0;
}

export function become(member) {
  model.member = member;
  sessionStorage.setItem("member", member);
  if (place()?.direct) model.channel = `D${member}`;
  forgetMessages();
}

// Takes in what the server told. Says what changed: nothing, some messages, or everything.
export function take(news) {
  if (news.member !== model.member) return { all: false, changed: [] };
  const all = news.epoch !== model.epoch || news.round !== model.round || model.since === 0;
  if (news.epoch !== model.epoch || news.round !== model.round) {
    if (model.epoch) model.baseline = 0;
    forgetMessages();
    model.read.clear();
  }
  model.baseline ??= news.sequence;
  Object.assign(model, { epoch: news.epoch, round: news.round, since: news.sequence, command: news.command });
  Object.assign(model, { people: news.members, channels: news.channels });
  model.clock = { ahead: news.clock.now - Date.now(), target: news.clock.target, nextNudge: news.clock.next_nudge };
  if (!place()) model.channel = model.channels[0].id;
  const changed = news.messages.map((one) => {
    const known = model.messages.has(one.id);
    model.messages.set(one.id, one);
    return { message: one, known };
  });
  return { all, changed };
}
