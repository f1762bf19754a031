// Discord's types over what the adapter sends and what the tests send it, and the verdicts of Discord's own helper on signatures.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createPrivateKey, createPublicKey, sign } from "node:crypto";
import fs from "node:fs";
import { test } from "node:test";
import { verifyKey } from "discord-interactions";
import { complaints } from "./typed.mjs";

const file = (path) => new URL(`../${path}`, import.meta.url);
const golden = (name) => JSON.parse(fs.readFileSync(file(`golden/discord/${name}.json`)));

const types = `import type * as Discord from "discord-api-types/v10";
type Message = Discord.APIInteractionResponseChannelMessageWithSource;
type Update = Discord.APIInteractionResponseUpdateMessage;
type Modal = Discord.APIModalInteractionResponse;
type Completions = Discord.APIApplicationCommandAutocompleteResponse;
type Post = Discord.RESTPostAPIChannelMessageJSONBody;
type Late = Discord.RESTPatchAPIInteractionOriginalResponseJSONBody;
type Commands = Discord.RESTPutAPIApplicationCommandsJSONBody;`;

for (const [name, type] of [
  ["tip", "Message"], ["help", "Message"], ["list", "Message"], ["myth-question", "Message"], ["myth-answer", "Message"], ["long", "Message"],
  ["update", "Update"], ["form", "Modal"], ["completions", "Completions"], ["post", "Post"], ["direct", "Post"], ["late", "Late"], ["manifest", "Commands"],
])
  test(`Discord's types take ${name}`, () => assert.deepEqual(complaints(types, type, golden(name)), []));

test("Discord's types take the nonce that the sender adds", () =>
  assert.deepEqual(complaints(types, "Post", { ...golden("post"), nonce: "0123456789012345678901", enforce_nonce: true }), []));

test("Discord's types refuse a misspelt field, a style that there is not, and a modal in a message, so this judge can say no", () => {
  const misspelt = golden("tip");
  misspelt.data.contents = "misspelt";
  assert.notEqual(complaints(types, "Message", misspelt).length, 0);
  const style = golden("tip");
  style.data.components[0].components[0].style = 9;
  assert.notEqual(complaints(types, "Message", style).length, 0);
  assert.notEqual(complaints(types, "Message", golden("form")).length, 0);
});

const program = file("../build/dev/allybot").pathname;
for (const [situation, settings] of [["as it is", {}], ["with a command of another name", { ALLYBOT_COMMAND: "fair" }]])
  test(`the commands that the program prints ${situation} fit Discord's types and lengths`, () => {
    const commands = JSON.parse(execFileSync(program, ["manifest", "discord"], { env: { ALLYBOT_PUBLIC_URL: "https://bot.example.org", ...settings }, cwd: file("..") }));
    assert.deepEqual(complaints(types, "Commands", commands), []);
    const isName = (name) => /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u.test(name) && name === name.toLowerCase();
    const of = (field) => (one) => [one[field], ...Object.values(one[`${field}_localizations`] ?? {})];
    const longest = (one) => ["name", "description"].reduce((sum, field) => sum + Math.max(...of(field)(one).map((text) => text.length)), 0) +
      (one.options ?? []).reduce((sum, option) => sum + longest(option), 0);
    const judge = (all) => {
      assert.ok(all.length <= 25);
      for (const locale of ["de", "fr", "es-ES", "es-419"])
        assert.equal(new Set(all.map((one) => one.name_localizations?.[locale] ?? one.name)).size, all.length, `names are unique in ${locale}`);
      for (const one of all) {
        assert.deepEqual(of("name")(one).filter((name) => !isName(name)), []);
        assert.deepEqual(of("description")(one).filter((text) => text.length < 1 || text.length > 100), []);
        judge(one.options ?? []);
      }
    };
    judge(commands);
    assert.ok(longest(commands[0]) <= 8000, `${longest(commands[0])} characters`);
  });

// Recorded requests, as the C++ tests replay them: Discord's helper must come to the same verdict on each of them.
const publicKey = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
const recorded = fs.readdirSync(file("replay/discord")).filter((name) => name.endsWith(".http")).map((name) => {
  const bytes = fs.readFileSync(file(`replay/discord/${name}`));
  const end = bytes.indexOf("\r\n\r\n");
  const header = (wanted) => bytes.subarray(0, end).toString().match(new RegExp(`^${wanted}: (.*)$`, "im"))[1].trim();
  return { name, body: bytes.subarray(end + 4), signature: header("X-Signature-Ed25519"), timestamp: header("X-Signature-Timestamp") };
});

test("Discord's helper accepts every recorded request, and none of them changed", async () => {
  assert.ok(recorded.length >= 12);
  for (const { name, body, signature, timestamp } of recorded) {
    assert.equal(await verifyKey(body, signature, timestamp, publicKey), true, name);
    assert.equal(await verifyKey(Buffer.concat([body, Buffer.from(" ")]), signature, timestamp, publicKey), false, name);
    assert.equal(await verifyKey(body, signature, "1700000001", publicKey), false, name);
    assert.equal(await verifyKey(body, signature.replace(/^../, (two) => (two === "00" ? "01" : "00")), timestamp, publicKey), false, name);
  }
});

test("Discord's helper refuses what another key signed", async () => {
  const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), Buffer.from("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "hex")]);
  const other = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  const signature = sign(null, Buffer.from('1700000000{"type":1}'), other).toString("hex");
  const key = createPublicKey(other).export({ format: "der", type: "spki" }).subarray(-32).toString("hex");
  assert.equal(await verifyKey('{"type":1}', signature, "1700000000", key), true);
  assert.equal(await verifyKey('{"type":1}', signature, "1700000000", publicKey), false);
});
