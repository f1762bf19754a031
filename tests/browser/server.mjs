// Starts the program (`allybot serve --playground`) in a folder of its own on ports that the system chooses, and ends it by its own id.

import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import http from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const checkout = fileURLToPath(new URL("../../", import.meta.url));
const program = path.resolve(process.env.ALLYBOT || path.join(checkout, "build/dev/allybot"));
const patience = 60000; // a machine that builds at the same time is slow

// `content` may be a copy that the bot is to write into.
export async function startServer({ words = ["serve", "--playground"], content = path.join(checkout, "content") } = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), "allybot-browser-"));
  const child = spawn(program, words, {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      PORT: "0",
      ALLYBOT_OPS_ADDR: "127.0.0.1:0",
      ALLYBOT_CONTENT: content,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let err = "";
  child.stderr.on("data", (bytes) => {
    err = (err + bytes).slice(-20000);
  });
  const ended = new Promise((resolve) => child.once("exit", (status, signal) => resolve(status ?? signal)));
  const stop = async () => {
    child.kill("SIGTERM");
    const hard = setTimeout(() => child.kill("SIGKILL"), patience);
    const status = await ended;
    clearTimeout(hard);
    await rm(folder, { recursive: true, force: true });
    return status;
  };
  let late;
  const address = await new Promise((resolve, reject) => {
    late = setTimeout(() => reject(new Error(`no address within ${patience} ms:\n${out}${err}`)), patience);
    child.once("error", reject);
    ended.then((status) => reject(new Error(`it ended with ${status}:\n${out}${err}`)));
    child.stdout.on("data", (bytes) => {
      out += bytes;
      const found = out.match(/(?:Playground|Preview): (http:\/\/127\.0\.0\.1:\d+)\//);
      if (found) resolve(found[1]);
    });
  })
    .catch(async (error) => {
      if (child.pid !== undefined) await stop();
      throw error;
    })
    .finally(() => clearTimeout(late));
  return { address, folder, log: () => err, stop };
}

// One request with exactly these headers, as no browser would send it.
export function request(address, { method = "GET", path: target = "/", headers = {}, body = "" }) {
  return new Promise((resolve, reject) => {
    const sent = http.request(new URL(target, address), { method, headers, timeout: patience, agent: false }, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (part) => {
        text += part;
      });
      answer.on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, text }));
    });
    sent.on("timeout", () => sent.destroy(new Error("no answer")));
    sent.on("error", reject);
    sent.end(body);
  });
}
