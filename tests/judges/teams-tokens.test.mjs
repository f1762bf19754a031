// Tokens, good and changed, to the Teams adapter and to Microsoft's botframework-connector: each verdict is the same, or the
// difference stands in the table below with its reason.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { constants, createHmac, generateKeyPairSync, sign } from "node:crypto";
import fs from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";

const { ChannelValidation, SimpleCredentialProvider } = createRequire(import.meta.url)("botframework-connector");
const program = new URL("../../build/dev/tests/differential_teams_tokens", import.meta.url).pathname;

const now = 1700000100;
const service = "https://smba.trafficmanager.net/amer/";
const client = "99999999-8888-7777-6666-555555555555";
const tenant = "aaaa0000-0000-0000-0000-000000000001";
const body = JSON.stringify({
  type: "message", id: "1", channelId: "msteams", serviceUrl: service, text: "tip", from: { id: "29:fakeAlice" },
  conversation: { id: "a:1", conversationType: "personal", tenantId: tenant }, channelData: { tenant: { id: tenant } },
});

const pairs = { good: generateKeyPairSync("rsa", { modulusLength: 2048 }), other: generateKeyPairSync("rsa", { modulusLength: 2048 }), stranger: generateKeyPairSync("rsa", { modulusLength: 2048 }) };
const jwk = (kid, pair, endorsements) => ({ ...pairs[pair].publicKey.export({ format: "jwk" }), kid, use: "sig", ...(endorsements ? { endorsements } : {}) });
const keys = { keys: [jwk("good", "good", ["msteams"]), jwk("other", "other", ["msteams"]), jwk("free", "good"), jwk("none", "good", []), jwk("webchat", "good", ["webchat", "skype"]), jwk("both", "good", ["webchat", "msteams"])] };

const claims = { serviceurl: service, nbf: now - 60, exp: now + 3540, iss: "https://api.botframework.com", aud: client };
const header = { alg: "RS256", kid: "good", typ: "JWT" };
const part = (value) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
const signers = {
  RS256: (text, key) => sign("sha256", Buffer.from(text), key),
  RS384: (text, key) => sign("sha384", Buffer.from(text), key),
  RS512: (text, key) => sign("sha512", Buffer.from(text), key),
  PS256: (text, key) => sign("sha256", Buffer.from(text), { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }),
  HS256: (text) => createHmac("sha256", pairs.good.publicKey.export({ type: "spki", format: "pem" })).update(text).digest(),
  none: () => Buffer.alloc(0),
};
function token({ head = {}, claim = {}, pair = "good", signer = "RS256", drop = [] } = {}) {
  const inside = { ...claims, ...claim };
  for (const name of drop) delete inside[name];
  const text = `${part({ ...header, ...head })}.${part(inside)}`;
  return `${text}.${signers[signer](text, pairs[pair].privateKey).toString("base64url")}`;
}
const good = token();
const rows = [];
const add = (name, authorization, differs) => rows.push({ name, authorization, differs });
const bearer = (name, text, differs) => add(name, `Bearer ${text}`, differs);

// Where the verdicts differ, and why: [what Microsoft's library says, what we say, reason].
const stricter = (reason) => ({ vendor: true, ours: false, reason });
const laxer = (reason) => ({ vendor: false, ours: true, reason });
const oneAlgorithm = stricter("Microsoft's newer SDK takes RS256 alone, and so do we: there is no algorithm to choose");
const bothEnds = stricter("a token without both ends of its time would never end");
const oneForm = stricter("one token has one text: what decodes and encodes again to something else is refused");
const spelling = laxer("Microsoft's newer SDK compares addresses so, and their case and last slash differ in the wild");
const audience = laxer("Microsoft's newer SDK takes these spellings of the app's id");

bearer("a good token", good);
for (const kid of ["free", "none", "both"]) bearer(`signed by the key ${kid}`, token({ head: { kid } }));
bearer("a key that may sign for other channels", token({ head: { kid: "webchat" } }));
bearer("another key of the document", token({ head: { kid: "other" }, pair: "other" }));
bearer("the id of one key, the signature of another", token({ head: { kid: "other" } }));
bearer("a stranger's key under a known id", token({ pair: "stranger" }));
bearer("an unknown key", token({ head: { kid: "nobody" } }));
bearer("no key's id", token({ head: { kid: undefined } }));
bearer("an id that is no text", token({ head: { kid: 7 } }));

for (const [name, value] of [["of the US government", "https://api.botframework.us"], ["with a slash", "https://api.botframework.com/"], ["in capitals", "HTTPS://api.botframework.com"], ["by http", "http://api.botframework.com"], ["of Entra", `https://sts.windows.net/${tenant}/`], ["empty", ""], ["a number", 7], ["a list", ["https://api.botframework.com"]], ["null", null]])
  bearer(`issuer ${name}`, token({ claim: { iss: value } }));
for (const [name, value, differs] of [["another app", "00000000-8888-7777-6666-555555555555"], ["empty", ""], ["a list with ours", [client]], ["a list with ours and another", [client, "x"]], ["a number", 7], ["null", null], ["ours and a space", `${client} `], ["api:// before it", `api://${client}`, audience], ["api://botid- before it", `api://botid-${client}`, audience], ["28: before it", `28:${client}`]])
  bearer(`audience ${name}`, token({ claim: { aud: value } }), differs);
for (const [name, value, differs] of [["of another region", "https://smba.trafficmanager.net/emea/"], ["without its slash", service.slice(0, -1), spelling], ["in capitals", service.toUpperCase(), spelling], ["with two slashes", `${service}/`], ["empty", ""], ["null", null], ["a list", [service]], ["with a space", `${service} `]])
  bearer(`service address ${name}`, token({ claim: { serviceurl: value } }), differs);
bearer("service address under another name", token({ claim: { serviceUrl: service }, drop: ["serviceurl"] }));
for (const name of ["iss", "aud", "serviceurl"]) bearer(`without ${name}`, token({ drop: [name] }));
for (const name of ["nbf", "exp"]) bearer(`without ${name}`, token({ drop: [name] }), bothEnds);
for (const seconds of [-3600, -301, -300, -299, -1, 0, 1]) bearer(`ended at ${seconds}`, token({ claim: { exp: now + seconds } }));
for (const seconds of [-1, 0, 1, 299, 300, 301, 3600]) bearer(`begins at ${seconds}`, token({ claim: { nbf: now + seconds } }));
for (const name of ["nbf", "exp"])
  for (const [what, value] of [["a text", String(claims[name])], ["null", null], ["a list", [claims[name]]], ["true", true]]) bearer(`${name} is ${what}`, token({ claim: { [name]: value } }));
bearer("ends at a fraction", token({ claim: { exp: now + 0.5 } }));
bearer("begins at a fraction", token({ claim: { nbf: now - 0.5 } }));
bearer("began before 1970", token({ claim: { nbf: -1 } }), stricter("no key of Microsoft's is as old, and a date is no negative number"));
bearer("ends in the year 36812", token({ claim: { exp: 1099511627775 } }));
bearer("ends beyond any year", token({ claim: { exp: 1e300 } }), stricter("a number that is no date"));

for (const alg of ["RS384", "RS512"]) bearer(`signed with ${alg}`, token({ head: { alg }, signer: alg }), oneAlgorithm);
for (const alg of ["PS256", "HS256", "none"]) bearer(`signed with ${alg}`, token({ head: { alg }, signer: alg }));
for (const alg of ["RS384", "RS512", "PS256", "ES256", "HS256", "none", "NONE", "rs256", "", null, 7]) bearer(`RS256 that calls itself ${alg}`, token({ head: { alg } }));
bearer("RS384 that calls itself RS256", token({ signer: "RS384" }));
bearer("PSS that calls itself RS256", token({ signer: "PS256" }));
bearer("without a typ", token({ head: { typ: undefined } }));
bearer("of another typ", token({ head: { typ: "at+jwt" } }));
bearer("with something critical", token({ head: { crit: ["x"], x: 1 } }), stricter("RFC 7515 4.1.11: what is critical and not understood is refused"));
bearer("with keys of its own", token({ head: { jwk: jwk("good", "stranger") }, pair: "stranger" }));
bearer("with the address of keys of its own", token({ head: { jku: "https://evil.example/keys" }, pair: "stranger" }));
bearer("more claims than we know", token({ claim: { extra: { deep: [1, 2, 3] }, sub: "x" } }));

const parts = good.split(".");
for (const [name, text] of [["nothing", ""], ["one part", parts[0]], ["two parts", parts.slice(0, 2).join(".")], ["no signature", `${parts[0]}.${parts[1]}.`], ["no claims", `${parts[0]}..${parts[2]}`], ["no header", `.${parts[1]}.${parts[2]}`], ["four parts", `${good}.x`], ["points alone", ".."], ["a point before", `.${good}`], ["claims that are no JSON", `${parts[0]}.${part("{")}.${parts[2]}`], ["claims that are a list", `${parts[0]}.${part([])}.${parts[2]}`], ["a header that is a text", `${part('"x"')}.${parts[1]}.${parts[2]}`], ["other claims", `${parts[0]}.${part({ ...claims, aud: "x" })}.${parts[2]}`], ["another header", `${part({ ...header, x: 1 })}.${parts[1]}.${parts[2]}`], ["half a signature", good.slice(0, -100)], ["a signature and more", `${good}AAAA`], ["an encrypted token's five parts", `${good}.x.y`]]) bearer(`${name}`, text);
bearer("padding", `${good}==`);
bearer("the other alphabet", `${parts[0]}.${parts[1]}.${Buffer.from(parts[2], "base64url").toString("base64").replace(/=+$/, "")}`);
const last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
bearer("unused bits of the last character", good.slice(0, -1) + last[last.indexOf(good.at(-1)) ^ 1], oneForm);

for (let at = 0; at < 48; ++at) {  // a changed character at places spread over the whole token
  const where = Math.floor((at * (good.length - 2)) / 48);
  if (good[where] === ".") continue;
  bearer(`another character at ${where}`, good.slice(0, where) + (good[where] === "A" ? "B" : "A") + good.slice(where + 1));
}
for (let at = 0; at < 16; ++at) {  // a lost one
  const where = Math.floor((at * (good.length - 1)) / 16);
  bearer(`without the character at ${where}`, good.slice(0, where) + good.slice(where + 1));
}
for (let bit = 0; bit < 16; ++bit) {  // one bit of the signature
  const bytes = Buffer.from(parts[2], "base64url");
  bytes[bit * 15] ^= 1 << (bit % 8);
  bearer(`another bit in byte ${bit * 15} of the signature`, `${parts[0]}.${parts[1]}.${bytes.toString("base64url")}`);
}

const scheme = laxer("RFC 9110 11.1: the scheme has no case");
for (const [name, value, differs] of [["no scheme", good], ["Basic", `Basic ${good}`], ["HMAC", `HMAC ${good}`], ["in small letters", `bearer ${good}`, scheme], ["in capitals", `BEARER ${good}`, scheme], ["two spaces", `Bearer  ${good}`], ["two tokens", `Bearer ${good} ${good}`], ["a comma", `Bearer ${good},`], ["a tab", `Bearer\t${good}`], ["nothing after it", "Bearer "], ["the scheme alone", "Bearer"], ["empty", ""]])
  add(`authorization ${name}`, value, differs);

let server;
const quiet = console.error;
before(async () => {
  server = http.createServer((request, answer) => answer.setHeader("Content-Type", "application/json").end(JSON.stringify(request.url === "/keys" ? keys : { issuer: claims.iss, jwks_uri: `http://127.0.0.1:${server.address().port}/keys` })));
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  ChannelValidation.OpenIdMetadataEndpoint = `http://127.0.0.1:${server.address().port}/openid`;
  ChannelValidation.ToBotFromChannelTokenValidationParameters.clockTimestamp = now;
  console.error = () => {};  // the library prints each refusal
});
after(() => { console.error = quiet; server.closeAllConnections(); server.close(); });

const ofVendor = (authorization) =>
  ChannelValidation.authenticateChannelTokenWithServiceUrl(authorization, new SimpleCredentialProvider(client, "x"), service, "msteams").then(() => true, () => false);

test("Microsoft's library and we come to the same verdict on every token, but for the differences of the table", async () => {
  assert.ok(fs.existsSync(program), "build first: cmake --build build/dev");
  const input = [{ now, keys }, ...rows.map(({ authorization }) => ({ authorization, body }))].map((line) => JSON.stringify(line)).join("\n");
  const ours = execFileSync(program, { input: `${input}\n`, encoding: "utf8" }).trimEnd().split("\n");
  assert.equal(ours.length, rows.length);
  assert.ok(rows.length >= 200, `${rows.length} tokens`);
  const wrong = [];
  const table = new Map();
  let accepted = 0;
  for (const [at, { name, authorization, differs }] of rows.entries()) {
    const vendor = await ofVendor(authorization);
    const mine = ours[at] === "accepted";
    accepted += mine ? 1 : 0;
    const wanted = differs ?? { vendor: mine, ours: mine };
    if (vendor !== wanted.vendor || mine !== wanted.ours || (differs && vendor === mine)) wrong.push(`${name}: Microsoft's library ${vendor ? "accepts" : "refuses"}, we: ${ours[at].replace("\t", ", ")}`);
    if (differs) table.set(differs.reason, [...(table.get(differs.reason) ?? []), `${name} (${differs.ours ? "we accept" : "we refuse"})`]);
  }
  assert.deepEqual(wrong, []);
  assert.ok(accepted >= 10, "some are good");
  for (const [reason, which] of table) console.log(`  ${which.join("; ")}: ${reason}`);
  console.log(`  ${rows.length} tokens, ${accepted} accepted, ${[...table.values()].flat().length} verdicts differ for these reasons`);
});
