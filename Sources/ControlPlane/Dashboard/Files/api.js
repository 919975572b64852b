// The admin API; what it answers is shown, nothing else.

import { parse } from "./exact.js";

const ADMIN = "/api/v1/admin/";

/** What the API refused, or why it was not reached. */
export class Failure extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

async function ask(path, options = {}) {
  let answer;
  try {
    answer = await fetch(path, {
      ...options,
      headers: { "X-Tollgate-Dashboard": "1", ...options.headers },
      credentials: "same-origin",
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Failure(0, "unreachable", "The gateway does not answer; is it running?");
  }
  const text = await answer.text();
  if (answer.ok) return text ? parse(text) : null;
  let failure = new Failure(answer.status, "error", `The gateway answered ${answer.status}.`);
  try {
    const { code, message } = JSON.parse(text).error;
    failure = new Failure(answer.status, code, message);
  } catch {
    // Not from the gateway itself, such as a proxy's page: its status says enough.
  }
  if (answer.status === 401 && path.startsWith(ADMIN)) document.dispatchEvent(new Event("tollgate:login"));
  throw failure;
}

/** Reads a path below the admin API; parameters without a value are left out. */
export function read(path, parameters = {}, signal = undefined) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value));
  return ask(`${ADMIN}${path}${query.size ? `?${query}` : ""}`, { signal });
}

/** Changes something below the admin API. */
export function send(method, path, body) {
  const json = body && { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  return ask(ADMIN + path, { method, ...json });
}

/** Whether a token is wanted, and whether this browser has logged in. */
export const session = () => ask("/api/v1/session");

/** Logs in with the admin token. */
export const login = (token) =>
  ask("/api/v1/session", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ token }),
  });

/** Ends the session. */
export const logout = () => ask("/api/v1/session", { method: "DELETE" });

/** The stream of alerts. */
export const events = () => new EventSource(`${ADMIN}events`);
