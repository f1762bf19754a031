// The page's side of the playground's routes. Every change carries the token that this page was given.

const token = document.querySelector('meta[name="playground-token"]').content;
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "";

export class Refused extends Error {
  constructor(status) {
    super(`the playground answered ${status}`);
    this.status = status;
  }
}

// Another run of the program has another token: this page is of the past.
function startAnew() {
  const last = Number(sessionStorage.getItem("reloaded") || 0);
  if (Date.now() - last < 5000) return;
  sessionStorage.setItem("reloaded", String(Date.now()));
  location.reload();
}

async function ask(path, options) {
  const response = await fetch(path, { ...options, cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(20000) });
  if (response.status === 401) startAnew();
  if (!response.ok) throw new Refused(response.status);
  const text = await response.text();
  return text ? JSON.parse(text) : {};
}

export function post(what, body) {
  const request = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return ask(`/playground/${what}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Playground-Token": token },
    body: JSON.stringify({ request, zone, language: navigator.language, ...body }),
  });
}

export const seenOn = (member, message) => ask(`/playground/seen?${new URLSearchParams({ member, message })}`);

export function state({ member, epoch, round, since }) {
  return ask(`/playground/state?${new URLSearchParams({ member, epoch, round, since })}`);
}
