// The shell: who is logged in, which view is shown, what goes on around it.

import { session, logout, read } from "./api.js";
import { el, loading, problem } from "./dom.js";
import { loginPage } from "./login.js";
import { listen } from "./live.js";
import { overview } from "./view-overview.js";
import { components, models, users } from "./view-usage.js";
import { requests } from "./view-requests.js";
import { request } from "./view-request.js";
import { keys } from "./view-keys.js";
import { budgets } from "./view-budgets.js";
import { alerts } from "./view-alerts.js";

const VIEWS = [
  ["overview", "Overview", overview],
  ["users", "Users", users],
  ["components", "Components", components],
  ["models", "Models", models],
  ["requests", "Requests", requests],
  ["budgets", "Budgets", budgets],
  ["keys", "Keys", keys],
  ["alerts", "Alerts", alerts],
];

const root = document.getElementById("app");
const content = el("main", { id: "content", tabindex: -1 });
let leave = () => {};
let access = null;
let stopListening = () => {};

/** Text of an address, which somebody may have typed. */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `#/requests/req_…?status=error` → `["requests", "req_…"]` and parameters. */
function place() {
  const [path, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const [name = "", ...rest] = path.split("/").map(decoded);
  return { name: name || "overview", rest, parameters: new URLSearchParams(query) };
}

/** Changes the address's parameters, and so the view; what is undefined goes. */
function go(name, parameters) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value));
  location.hash = `#/${name}${query.size ? `?${query}` : ""}`;
}

function shell() {
  const { name } = place();
  const theme = el(
    "select",
    { "aria-label": "Colours", onchange: (event) => window.tollgateTheme.set(event.target.value) },
    window.tollgateTheme.names.map((value) =>
      el("option", { value, selected: value === window.tollgateTheme.current }, `${value[0].toUpperCase()}${value.slice(1)}`),
    ),
  );
  const leaveButton =
    access.token_required &&
    el("button", { type: "button", class: "quiet", onclick: () => logout().finally(start) }, "Log out");
  return [
    el(
      "header",
      { class: "bar" },
      el("a", { class: "brand", href: "#/overview" }, el("span", { class: "mark", "aria-hidden": "true" }), "Tollgate"),
      el(
        "nav",
        { "aria-label": "Views" },
        VIEWS.map(([view, title]) =>
          el("a", { href: `#/${view}`, "aria-current": view === name ? "page" : undefined, "data-view": view }, title),
        ),
      ),
      el("div", { class: "tools" }, theme, leaveButton),
    ),
    content,
  ];
}

async function show(takeFocus) {
  leave();
  const { name, rest, parameters } = place();
  const entry = VIEWS.find(([view]) => view === name);
  for (const link of root.querySelectorAll("nav a")) {
    if (link.dataset.view === name) {
      link.setAttribute("aria-current", "page");
      link.scrollIntoView({ block: "nearest", inline: "nearest" });
    } else link.removeAttribute("aria-current");
  }
  const stop = new AbortController();
  leave = () => stop.abort();
  const title = entry ? entry[1] : "Not found";
  document.title = `${title} – Tollgate`;
  content.replaceChildren(el("h1", {}, title), loading());
  if (takeFocus) content.focus();
  const view = name === "requests" && rest[0] ? request : entry?.[2];
  if (!view) {
    content.replaceChildren(el("h1", {}, title), el("p", {}, "There is no such view."));
    return;
  }
  try {
    await view({ content, parameters, id: rest[0], go: (next) => go(name, next), signal: stop.signal });
  } catch (error) {
    if (stop.signal.aborted || error.name === "AbortError") return;
    if (error.status !== 401) content.replaceChildren(el("h1", {}, title), problem(error, () => show(false)));
  }
}

async function start() {
  leave();
  stopListening();
  root.replaceChildren(el("main", { id: "content" }, el("h1", { class: "hidden" }, "Tollgate"), loading()));
  try {
    access = await session();
  } catch (error) {
    root.replaceChildren(el("main", { id: "content" }, el("h1", {}, "Tollgate"), problem(error, start)));
    return;
  }
  if (!access.logged_in) {
    document.title = "Log in – Tollgate";
    root.replaceChildren(loginPage(start));
    return;
  }
  root.replaceChildren(...shell());
  stopListening = listen(() => read("status"));
  await show(false);
}

document.addEventListener("tollgate:login", () => access?.logged_in && start());
addEventListener("hashchange", () => access?.logged_in && show(true));
start();
