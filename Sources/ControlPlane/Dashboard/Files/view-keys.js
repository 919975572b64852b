// Virtual keys: made, shown once, revoked.

import { read, send } from "./api.js";
import { el } from "./dom.js";
import { ask, check, field } from "./dialog.js";
import { table } from "./table.js";
import { count, time } from "./format.js";

const list = (text) => text.split(",").map((part) => part.trim()).filter(Boolean);

function limits(key) {
  const parts = [
    key.requests_per_minute && `${count(key.requests_per_minute)} requests/min`,
    key.tokens_per_minute && `${count(key.tokens_per_minute)} tokens/min`,
    key.max_concurrent && `${count(key.max_concurrent)} at once`,
  ];
  return parts.filter(Boolean).join(", ") || "none";
}

function wanted(form) {
  const text = (name) => form.get(name).trim() || undefined;
  const number = (name) => (text(name) === undefined ? undefined : Number(text(name)));
  const names = (name) => (text(name) === undefined ? undefined : list(text(name)));
  return {
    owner: text("owner"), component: text("component"), models: names("models"), providers: names("providers"),
    requests_per_minute: number("requests_per_minute"), tokens_per_minute: number("tokens_per_minute"),
    max_concurrent: number("max_concurrent"), expires_at: text("expires_at"), trusted: form.has("trusted"),
  };
}

const makeKey = () =>
  ask({
    title: "New key",
    button: "Make the key",
    fields: [
      field("Owner", { name: "owner", required: true, maxlength: 256 }, "The user whose spend it is."),
      field("Component", { name: "component", maxlength: 256 }, "Where a call does not name one."),
      field("Models", { name: "models" }, "Names with commas between, a * at the end for any rest; empty: all."),
      field("Providers", { name: "providers" }, "Names with commas between; empty: all."),
      el("div", { class: "row" },
        field("Requests a minute", { name: "requests_per_minute", type: "number", min: 1, step: 1 }),
        field("Tokens a minute", { name: "tokens_per_minute", type: "number", min: 1, step: 1 }),
        field("At once", { name: "max_concurrent", type: "number", min: 1, step: 1 })),
      field("Expires", { name: "expires_at", placeholder: "2027-01-01T00:00:00Z" }, "UTC; empty: never."),
      check("Trusted", "trusted", false, "Its caller may name any user."),
    ],
    act: (form) => send("POST", "keys", wanted(form)),
  });

const showKey = (made) =>
  ask({
    title: "The new key",
    text: "It is shown this once; the gateway keeps only a digest of it.",
    button: "Done",
    fields: [field("Key", { name: "key", value: made.key, readonly: true, class: "mono", onfocus: (event) => event.target.select() })],
    act: async () => true,
  });

/** The view. */
export async function keys(view) {
  const { content, signal } = view;
  const { keys: rows } = await read("keys", {}, signal);

  const revoke = async (key) => {
    const done = await ask({
      title: `Revoke ${key.hint}?`,
      text: `Calls with this key of ${key.owner} are refused at once. This cannot be undone.`,
      button: "Revoke the key",
      danger: true,
      act: async () => {
        await send("DELETE", `keys/${encodeURIComponent(key.id)}`);
        return true;
      },
    });
    if (done) await keys(view);
  };
  const shown = table({
    caption: "Keys in force",
    file: "tollgate-keys",
    sort: "owner",
    rows,
    empty: "No keys yet. A key gives somebody access without the provider's own.",
    columns: [
      { name: "hint", title: "Key", value: (key) => key.hint, show: (key) => el("code", { title: key.id }, key.hint) },
      { name: "owner", title: "Owner", value: (key) => key.owner },
      { name: "component", title: "Component", value: (key) => key.component },
      { name: "models", title: "Models", value: (key) => key.models?.join(", ") ?? "all" },
      { name: "providers", title: "Providers", value: (key) => key.providers?.join(", ") ?? "all" },
      { name: "limits", title: "Limits", value: limits },
      { name: "trusted", title: "Trusted", value: (key) => (key.trusted ? "yes" : "no") },
      { name: "expires_at", title: "Expires", value: (key) => key.expires_at, show: (key) => (key.expires_at ? time(key.expires_at) : "never") },
      { name: "created_at", title: "Made", value: (key) => key.created_at, show: (key) => time(key.created_at) },
      {
        name: "actions", title: "Actions",
        show: (key) => el("button", { type: "button", class: "quiet danger", "aria-label": `Revoke the key ${key.hint} of ${key.owner}`, onclick: () => revoke(key) }, "Revoke"),
      },
    ],
  });
  const make = async () => {
    const made = await makeKey();
    if (!made) return;
    await showKey(made);
    await keys(view);
  };
  content.replaceChildren(
    el("div", { class: "head" }, el("h1", {}, "Keys"), el("button", { type: "button", class: "primary", onclick: make }, "New key")),
    shown,
  );
}
