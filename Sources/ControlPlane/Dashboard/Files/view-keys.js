// Virtual keys: made, shown once, changed, revoked.

import { read, send } from "./api.js";
import { el } from "./dom.js";
import { ask, check, field } from "./dialog.js";
import { table } from "./table.js";
import { count, time } from "./format.js";

// As a form shows a list; null and an empty one look the same, but all is not nothing.
const shown = (key, name) => key?.[name]?.join(", ") ?? "";

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

function terms(key) {
  const number = (label, name) => field(label, { name, type: "number", min: 1, step: 1, value: key?.[name] ?? "" });
  const text = (label, name, hint, attributes) => field(label, { name, value: key?.[name] ?? "", ...attributes }, hint);
  const names = (label, name, hint) => field(label, { name, value: shown(key, name) }, hint);
  return [
    text("Owner", "owner", "The user whose spend it is.", { required: true, maxlength: 256 }),
    text("Component", "component", "Where a call does not name one.", { maxlength: 256 }),
    names("Models", "models", "Names with commas between, a * at the end for any rest; empty: all."),
    names("Providers", "providers", "Names with commas between; empty: all."),
    el("div", { class: "row" },
      number("Requests a minute", "requests_per_minute"),
      number("Tokens a minute", "tokens_per_minute"),
      number("At once", "max_concurrent")),
    text("Expires", "expires_at", "UTC; empty: never.", { placeholder: "2027-01-01T00:00:00Z" }),
    check("Trusted", "trusted", key?.trusted ?? false, "Its caller may name any user."),
  ];
}

const makeKey = () =>
  ask({ title: "New key", button: "Make the key", fields: terms(), act: (form) => send("POST", "keys", wanted(form)) });

// All of it is sent, so that tags stay, which the form does not have, and lists that were left as they were shown.
const changed = (key, form) => {
  const lists = ["models", "providers"].filter((name) => form.get(name) === shown(key, name));
  return { ...wanted(form), ...Object.fromEntries(lists.map((name) => [name, key[name]])), tags: key.tags };
};

const changeKey = (key) =>
  ask({
    title: `Change ${key.hint} of ${key.owner}`,
    text: "From the next call on; the key's text stays.",
    button: "Change the key",
    fields: terms(key),
    act: (form) => send("PUT", `keys/${encodeURIComponent(key.id)}`, changed(key, form)),
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
  const change = async (key) => {
    if (await changeKey(key)) await keys(view);
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
        show: (key) => [
          el("button", { type: "button", class: "quiet", "aria-label": `Change the key ${key.hint} of ${key.owner}`, onclick: () => change(key) }, "Change"),
          el("button", { type: "button", class: "quiet danger", "aria-label": `Revoke the key ${key.hint} of ${key.owner}`, onclick: () => revoke(key) }, "Revoke"),
        ],
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
