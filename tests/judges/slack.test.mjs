// Slack's own types over what the adapter sends, and the lengths of Slack's manifest schema over the manifest.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { test } from "node:test";
import { complaints } from "./typed.mjs";

const golden = (name) => JSON.parse(fs.readFileSync(new URL(`../golden/slack/${name}.json`, import.meta.url)));

const blocks = `import type { KnownBlock } from "@slack/types";
type Answer = { response_type: "ephemeral" | "in_channel"; text: string; blocks: KnownBlock[]; replace_original?: boolean; delete_original?: boolean };`;
const post = `import type { ChatPostMessageArguments } from "@slack/web-api";`;
const views = `import type { HomeView, ModalView } from "@slack/types";`;
const manifests = `import type { AppsManifestCreateArguments } from "@slack/web-api";
type Manifest = Exclude<AppsManifestCreateArguments["manifest"], string>;`;

for (const name of ["tip", "help", "list", "myth-question", "myth-answer"])
  test(`Slack's types take the answer ${name}`, () => assert.deepEqual(complaints(blocks, "Answer", golden(name)), []));
test("Slack's types take a channel's post", () => assert.deepEqual(complaints(post, "ChatPostMessageArguments", golden("post")), []));
test("Slack's types take the form", () => assert.deepEqual(complaints(views, "ModalView", golden("form").view), []));
test("Slack's types take the Home page", () => assert.deepEqual(complaints(views, "HomeView", golden("home").view), []));

test("Slack's types refuse a card with a wrong block, so this judge can say no", () => {
  const card = golden("tip");
  card.blocks.push({ type: "section", text: { type: "mrkdwn", words: "text is misspelt" } });
  assert.notEqual(complaints(blocks, "Answer", card).length, 0);
});

// Lengths and forms as in manifest.schema.2.0.0.json of github.com/slackapi/manifest-schema, which types cannot say.
const https = (most) => (value) => /^https:\/\//.test(value) && value.length <= most;
const words = (least, most) => (value) => value.length >= least && value.length <= most;
const rules = [
  ["display_information.name", words(1, 35)],
  ["display_information.description", words(1, 140)],
  ["display_information.long_description", words(175, 4000)],
  ["display_information.background_color", (value) => /^#[0-9a-fA-F]{3}([0-9a-fA-F]{3})?$/.test(value)],
  ["features.bot_user.display_name", words(1, 80)],
  ["features.slash_commands.0.command", (value) => value.startsWith("/") && words(2, 32)(value)],
  ["features.slash_commands.0.url", https(3000)],
  ["features.slash_commands.0.description", words(1, 2000)],
  ["features.slash_commands.0.usage_hint", words(1, 1000)],
  ["settings.interactivity.request_url", https(3000)],
  ["settings.event_subscriptions.request_url", https(3000)],
  ["settings.event_subscriptions.bot_events", (value) => words(1, 100)(value) && new Set(value).size === value.length],
  ["oauth_config.scopes.bot", (value) => words(1, 255)(value) && new Set(value).size === value.length],
];
const faults = (manifest) =>
  rules.filter(([where, holds]) => {
    const value = where.split(".").reduce((at, key) => at?.[key], manifest);
    // Over sockets nothing has an address, and then nothing may name one.
    if (manifest.settings.socket_mode_enabled && where.endsWith("url")) return value !== undefined;
    return value === undefined || !holds(value);
  }).map(([where]) => where);

const program = new URL("../../build/dev/allybot", import.meta.url).pathname;
const printed = (settings) =>
  JSON.parse(execFileSync(program, ["manifest", "slack"], { env: { ALLYBOT_PUBLIC_URL: "https://bot.example.org", ...settings }, cwd: new URL("../..", import.meta.url) }));

for (const [situation, settings] of [
  ["as it is", {}],
  ["with delivery look-up", { SLACK_VERIFY_DELIVERY: "history" }],
  ["for Socket Mode", { SLACK_APP_TOKEN: "xapp-FAKE" }],
  ["with a command of another name", { ALLYBOT_COMMAND: "fair" }],
])
  test(`the manifest that the program prints ${situation} fits Slack's types and lengths`, () => {
    const manifest = printed(settings);
    assert.deepEqual(complaints(manifests, "Manifest", manifest), []);
    assert.deepEqual(faults(manifest), []);
  });

test("a manifest with a scope that Slack does not know, or too short a text, is refused", () => {
  const manifest = golden("manifest");
  manifest.oauth_config.scopes.bot.push("chat:shout");
  assert.notEqual(complaints(manifests, "Manifest", manifest).length, 0);
  assert.deepEqual(faults({ ...manifest, display_information: { ...manifest.display_information, long_description: "short" } }), ["display_information.long_description"]);
});
