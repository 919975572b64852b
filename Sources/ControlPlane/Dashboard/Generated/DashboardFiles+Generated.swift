// swift-format-ignore-file
// Made by Scripts/make-dashboard.py from Dashboard/Files; not edited by hand.

extension DashboardFiles {
    /// Every file, by name.
    static let generated: [DashboardFile] = [
        DashboardFile(
            name: "api.js", type: "text/javascript; charset=utf-8",
            tag: "\"eef7c67337ad1197cfeb\"",
            text: #"""
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

                """#),
        DashboardFile(
            name: "app.js", type: "text/javascript; charset=utf-8",
            tag: "\"bde047f0f45018cc260b\"",
            text: #"""
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

                """#),
        DashboardFile(
            name: "base.css", type: "text/css; charset=utf-8",
            tag: "\"8e74fbc7ab07f5537a1c\"",
            text: #"""
                /* Colours, type and plain elements. */

                :root {
                  color-scheme: light;
                  --ground: #f5f6f8;
                  --surface: #ffffff;
                  --raised: #eef1f5;
                  --ink: #171c26;
                  --soft: #545e6e;
                  --line: #dde1e8;
                  --accent: #2a56c6;
                  --accent-ink: #ffffff;
                  --good: #1a7343;
                  --warn: #8a5a00;
                  --bad: #b3261e;
                  --input: #3f6fd8;
                  --cached: #63a8d9;
                  --write: #2f9d8f;
                  --output: #e0913a;
                  --reasoning: #b3589f;
                  --shadow: 0 12px 32px rgb(20 28 45 / 18%);
                }

                :root[data-theme="dark"] {
                  color-scheme: dark;
                  --ground: #11141a;
                  --surface: #191d25;
                  --raised: #232833;
                  --ink: #e6e9ef;
                  --soft: #a2acbb;
                  --line: #2d3440;
                  --accent: #8db0ff;
                  --accent-ink: #10141c;
                  --good: #6fcf97;
                  --warn: #e5b45b;
                  --bad: #ff8f86;
                  --input: #6d98f7;
                  --cached: #7cc0ec;
                  --write: #4cc2b3;
                  --output: #f0ab5e;
                  --reasoning: #d481c1;
                  --shadow: 0 12px 32px rgb(0 0 0 / 50%);
                }

                @media (prefers-color-scheme: dark) {
                  :root:not([data-theme="light"]) {
                    color-scheme: dark;
                    --ground: #11141a;
                    --surface: #191d25;
                    --raised: #232833;
                    --ink: #e6e9ef;
                    --soft: #a2acbb;
                    --line: #2d3440;
                    --accent: #8db0ff;
                    --accent-ink: #10141c;
                    --good: #6fcf97;
                    --warn: #e5b45b;
                    --bad: #ff8f86;
                    --input: #6d98f7;
                    --cached: #7cc0ec;
                    --write: #4cc2b3;
                    --output: #f0ab5e;
                    --reasoning: #d481c1;
                    --shadow: 0 12px 32px rgb(0 0 0 / 50%);
                  }
                }

                * { box-sizing: border-box; }

                body {
                  margin: 0;
                  background: var(--ground);
                  color: var(--ink);
                  font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif;
                  font-variant-numeric: tabular-nums;
                }

                h1 { font-size: 1.35rem; font-weight: 650; line-height: 1.25; margin: 0; letter-spacing: -0.01em; }
                h2 { font-size: 0.8125rem; font-weight: 600; margin: 0 0 0.75rem; color: var(--soft); }
                p { margin: 0 0 0.5rem; }
                a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: 2px; }
                small { font-size: 0.8125rem; color: var(--soft); }
                code, pre, .mono { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.8125rem; }
                pre { margin: 0; overflow: auto; }
                h1.mono { font-size: 1.125rem; overflow-wrap: anywhere; }

                :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
                main:focus { outline: none; }

                button, select, input {
                  font: inherit;
                  color: inherit;
                  background: var(--surface);
                  border: 1px solid var(--line);
                  border-radius: 6px;
                  padding: 0.3rem 0.7rem;
                  min-height: 2.1rem;
                }
                input, select { border-color: color-mix(in srgb, var(--soft) 70%, var(--surface)); }
                input[type="checkbox"] { min-height: 0; width: 1.1rem; height: 1.1rem; accent-color: var(--accent); }
                input::placeholder { color: var(--soft); opacity: 1; }
                button { cursor: pointer; font-weight: 550; white-space: nowrap; }
                button:hover { background: var(--raised); }
                button:disabled { opacity: 0.6; cursor: progress; }
                button.primary { background: var(--accent); border-color: var(--accent); color: var(--accent-ink); }
                button.primary:hover { filter: brightness(1.08); }
                button.danger { color: var(--bad); border-color: currentcolor; background: none; }
                dialog button.danger { background: var(--bad); border-color: var(--bad); color: var(--surface); }
                button.quiet { border-color: transparent; background: none; color: var(--soft); }
                button.quiet:hover { background: var(--raised); color: var(--ink); }
                button.quiet.danger, button.quiet.danger:hover { color: var(--bad); }

                .hidden {
                  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
                }
                [hidden] { display: none; }
                .skip { position: absolute; left: 0.5rem; top: -3rem; background: var(--surface); padding: 0.5rem 1rem; z-index: 3; }
                .skip:focus { top: 0.5rem; }

                @media (prefers-reduced-motion: no-preference) {
                  button, a, .skip { transition: background-color 0.12s, color 0.12s, top 0.12s; }
                }

                """#),
        DashboardFile(
            name: "chart-area.js", type: "text/javascript; charset=utf-8",
            tag: "\"6a2e007d393556d0a58c\"",
            text: #"""
                // Areas on top of each other over time; arrow keys or the pointer read a bucket, a table says the same.

                import { el, empty, svg } from "./dom.js";

                const [HEIGHT, LEFT, BOTTOM, TOP] = [220, 56, 24, 10];

                /** A round number at or above `value`, for the top of the axis. */
                function ceiling(value) {
                  if (value <= 0) return 1;
                  const power = 10 ** Math.floor(Math.log10(value));
                  return [1, 1.5, 2, 3, 4, 5, 6, 8, 10].map((step) => step * power).find((step) => step >= value);
                }

                /**
                 * A chart of `buckets`: `{label, values}`, a value for each of `classes`: `{name, title}`.
                 *
                 * `show` writes a value, `summary` is what is said instead of the picture.
                 */
                export function area({ buckets, classes, show, summary, caption, more = () => [] }) {
                  if (!buckets.some(({ values }) => values.some((value) => value > 0))) return empty("No tokens in this period.");
                  const totals = buckets.map(({ values }) => values.reduce((a, b) => a + b, 0));
                  const top = ceiling(Math.max(...totals));
                  const readout = el("p", { class: "readout", role: "status", "aria-live": "polite" });
                  const frame = el("div", {
                    class: "chart", tabindex: 0, role: "group",
                    "aria-label": `${caption}. ${summary} Left and right arrow keys read the buckets.`,
                  });
                  let width = 0;
                  let chosen = -1;
                  const x = (index) => LEFT + ((width - LEFT - 8) * (index + 0.5)) / buckets.length;
                  const y = (value) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top);

                  function path(lower, upper) {
                    if (buckets.length === 1) {
                      const [from, to] = [LEFT + 8, width - 16];
                      return `M${from} ${y(upper[0])}H${to}V${y(lower[0])}H${from}Z`;
                    }
                    const there = upper.map((value, index) => `${x(index).toFixed(1)} ${y(value).toFixed(1)}`);
                    const back = lower.map((value, index) => `${x(index).toFixed(1)} ${y(value).toFixed(1)}`).reverse();
                    return `M${there.join("L")}L${back.join("L")}Z`;
                  }

                  function draw() {
                    let lower = buckets.map(() => 0);
                    const areas = classes.map(({ name }, number) => {
                      const upper = lower.map((value, index) => value + buckets[index].values[number]);
                      const shape = svg("path", { class: `area ${name}`, d: path(lower, upper) });
                      lower = upper;
                      return shape;
                    });
                    const lines = [0, 0.5, 1].map((share) => [
                      svg("line", { class: "grid", x1: LEFT, x2: width - 8, y1: y(top * share), y2: y(top * share) }),
                      svg("text", { x: LEFT - 8, y: y(top * share) + 4, "text-anchor": "end" }, show(top * share)),
                    ]);
                    const step = Math.ceil(buckets.length / Math.max(2, Math.floor((width - LEFT) / 90)));
                    const labels = buckets.map(({ label }, index) =>
                      index % step === 0 ? svg("text", { x: x(index), y: HEIGHT - 6, "text-anchor": "middle" }, label) : null,
                    );
                    const cross =
                      chosen >= 0
                        ? svg("line", { class: "cross", x1: x(chosen), x2: x(chosen), y1: TOP, y2: HEIGHT - BOTTOM })
                        : null;
                    frame.replaceChildren(
                      svg("svg", { width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}`, "aria-hidden": "true" }, lines, areas, labels, cross),
                    );
                  }

                  function choose(index) {
                    chosen = Math.max(0, Math.min(buckets.length - 1, index));
                    const { title, values } = buckets[chosen];
                    const parts = classes.map((entry, number) => `${entry.title} ${show(values[number])}`);
                    readout.textContent = `${title}: ${show(totals[chosen])} in all; ${parts.join(", ")}`;
                    draw();
                  }

                  frame.addEventListener("keydown", (event) => {
                    const move = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
                    if (!move) return;
                    event.preventDefault();
                    choose(chosen < 0 ? buckets.length - 1 : chosen + move);
                  });
                  frame.addEventListener("pointermove", (event) => {
                    const place = event.clientX - frame.getBoundingClientRect().left - LEFT;
                    choose(Math.floor((place / (width - LEFT - 8)) * buckets.length));
                  });
                  new ResizeObserver(([entry]) => {
                    const next = Math.floor(entry.contentRect.width);
                    if (next === width || next < 40) return;
                    width = next;
                    draw();
                  }).observe(frame);

                  const legend = el(
                    "ul",
                    { class: "legend", "aria-label": "Classes" },
                    classes.map(({ name, title }) =>
                      el("li", {}, svg("svg", { viewBox: "0 0 10 10", "aria-hidden": "true" }, svg("rect", { class: `area ${name}`, width: 10, height: 10, rx: 2 })), title),
                    ),
                  );
                  return el("div", {}, legend, frame, readout, more());
                }

                """#),
        DashboardFile(
            name: "chart-bars.js", type: "text/javascript; charset=utf-8",
            tag: "\"8e40cead198b3e962650\"",
            text: #"""
                // Bars: a list of names with a bar and a figure each.

                import { el, empty, svg } from "./dom.js";

                /** `rows`: `{name, share, shown, link}`, shares from 0 to 1 of the longest bar. */
                export function bars(label, rows, none = "No calls in this period.") {
                  if (!rows.length) return empty(none);
                  return el(
                    "ul",
                    { class: "bars", "aria-label": label },
                    rows.map(({ name, share, shown, link, kind }) =>
                      el(
                        "li",
                        {},
                        el("span", { class: "name", title: name }, link ? el("a", { href: link }, name) : name),
                        el("span", { class: "figure" }, shown),
                        svg(
                          "svg",
                          { class: "strip", "aria-hidden": "true", preserveAspectRatio: "none", viewBox: "0 0 100 4" },
                          svg("rect", { class: "track", width: 100, height: 4 }),
                          svg("rect", { class: kind ?? "value", width: Math.max(0, Math.min(100, share * 100)), height: 4 }),
                        ),
                      ),
                    ),
                  );
                }

                """#),
        DashboardFile(
            name: "csv.js", type: "text/javascript; charset=utf-8",
            tag: "\"ae2c33ecf91b8cc9a2fb\"",
            text: #"""
                // Tables as files: RFC 4180, and no cell that a spreadsheet takes for a formula.

                function cell(value) {
                  if (typeof value === "number" || typeof value === "bigint") return String(value);
                  let text = value === null || value === undefined ? "" : String(value);
                  // Decimal text may begin with a minus sign; anything else that begins like a formula becomes text.
                  if (/^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text)) text = `'${text}`;
                  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
                }

                /** The text of a table: names of the columns, then rows of values. */
                export const csv = (columns, rows) => [columns, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");

                /** Has the browser save a text as a file. */
                export function save(name, text) {
                  const url = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
                  const link = document.createElement("a");
                  link.href = url;
                  link.download = name;
                  document.body.append(link);
                  link.click();
                  link.remove();
                  setTimeout(() => URL.revokeObjectURL(url), 10_000);
                }

                """#),
        DashboardFile(
            name: "dialog.js", type: "text/javascript; charset=utf-8",
            tag: "\"adae2093e0dc33f634e4\"",
            text: #"""
                // Questions before something is changed: the browser's own dialogs, which keep the focus inside.

                import { el, problem } from "./dom.js";

                /** Shows a dialog with a form; `act` is given its values and may throw what is then shown. Resolves to what `act` returned, or undefined. */
                export function ask({ title, text, fields = [], button, danger = false, act }) {
                  return new Promise((resolve) => {
                    const failures = el("div", {});
                    const submit = el("button", { type: "submit", class: danger ? "danger" : "primary" }, button);
                    const form = el(
                      "form",
                      { method: "dialog", novalidate: false },
                      el("h2", { id: "dialog-title" }, title),
                      text && el("p", {}, text),
                      fields,
                      failures,
                      el(
                        "div",
                        { class: "buttons" },
                        el("button", { type: "button", onclick: () => dialog.close() }, "Cancel"),
                        submit,
                      ),
                    );
                    const dialog = el("dialog", { "aria-labelledby": "dialog-title" }, form);
                    let result;
                    form.addEventListener("submit", async (event) => {
                      event.preventDefault();
                      submit.disabled = true;
                      try {
                        result = await act(new FormData(form));
                        dialog.close();
                      } catch (error) {
                        failures.replaceChildren(problem(error));
                        submit.disabled = false;
                      }
                    });
                    dialog.addEventListener("close", () => {
                      dialog.remove();
                      resolve(result);
                    });
                    document.getElementById("content").append(dialog);
                    dialog.showModal();
                  });
                }

                let fieldNumber = 0;

                /** An input with its label, and a hint that is read with it. */
                export function field(label, attributes, hint) {
                  const id = `field-${++fieldNumber}`;
                  const described = hint && { "aria-describedby": `${id}-hint` };
                  return el(
                    "div",
                    { class: "field" },
                    el("label", { for: id }, label),
                    el("input", { id, type: "text", autocomplete: attributes.type === "number" ? null : "off", ...described, ...attributes }),
                    hint && el("p", { class: "hint", id: `${id}-hint` }, hint),
                  );
                }

                /** A choice out of `[value, text]` pairs. */
                export function choice(label, name, options, chosen, hint, attributes) {
                  const id = `field-${++fieldNumber}`;
                  return el(
                    "div",
                    { class: "field" },
                    el("label", { for: id }, label),
                    el(
                      "select",
                      { id, name, "aria-describedby": hint && `${id}-hint`, ...attributes },
                      options.map(([value, text]) => el("option", { value, selected: value === chosen }, text)),
                    ),
                    hint && el("p", { class: "hint", id: `${id}-hint` }, hint),
                  );
                }

                /** Yes or no. */
                export function check(label, name, checked, hint) {
                  const id = `field-${++fieldNumber}`;
                  return el(
                    "div",
                    { class: "field check" },
                    el("input", { id, name, type: "checkbox", checked, "aria-describedby": hint && `${id}-hint` }),
                    el("label", { for: id }, label),
                    hint && el("p", { class: "hint", id: `${id}-hint` }, hint),
                  );
                }

                """#),
        DashboardFile(
            name: "dom.js", type: "text/javascript; charset=utf-8",
            tag: "\"8a1c9c9227189c72708e\"",
            text: #"""
                // Elements out of names, attributes and children; text is always text.

                const SVG = "http://www.w3.org/2000/svg";

                function fill(node, attributes, children) {
                  for (const [name, value] of Object.entries(attributes ?? {})) {
                    if (value === undefined || value === null || value === false) continue;
                    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
                    else if (name === "value") node.value = value;
                    else node.setAttribute(name, value === true ? "" : String(value));
                  }
                  node.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== false));
                  return node;
                }

                /** An HTML element; `onclick` and the like are listeners. */
                export const el = (name, attributes, ...children) => fill(document.createElement(name), attributes, children);

                /** An SVG element. */
                export const svg = (name, attributes, ...children) => fill(document.createElementNS(SVG, name), attributes, children);

                /** A heading with what belongs to it, in a frame. */
                export function card(title, ...children) {
                  const id = `h${(card.count = (card.count ?? 0) + 1)}`;
                  return el("section", { class: "card", "aria-labelledby": id }, el("h2", { id }, title), ...children);
                }

                /** Says that there is nothing, and what would make something. */
                export const empty = (text) => el("p", { class: "empty" }, text);

                /** Shown while something is fetched. */
                export const loading = () => el("p", { class: "empty", role: "status" }, "Loading …");

                /** An error that a person reads. */
                export const problem = (error, again) =>
                  el(
                    "div",
                    { class: "problem", role: "alert" },
                    el("p", {}, error.message),
                    again && el("button", { type: "button", onclick: again }, "Try again"),
                  );

                """#),
        DashboardFile(
            name: "exact.js", type: "text/javascript; charset=utf-8",
            tag: "\"ad64f53284c72e69ab0e\"",
            text: #"""
                // Money is decimal text and BigInt here, never a floating-point number.

                const PLACES = 9;

                /** JSON whose members in dollars keep every digit, as text. */
                export function parse(text) {
                  return JSON.parse(text, (key, value, context) =>
                    typeof value === "number" && key.endsWith("_usd") ? (context?.source ?? plain(value)) : value,
                  );
                }

                /** Where a browser does not tell how a number was written. */
                function plain(value) {
                  return value.toFixed(PLACES).replace(/\.?0+$/, "");
                }

                /** Decimal text in units of 10^-places, rounded half to even. */
                export function units(text, places = PLACES) {
                  const [, sign, whole, fraction = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [null, "", "0"];
                  let value = BigInt(whole + fraction.slice(0, places).padEnd(places, "0"));
                  const rest = fraction.slice(places);
                  if (rest) {
                    const half = "5".padEnd(rest.length, "0");
                    if (rest > half || (rest === half && value % 2n === 1n)) value += 1n;
                  }
                  return sign ? -value : value;
                }

                /** Nano-dollars as decimal text. */
                export function decimal(value, places = PLACES) {
                  const digits = (value < 0n ? -value : value).toString().padStart(places + 1, "0");
                  const fraction = digits.slice(-places).replace(/0+$/, "");
                  return `${value < 0n ? "-" : ""}${digits.slice(0, -places)}${fraction && `.${fraction}`}`;
                }

                /** The sum of decimal texts, exact to a nano-dollar. */
                export const sum = (texts) => decimal(texts.reduce((total, text) => total + units(text), 0n));

                /** a / b as an ordinary number, for shares and changes only. */
                export function ratio(a, b) {
                  const divisor = units(b);
                  return divisor === 0n ? null : Number((units(a) * 1000000n) / divisor) / 1e6;
                }

                /** Compares decimal texts. */
                export function compare(a, b) {
                  const [left, right] = [units(a), units(b)];
                  return left < right ? -1 : left > right ? 1 : 0;
                }

                """#),
        DashboardFile(
            name: "format.js", type: "text/javascript; charset=utf-8",
            tag: "\"97439ac4d56f29538ee5\"",
            text: #"""
                // Figures as a person reads them; all times are UTC.

                import { decimal, units } from "./exact.js";
                import { el } from "./dom.js";

                const grouped = new Intl.NumberFormat("en-US");
                const short = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });

                /** 1,234,567 */
                export const count = (value) => grouped.format(value);

                /** 1.2M */
                export const brief = (value) => short.format(value);

                /** $1,234.57 from a dollar on, $0.0421 from a cent on, three digits below; the whole amount is behind it. */
                export function dollars(text) {
                  if (text === null || text === undefined) return "–";
                  const size = text.replace("-", "");
                  const nano = units(size);
                  const digits = nano.toString().length;
                  const places = digits >= 10 ? 2 : digits >= 8 ? 4 : Math.min(9, 12 - digits);
                  const [whole, fraction = ""] = decimal(units(size, places), places).split(".");
                  const padded = nano === 0n ? "" : fraction.padEnd(2, "0");
                  return `${text.startsWith("-") ? "-" : ""}$${grouped.format(BigInt(whole))}${padded && `.${padded}`}`;
                }

                /** Dollars with the exact amount behind them. */
                export const money = (text, attributes) =>
                  el("data", { value: text ?? "", title: text === null ? "no price" : `${text} USD`, ...attributes }, dollars(text));

                /** What calls cost, where an unknown price must not look like $0. */
                export const costOf = (sums) =>
                  sums.unpriced_requests > 0 && units(sums.cost_usd) === 0n
                    ? el("data", { value: sums.cost_usd, title: `${sums.unpriced_requests} calls without a full price` }, "unpriced")
                    : money(sums.cost_usd);

                /** 2.5 % */
                export const percent = (share) => (share === null || share === undefined ? "–" : `${(share * 100).toFixed(1)} %`);

                /** 950 ms, 1.24 s, 2.1 min */
                export function duration(ms) {
                  if (ms === null || ms === undefined) return "–";
                  if (ms < 10) return `${Number(ms.toFixed(1))} ms`;
                  if (ms < 1000) return `${Math.round(ms)} ms`;
                  return ms < 120000 ? `${(ms / 1000).toFixed(2)} s` : `${(ms / 60000).toFixed(1)} min`;
                }

                /** 2026-11-22 18:13:27 */
                export const instant = (text) => (text ? text.slice(0, 19).replace("T", " ") : "–");

                /** A moment as an element. */
                export const time = (text) => el("time", { datetime: text, title: `${text}, UTC` }, instant(text));

                /** From one number to another, in words: what a tile says below its figure. */
                export function change(now, before, describe = percent) {
                  if (now === null || before === null || before === 0) return now ? { text: "nothing before", kind: "flat" } : null;
                  const share = now / before - 1;
                  if (Math.abs(share) < 0.0005) return { text: "as before", kind: "flat" };
                  return { text: `${share > 0 ? "▲" : "▼"} ${describe(Math.abs(share))}`, kind: share > 0 ? "up" : "down" };
                }

                """#),
        DashboardFile(
            name: "icon.svg", type: "image/svg+xml",
            tag: "\"fcb3becc5de552fd8df2\"",
            text: #"""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#2f5fd0"/><path d="M7 23V11h3v12zm15 0V11h3v12zM6 7h20v3H6zm7 7l6 3-6 3z" fill="#fff"/></svg>

                """#),
        DashboardFile(
            name: "index.html", type: "text/html; charset=utf-8",
            tag: "\"122453604487863fe30d\"",
            text: #"""
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>Tollgate</title>
                <link rel="icon" href="/dashboard/icon.svg" type="image/svg+xml">
                <link rel="stylesheet" href="/dashboard/base.css">
                <link rel="stylesheet" href="/dashboard/layout.css">
                <link rel="stylesheet" href="/dashboard/parts.css">
                <script src="/tollgate-browser.js"></script>
                <script src="/dashboard/theme.js"></script>
                <script type="module" src="/dashboard/app.js"></script>
                </head>
                <body>
                <a class="skip" href="#content">Skip to the content</a>
                <div id="app"></div>
                <section id="toasts" class="toasts" aria-label="New alerts" aria-live="polite"></section>
                <noscript>The dashboard needs JavaScript, all of it from this gateway. Without it, the admin API has the same figures.</noscript>
                </body>
                </html>

                """#),
        DashboardFile(
            name: "layout.css", type: "text/css; charset=utf-8",
            tag: "\"96b3f8e51c69537ef136\"",
            text: #"""
                /* The shell and the grid that views are made of. */

                #app { min-height: 100vh; }

                .bar {
                  position: sticky; top: 0; z-index: 2;
                  display: flex; align-items: center; gap: 1rem;
                  padding: 0 1.25rem;
                  background: var(--surface);
                  border-bottom: 1px solid var(--line);
                }
                .brand { display: flex; align-items: center; gap: 0.5rem; font-weight: 680; color: var(--ink); text-decoration: none; }
                .mark { width: 1.15rem; height: 1.15rem; border-radius: 4px; background: linear-gradient(135deg, var(--input) 50%, var(--write) 50%); display: inline-block; }
                .bar nav { display: flex; gap: 0.125rem; overflow-x: auto; flex: 1; scrollbar-width: none; }
                .bar nav a {
                  padding: 0.8rem 0.7rem; color: var(--soft); text-decoration: none; font-weight: 550; white-space: nowrap;
                  border-bottom: 2px solid transparent;
                }
                .bar nav a:hover { color: var(--ink); }
                .bar nav a[aria-current] { color: var(--ink); border-bottom-color: var(--accent); }
                .bar nav a:focus-visible { outline-offset: -3px; }
                .tools { display: flex; align-items: center; gap: 0.5rem; }
                .tools select { padding: 0.15rem 0.4rem; min-height: 1.8rem; border-color: var(--line); color: var(--soft); }

                main { max-width: 84rem; margin: 0 auto; padding: 1.25rem; }
                main > nav { margin-bottom: 0.5rem; }
                .head { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0.5rem 1rem; }
                .head + .table { margin-top: 1rem; }
                .lead { color: var(--soft); margin: 0.25rem 0 1rem; }
                main > h1 { margin-bottom: 1rem; }

                .tiles {
                  display: grid; grid-template-columns: repeat(6, 1fr); margin: 0 0 1rem; padding: 0; list-style: none;
                  background: var(--surface); border: 1px solid var(--line); border-radius: 10px; overflow: hidden;
                }
                .tile { padding: 0.85rem 1rem; min-width: 0; border-left: 1px solid var(--line); margin-left: -1px; }
                .tile h2, .tile p { margin: 0; }
                .tile .figure { font-size: 1.5rem; font-weight: 640; letter-spacing: -0.02em; line-height: 1.35; overflow-wrap: anywhere; }
                .tile .note { color: var(--soft); font-size: 0.8125rem; }

                .grid { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 1rem; }
                .card { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; padding: 0.9rem 1rem; min-width: 0; }
                .grid > .wide { grid-column: 1 / -1; }
                .detail > :first-child { grid-row: span 2; }
                .detail > :nth-child(2) { grid-column: span 2; }

                .login { max-width: 24rem; padding-top: 12vh; }
                .login h1 { display: flex; align-items: center; gap: 0.5rem; margin-bottom: 1rem; }
                .login form { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; padding: 1.25rem; }
                .login button { width: 100%; margin-top: 0.25rem; }

                @media (max-width: 68rem) {
                  .tiles { grid-template-columns: repeat(3, 1fr); }
                  .tile { border-top: 1px solid var(--line); margin-top: -1px; }
                  .grid { grid-template-columns: repeat(2, minmax(0, 1fr)); }
                  .detail > :first-child { grid-row: auto; }
                  .detail > :nth-child(2) { grid-column: auto; }
                }

                @media (max-width: 44rem) {
                  .bar { flex-wrap: wrap; gap: 0 0.75rem; padding: 0.5rem 0.75rem 0; }
                  .brand { flex: 1; }
                  .bar nav { order: 3; flex-basis: 100%; margin: 0 -0.75rem; padding: 0 0.4rem; }
                  .bar nav a { padding: 0.55rem 0.6rem; }
                  main { padding: 1rem 0.75rem; }
                  .tiles { grid-template-columns: repeat(2, 1fr); }
                  .tile { padding: 0.7rem 0.8rem; }
                  .tile .figure { font-size: 1.3rem; }
                  .grid { grid-template-columns: minmax(0, 1fr); }
                  .grid > .wide, .detail > :nth-child(2) { grid-column: auto; }
                }

                """#),
        DashboardFile(
            name: "live.js", type: "text/javascript; charset=utf-8",
            tag: "\"31857af388bcafc0c50e\"",
            text: #"""
                // Alerts as they come: told wherever one is, and to the view that lists them.

                import { events } from "./api.js";
                import { el } from "./dom.js";
                import { dollars, percent } from "./format.js";
                import { ratio } from "./exact.js";

                /** What an alert says. */
                export function sentence({ scope, scope_id, spent_usd, limit_usd, window }) {
                  const whose = scope === "gateway" ? "The gateway" : `The ${scope} “${scope_id}”`;
                  return `${whose} has spent ${dollars(spent_usd)} of ${dollars(limit_usd)} (${percent(ratio(spent_usd, limit_usd))}) in ${window}.`;
                }

                function toast(alert) {
                  const node = el(
                    "div",
                    { class: "toast" },
                    el("p", {}, el("strong", {}, "Budget alert. "), sentence(alert)),
                    el("button", { type: "button", class: "quiet", "aria-label": "Dismiss this alert", onclick: () => node.remove() }, "Dismiss"),
                  );
                  document.getElementById("toasts").append(node);
                  setTimeout(() => node.remove(), 30_000);
                }

                const AGAIN = 10_000;

                /** Listens until the returned function is called; `probe` finds out why a stream ended. */
                export function listen(probe) {
                  let timer;
                  let stream = open();
                  function open() {
                    const opened = events();
                    opened.addEventListener("budget_alert", told);
                    opened.addEventListener("error", ended);
                    return opened;
                  }
                  function told(event) {
                    const alert = JSON.parse(event.data, (key, value, context) =>
                      typeof value === "number" && key.endsWith("_usd") ? (context?.source ?? String(value)) : value,
                    );
                    toast(alert);
                    document.dispatchEvent(new CustomEvent("tollgate:alert", { detail: alert }));
                  }
                  function ended() {
                    // The browser connects again by itself, except where it was refused: the session is over, and a read says so, or
                    // somebody else answered for the gateway, such as a proxy while it starts.
                    if (stream.readyState !== EventSource.CLOSED) return;
                    timer = setTimeout(() => (stream = open()), AGAIN);
                    probe().catch(() => {});
                  }
                  return () => {
                    clearTimeout(timer);
                    stream.close();
                  };
                }

                """#),
        DashboardFile(
            name: "login.js", type: "text/javascript; charset=utf-8",
            tag: "\"fcdcb03d849b04d045f7\"",
            text: #"""
                // The way in: the admin token, for a session of twelve hours.

                import { el, problem } from "./dom.js";
                import { login } from "./api.js";

                /** The page that asks for the token; `done` goes on. */
                export function loginPage(done) {
                  const failures = el("div", {});
                  const button = el("button", { type: "submit", class: "primary" }, "Log in");
                  const input = el("input", {
                    id: "token", name: "token", type: "password", required: true, autocomplete: "current-password", autofocus: true,
                    "aria-describedby": "token-hint",
                  });
                  async function enter(event) {
                    event.preventDefault();
                    button.disabled = true;
                    try {
                      await login(input.value.trim());
                      done();
                    } catch (error) {
                      failures.replaceChildren(problem(error));
                      button.disabled = false;
                      input.select();
                    }
                  }
                  return el(
                    "main",
                    { id: "content", class: "login" },
                    el("h1", {}, el("span", { class: "mark", "aria-hidden": "true" }), "Tollgate"),
                    el(
                      "form",
                      { onsubmit: enter },
                      el("input", { type: "text", name: "username", value: "admin", autocomplete: "username", hidden: true }),
                      el("div", { class: "field" }, el("label", { for: "token" }, "Admin token"), input,
                        el("p", { class: "hint", id: "token-hint" }, "As TOLLGATE_ADMIN_TOKEN or admin.token has it.")),
                      failures,
                      button,
                    ),
                  );
                }

                """#),
        DashboardFile(
            name: "meter.js", type: "text/javascript; charset=utf-8",
            tag: "\"d4d5f67fdb7d7cf14188\"",
            text: #"""
                // How much of a limit is used: a bar that changes its colour at the thresholds.

                import { el, svg } from "./dom.js";
                import { percent } from "./format.js";

                /** A meter of a budget's share. */
                export function meter(label, share, thresholds = [0.8]) {
                  const used = share ?? 0;
                  const kind = used >= 1 ? "over" : used >= Math.min(...thresholds, 1) ? "near" : "fine";
                  return el(
                    "div",
                    { class: `meter ${kind}`, role: "img", "aria-label": `${label}: ${percent(used)} used` },
                    svg(
                      "svg",
                      { viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true" },
                      svg("rect", { class: "track", width: 100, height: 6 }),
                      svg("rect", { class: "value", width: Math.min(100, used * 100), height: 6 }),
                      thresholds
                        .filter((threshold) => threshold < 1)
                        .map((threshold) => svg("rect", { class: "tick", x: threshold * 100, width: 0.6, height: 6 })),
                    ),
                    el("span", { class: "figure" }, percent(used)),
                  );
                }

                """#),
        DashboardFile(
            name: "parts.css", type: "text/css; charset=utf-8",
            tag: "\"99fcf1e51cba083d91b9\"",
            text: #"""
                /* Tables, charts, forms, dialogs and messages. */

                .period { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem; }
                .segments { display: inline-flex; border: 1px solid var(--line); border-radius: 7px; background: var(--surface); padding: 2px; }
                .segments button { border: 0; min-height: 1.75rem; padding: 0.1rem 0.7rem; color: var(--soft); background: none; border-radius: 5px; }
                .segments button:hover { color: var(--ink); }
                .segments button[aria-pressed="true"] { background: var(--raised); color: var(--ink); }
                .inline { display: inline-flex; align-items: center; gap: 0.4rem; color: var(--soft); }

                .change { white-space: nowrap; font-weight: 550; color: var(--soft); }
                .change.worse { color: var(--bad); }
                .change.better { color: var(--good); }
                td .change { display: block; }
                .warn { color: var(--warn); }

                /* Bars */
                .bars, .budgets, .legend { list-style: none; margin: 0; padding: 0; }
                .bars li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 0.75rem; padding: 0.25rem 0; }
                .bars .name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
                .bars a { color: inherit; text-decoration-color: var(--line); }
                .bars .figure { text-align: right; }
                .strip { display: block; grid-column: 1 / -1; width: 100%; height: 5px; border-radius: 3px; margin-top: 2px; }
                rect.track { fill: var(--raised); }
                rect.value { fill: var(--accent); }
                rect.bad { fill: var(--bad); }

                /* Meters */
                .meter { display: grid; grid-template-columns: minmax(6rem, 1fr) auto; align-items: center; gap: 0.6rem; }
                .meter svg { width: 100%; height: 7px; border-radius: 4px; display: block; }
                .meter .figure { min-width: 3.6rem; text-align: right; }
                .meter.fine rect.value { fill: var(--good); }
                .meter.near rect.value { fill: var(--output); }
                .meter.near .figure { color: var(--warn); font-weight: 600; }
                .meter.over rect.value { fill: var(--bad); }
                .meter.over .figure { color: var(--bad); font-weight: 600; }
                .meter rect.tick { fill: var(--soft); }
                .budgets { display: grid; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); gap: 0 2rem; }
                .budgets li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 0.75rem; padding: 0.3rem 0; }
                .budgets .name { overflow-wrap: anywhere; }
                .budgets .meter { grid-column: 1 / -1; }

                /* Areas */
                .chart { width: 100%; height: 220px; overflow: hidden; }
                .chart svg { display: block; }
                .chart text { fill: var(--soft); font-size: 11px; }
                line.grid { stroke: var(--line); }
                line.cross { stroke: var(--ink); stroke-dasharray: 2 3; }
                .area.input { fill: var(--input); }
                .area.cached { fill: var(--cached); }
                .area.write { fill: var(--write); }
                .area.output { fill: var(--output); }
                .area.reasoning { fill: var(--reasoning); }
                .legend { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; margin-bottom: 0.5rem; color: var(--soft); font-size: 0.8125rem; }
                .legend li { display: inline-flex; align-items: center; gap: 0.4rem; }
                .legend svg { width: 0.7rem; height: 0.7rem; }
                .readout { min-height: 1.5em; color: var(--soft); font-size: 0.8125rem; margin: 0.25rem 0 0; }
                details summary { color: var(--soft); cursor: pointer; font-size: 0.8125rem; width: fit-content; }

                /* Tables */
                .table { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; }
                .scroll { overflow-x: auto; border-radius: 10px; }
                details .scroll { max-height: 20rem; overflow: auto; margin-top: 0.5rem; }
                table { border-collapse: collapse; width: 100%; }
                caption { text-align: left; color: var(--soft); font-size: 0.8125rem; font-weight: 600; padding: 0.7rem 0.9rem 0.3rem; }
                th, td { padding: 0.4rem 0.9rem; text-align: left; border-top: 1px solid var(--line); vertical-align: baseline; }
                thead td { border-top: 0; }
                thead th { color: var(--soft); font-weight: 600; font-size: 0.8125rem; border-top: 0; white-space: nowrap; }
                tbody th { font-weight: 500; }
                tbody th, tbody td { overflow-wrap: break-word; max-width: 18rem; }
                [data-column="actions"], td[data-column="window"], td[data-column="model"] { white-space: nowrap; }
                tbody tr:hover { background: var(--raised); }
                td time, th time, td .state { white-space: nowrap; }
                .number { text-align: right; white-space: nowrap; }
                table.plain th, table.plain td { padding: 0.3rem 0.5rem; }
                table.plain th:first-child { padding-left: 0; }
                table.plain .number:last-child { padding-right: 0; }
                tfoot th, tfoot td { font-weight: 650; border-top: 2px solid var(--line); }
                button.sort { border: 0; background: none; padding: 0; min-height: 0; color: inherit; font-weight: inherit; font-size: inherit; }
                button.sort:hover { color: var(--ink); background: none; }
                th[aria-sort] button { color: var(--ink); }
                th[aria-sort="descending"] button::after { content: " ↓"; }
                th[aria-sort="ascending"] button::after { content: " ↑"; }
                .save { margin: 0.35rem 0.35rem; }
                .empty { color: var(--soft); margin: 0.25rem 0; }
                td.empty { padding: 1.25rem 0.9rem; }

                /* Facts */
                .facts { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0.2rem 1rem; margin: 0; }
                .facts dt { color: var(--soft); }
                .facts dd { margin: 0; overflow-wrap: anywhere; }
                .tag { display: inline-block; background: var(--raised); border-radius: 4px; padding: 0 0.4rem; margin-right: 0.3rem; }
                .state.ok { color: var(--good); font-weight: 600; }
                .state.bad { color: var(--bad); font-weight: 600; }

                /* Forms */
                .filters { display: flex; flex-wrap: wrap; gap: 0.6rem; align-items: end; margin: 0.75rem 0 1rem; }
                .filters .field { flex: 1 1 9rem; margin: 0; min-width: 0; }
                .filters input[type="search"] { width: 18rem; max-width: 100%; }
                .field { margin-bottom: 0.8rem; }
                .field label { display: block; font-weight: 550; font-size: 0.8125rem; margin-bottom: 0.15rem; }
                .field input, .field select { width: 100%; }
                .field.check { display: grid; grid-template-columns: auto 1fr; align-items: center; gap: 0 0.5rem; }
                .field.check label { margin: 0; font-size: inherit; }
                .field.check .hint { grid-column: 2; }
                .hint { color: var(--soft); font-size: 0.8125rem; margin: 0.15rem 0 0; }
                a.hint { color: var(--accent); }
                .row { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: 0 0.75rem; align-items: start; }
                .buttons { display: flex; gap: 0.5rem; flex-wrap: wrap; }
                main > .buttons { margin-top: 0.75rem; }

                dialog {
                  background: var(--surface); color: var(--ink); border: 1px solid var(--line); border-radius: 12px; padding: 1.25rem;
                  width: min(36rem, calc(100vw - 2rem)); box-shadow: var(--shadow);
                }
                dialog::backdrop { background: rgb(10 14 22 / 45%); }
                dialog h2 { font-size: 1.05rem; color: var(--ink); }
                dialog .buttons { justify-content: flex-end; margin-top: 1rem; }

                /* Messages */
                .problem { border: 1px solid var(--bad); border-radius: 8px; padding: 0.75rem 1rem; margin: 0.5rem 0; color: var(--bad); }
                .problem p:last-child { margin: 0; }
                .notice { border-left: 3px solid var(--warn); padding: 0.25rem 0.75rem; color: var(--soft); margin: 0.75rem 0; }
                .notice.good { border-left-color: var(--good); }
                .toasts { position: fixed; right: 1rem; bottom: 1rem; display: grid; gap: 0.5rem; max-width: min(26rem, calc(100vw - 2rem)); z-index: 4; }
                .toast {
                  background: var(--surface); border: 1px solid var(--output); border-radius: 10px; padding: 0.75rem 1rem; box-shadow: var(--shadow);
                  display: grid; grid-template-columns: 1fr auto; gap: 0.5rem; align-items: start;
                }
                .toast p { margin: 0; }
                noscript { display: block; padding: 2rem; }

                @media (max-width: 44rem) {
                  th, td { padding: 0.4rem 0.6rem; }
                  .segments { width: 100%; }
                  .segments button { flex: 1; padding: 0.1rem 0.2rem; }
                  .period { width: 100%; }
                }

                """#),
        DashboardFile(
            name: "period.js", type: "text/javascript; charset=utf-8",
            tag: "\"598b9950a2fb176748fc\"",
            text: #"""
                // Which stretch of time is looked at: kept in the address, so that it can be linked to.

                import { el } from "./dom.js";

                const HOUR = 3600e3;
                const DAY = 24 * HOUR;
                const RANGES = [
                  ["24h", "24 h"],
                  ["7d", "7 d"],
                  ["30d", "30 d"],
                  ["month", "Month"],
                  ["custom", "Custom"],
                ];

                const hourAfter = (now) => (Math.floor(now / HOUR) + 1) * HOUR;
                const dayOf = (time) => Math.floor(time / DAY) * DAY;
                const date = (time) => new Date(time).toISOString().slice(0, 10);
                const whole = (time) => `${new Date(time).toISOString().slice(0, 19)}Z`;

                /** What the address says: `{range, since, until, label}`, both ends whole hours. */
                export function period(parameters, now = Date.now()) {
                  const range = RANGES.some(([name]) => name === parameters.get("range")) ? parameters.get("range") : "24h";
                  const end = hourAfter(now);
                  const made = (since, until, label) => ({ range, since: whole(since), until: whole(until), label });
                  if (range === "7d") return made(dayOf(now) - 6 * DAY, end, "the last 7 days");
                  if (range === "30d") return made(dayOf(now) - 29 * DAY, end, "the last 30 days");
                  if (range === "month") {
                    const month = /^\d{4}-(0[1-9]|1[0-2])$/.test(parameters.get("month") ?? "") ? parameters.get("month") : date(now).slice(0, 7);
                    const first = Date.parse(`${month}-01T00:00:00Z`);
                    const next = Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 1);
                    return { ...made(first, Math.max(first + HOUR, Math.min(next, end)), month), month };
                  }
                  if (range === "custom") {
                    const first = Date.parse(parameters.get("since") ?? "");
                    const last = Date.parse(parameters.get("until") ?? "");
                    const since = Number.isNaN(first) ? dayOf(now) - 6 * DAY : dayOf(first);
                    const until = Number.isNaN(last) ? dayOf(now) : dayOf(last);
                    const label = `${date(since)} to ${date(Math.max(since, until))}`;
                    return { ...made(since, Math.max(since, until) + DAY, label), from: date(since), to: date(until) };
                  }
                  return made(end - DAY, end, "the last 24 hours");
                }

                /** The control that chooses it; `choose` is told new parameters. */
                export function periodControl(chosen, choose) {
                  const buttons = RANGES.map(([name, text]) =>
                    el(
                      "button",
                      { type: "button", "aria-pressed": String(chosen.range === name), onclick: () => choose({ range: name }) },
                      text,
                    ),
                  );
                  const input = (label, type, value, changed) =>
                    el(
                      "label",
                      { class: "inline" },
                      el("span", {}, label),
                      el("input", { type, value, required: true, onchange: (event) => event.target.value && changed(event.target.value) }),
                    );
                  const more =
                    chosen.range === "month"
                      ? [input("Month", "month", chosen.month, (month) => choose({ range: "month", month }))]
                      : chosen.range === "custom"
                        ? [
                            input("From", "date", chosen.from, (since) => choose({ range: "custom", since, until: chosen.to })),
                            input("To", "date", chosen.to, (until) => choose({ range: "custom", since: chosen.from, until })),
                          ]
                        : [];
                  return el(
                    "div",
                    { class: "period", role: "group", "aria-label": "Period, UTC" },
                    el("div", { class: "segments" }, buttons),
                    more,
                  );
                }

                """#),
        DashboardFile(
            name: "table.js", type: "text/javascript; charset=utf-8",
            tag: "\"331256dd6d6bd06693a6\"",
            text: #"""
                // A table with a caption, sortable columns and a button that saves it as CSV.

                import { el } from "./dom.js";
                import { csv, save } from "./csv.js";
                import { compare } from "./exact.js";

                const DECIMAL = /^-?\d+(\.\d+)?$/;

                function order(left, right) {
                  if (left === right) return 0;
                  if (left === null || left === undefined) return -1;
                  if (right === null || right === undefined) return 1;
                  if (typeof left === "number" && typeof right === "number") return left - right;
                  if (DECIMAL.test(left) && DECIMAL.test(right)) return compare(left, right);
                  return String(left).localeCompare(String(right));
                }

                /**
                 * A table of `rows`.
                 *
                 * A column is `{name, title, value, show, number, csv}`: `value` is what is sorted and saved, `show` what is seen
                 * (default: the value), `number` sets it to the right, `csv: false` leaves it out of the file. The first is the heading
                 * of its row.
                 */
                export function table({ caption, columns, rows, file, sort, empty = "Nothing here yet.", all }) {
                  const state = sort ? { column: columns.find(({ name }) => name === sort.replace("-", "")), down: sort[0] === "-" } : {};
                  const body = el("tbody");
                  const heads = columns.map((column) => {
                    const classes = column.number ? "number" : undefined;
                    if (!column.value || !sort) return el("th", { scope: "col", class: classes }, column.title);
                    return el(
                      "th",
                      { scope: "col", class: classes },
                      el("button", { type: "button", class: "sort", onclick: () => sortBy(column) }, column.title),
                    );
                  });

                  function sortBy(column) {
                    state.down = state.column === column ? !state.down : Boolean(column.number);
                    state.column = column;
                    draw();
                  }

                  function sorted() {
                    if (!state.column) return rows;
                    const { value } = state.column;
                    return [...rows].sort((a, b) => (state.down ? order(value(b), value(a)) : order(value(a), value(b))));
                  }

                  function draw() {
                    columns.forEach((column, index) => {
                      if (column !== state.column) heads[index].removeAttribute("aria-sort");
                      else heads[index].setAttribute("aria-sort", state.down ? "descending" : "ascending");
                    });
                    const none = el("tr", {}, el("td", { colspan: columns.length, class: "empty" }, empty));
                    body.replaceChildren(...(rows.length ? sorted().map(line) : [none]));
                  }

                  function line(row) {
                    const cells = columns.map((column, index) => {
                      const shown = column.show ? column.show(row) : (column.value(row) ?? "–");
                      const attributes = { class: column.number ? "number" : undefined, "data-column": column.name };
                      return index === 0 ? el("th", { scope: "row", ...attributes }, shown) : el("td", attributes, shown);
                    });
                    return el("tr", {}, cells);
                  }

                  async function download(event) {
                    const saved = columns.filter((column) => column.value && column.csv !== false);
                    const button = event.currentTarget;
                    button.disabled = true;
                    try {
                      const every = all ? await all() : sorted();
                      const lines = every.map((row) => saved.map(({ value }) => value(row)));
                      save(`${file}.csv`, csv(saved.map(({ name }) => name), lines));
                    } finally {
                      button.disabled = false;
                    }
                  }

                  draw();
                  const node = el(
                    "div",
                    { class: "table" },
                    el(
                      "div",
                      { class: "scroll", tabindex: 0, role: "region", "aria-label": caption },
                      el("table", {}, el("caption", {}, caption), el("thead", {}, el("tr", {}, heads)), body),
                    ),
                    file && el("button", { type: "button", class: "quiet save", onclick: download }, "Save as CSV"),
                  );
                  return Object.assign(node, {
                    update(next) {
                      rows = next;
                      draw();
                    },
                  });
                }

                """#),
        DashboardFile(
            name: "theme.js", type: "text/javascript; charset=utf-8",
            tag: "\"cc2c2a9497a179a36e9b\"",
            text: #"""
                // Before anything is shown: the colours that were chosen last, else the system's.
                (() => {
                  const names = ["auto", "light", "dark"];
                  const stored = () => {
                    try {
                      return localStorage.getItem("tollgate-theme");
                    } catch {
                      return null; // storage is switched off: the system's colours
                    }
                  };
                  let current = names.includes(stored()) ? stored() : "auto";
                  const apply = () => {
                    if (current === "auto") delete document.documentElement.dataset.theme;
                    else document.documentElement.dataset.theme = current;
                  };
                  apply();
                  window.tollgateTheme = {
                    names,
                    get current() {
                      return current;
                    },
                    set(name) {
                      current = names.includes(name) ? name : "auto";
                      apply();
                      try {
                        localStorage.setItem("tollgate-theme", current);
                      } catch {
                        // As above: it holds until the page is left.
                      }
                    },
                  };
                })();

                """#),
        DashboardFile(
            name: "tokens-over-time.js", type: "text/javascript; charset=utf-8",
            tag: "\"3074994f4561b9d05ade\"",
            text: #"""
                // Tokens over time, in classes that do not overlap.

                import { el } from "./dom.js";
                import { area } from "./chart-area.js";
                import { brief, count } from "./format.js";

                const CLASSES = [
                  { name: "input", title: "Input", of: (row) => row.input_tokens - row.cached_input_tokens - row.cache_write_tokens },
                  { name: "cached", title: "Cached input", of: (row) => row.cached_input_tokens },
                  { name: "write", title: "Cache write", of: (row) => row.cache_write_tokens },
                  { name: "output", title: "Output", of: (row) => row.output_tokens - row.reasoning_tokens },
                  { name: "reasoning", title: "Reasoning", of: (row) => row.reasoning_tokens },
                ];

                const HOUR = 3600e3;

                /** Every bucket of the report, those without calls too. */
                function buckets({ since, until, bucket, series }) {
                  const step = bucket === "hour" ? HOUR : 24 * HOUR;
                  const found = new Map(series.map((row) => [Date.parse(row.start), row]));
                  const made = [];
                  for (let at = Math.floor(Date.parse(since) / step) * step; at < Date.parse(until); at += step) {
                    const text = new Date(at).toISOString();
                    const row = found.get(at);
                    made.push({
                      label: bucket === "hour" ? text.slice(11, 16) : text.slice(5, 10),
                      title: bucket === "hour" ? text.slice(0, 16).replace("T", " ") : text.slice(0, 10),
                      values: CLASSES.map((entry) => (row ? entry.of(row) : 0)),
                    });
                  }
                  return made;
                }

                /** The chart, with its table. */
                export function tokensOverTime(report) {
                  const all = buckets(report);
                  const used = CLASSES.map((entry, index) => ({ ...entry, index })).filter(
                    ({ index }) => all.some(({ values }) => values[index] > 0),
                  );
                  const { total } = report;
                  return area({
                    caption: "Tokens over time by class",
                    summary: `${count(total.input_tokens + total.output_tokens)} tokens: ${CLASSES.map((entry) => `${entry.title.toLowerCase()} ${count(entry.of(total))}`).join(", ")}.`,
                    buckets: all.map((entry) => ({ ...entry, values: used.map(({ index }) => entry.values[index]) })),
                    classes: used,
                    show: brief,
                    more: () =>
                      el(
                        "details",
                        {},
                        el("summary", {}, "As a table"),
                        el(
                          "div",
                          { class: "scroll", tabindex: 0, role: "region", "aria-label": "Tokens over time" },
                          el(
                            "table",
                            { class: "plain" },
                            el("caption", { class: "hidden" }, "Tokens over time by class"),
                            el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "From (UTC)"), CLASSES.map(({ title }) => el("th", { scope: "col", class: "number" }, title)))),
                            el("tbody", {}, all.map(({ title, values }) => el("tr", {}, el("th", { scope: "row" }, title), values.map((value) => el("td", { class: "number" }, count(value)))))),
                          ),
                        ),
                      ),
                  });
                }

                """#),
        DashboardFile(
            name: "view-alerts.js", type: "text/javascript; charset=utf-8",
            tag: "\"2e5aff587da31685e6c5\"",
            text: #"""
                // Budget alerts: those that were told, and new ones as they come.

                import { read } from "./api.js";
                import { el } from "./dom.js";
                import { table } from "./table.js";
                import { sentence } from "./live.js";
                import { money, percent, time } from "./format.js";

                /** The view. */
                export async function alerts({ content, signal }) {
                  let { alerts: rows, next_cursor: cursor } = await read("alerts", {}, signal);
                  const shown = table({
                    caption: "Alerts, newest first",
                    file: "tollgate-alerts",
                    rows,
                    empty: "No budget has reached a threshold yet.",
                    columns: [
                      { name: "at", title: "Time (UTC)", value: (alert) => alert.at, show: (alert) => time(alert.at) },
                      { name: "scope", title: "Scope", value: (alert) => alert.scope },
                      { name: "scope_id", title: "Of", value: (alert) => alert.scope_id },
                      { name: "window", title: "Window", value: (alert) => alert.window },
                      { name: "threshold", title: "Threshold", number: true, value: (alert) => alert.threshold, show: (alert) => percent(alert.threshold) },
                      { name: "spent_usd", title: "Spent", number: true, value: (alert) => alert.spent_usd, show: (alert) => money(alert.spent_usd) },
                      { name: "limit_usd", title: "Limit", number: true, value: (alert) => alert.limit_usd, show: (alert) => money(alert.limit_usd) },
                      { name: "projected_usd", title: "Projected", number: true, value: (alert) => alert.projected_usd, show: (alert) => money(alert.projected_usd) },
                    ],
                  });
                  const state = el("p", { class: "lead", role: "status", "aria-live": "polite" }, "New alerts appear here as they come.");
                  document.addEventListener(
                    "tollgate:alert",
                    ({ detail }) => {
                      if (rows.some(({ id }) => id === detail.id)) return;
                      rows = [detail, ...rows];
                      shown.update(rows);
                      state.textContent = sentence(detail);
                    },
                    { signal },
                  );
                  const older = el("button", { type: "button", hidden: !cursor, onclick: async () => {
                    const next = await read("alerts", { cursor }, signal);
                    rows = [...rows, ...next.alerts];
                    cursor = next.next_cursor;
                    older.hidden = !cursor;
                    shown.update(rows);
                  } }, "Older");
                  content.replaceChildren(el("h1", {}, "Alerts"), state, shown, older);
                }

                """#),
        DashboardFile(
            name: "view-budgets.js", type: "text/javascript; charset=utf-8",
            tag: "\"58d4c531ce50e43411f0\"",
            text: #"""
                // Budgets: how much of each is used, set and removed.

                import { read, send } from "./api.js";
                import { el } from "./dom.js";
                import { ask, check, choice, field } from "./dialog.js";
                import { table } from "./table.js";
                import { meter } from "./meter.js";
                import { dollars, money, time } from "./format.js";

                const SCOPES = ["user", "key", "component", "model", "gateway"].map((name) => [name, name]);
                const WINDOWS = ["hour", "day", "week", "month", "total"].map((name) => [name, name]);
                const MODES = [["soft", "soft: only alerts"], ["hard", "hard: calls beyond it are refused"]];
                const OUTAGES = [["closed", "closed: refuse"], ["local_lease", "local_lease: spend what is leased"], ["open", "open: go on"]];

                const path = ({ scope, id, window }) => `budgets/${scope}/${encodeURIComponent(id)}/${window}`;
                const name = (budget) => (budget.scope === "gateway" ? "the whole gateway" : `${budget.scope} ${budget.id}`);

                function form(budget) {
                  return [
                    !budget && el("div", { class: "row" },
                      choice("Scope", "scope", SCOPES, "user"),
                      field("Name", { name: "id", maxlength: 256 }, "The user, the key's id, the component or the model; for the gateway: leave it."),
                      choice("Window", "window", WINDOWS, "month")),
                    el("div", { class: "row" },
                      field("Limit in USD", { name: "limit_usd", required: true, inputmode: "decimal", pattern: "[0-9]+([.][0-9]{1,9})?", value: budget?.limit_usd ?? "" }),
                      choice("Mode", "mode", MODES, budget?.mode ?? "soft")),
                    field("Alerts at", { name: "thresholds", required: true, value: (budget?.thresholds ?? [0.8]).join(", ") }, "Shares of the limit with commas between, such as 0.8, 1."),
                    field("Time zone", { name: "timezone", required: true, value: budget?.timezone ?? "UTC" }, "By which its window begins, such as Europe/Berlin."),
                    choice("While Redis is away", "on_outage", OUTAGES, budget?.on_outage ?? "closed", "For hard budgets that gateways share."),
                    check("Lower the output cap of calls to what is left", "cap_output", budget?.cap_output ?? false),
                  ];
                }

                const terms = (values) => ({
                  limit_usd: values.get("limit_usd").trim(),
                  mode: values.get("mode"),
                  thresholds: values.get("thresholds").split(",").map((text) => Number(text.trim())),
                  timezone: values.get("timezone").trim(),
                  on_outage: values.get("on_outage"),
                  cap_output: values.has("cap_output"),
                });

                const setBudget = (budget) =>
                  ask({
                    title: budget ? `Change the budget of ${name(budget)}` : "Set a budget",
                    text: budget && `Its window: ${budget.window}.`,
                    button: budget ? "Change it" : "Set it",
                    fields: form(budget),
                    act: (values) => {
                      const id = budget ?? { scope: values.get("scope"), id: values.get("scope") === "gateway" ? "gateway" : values.get("id").trim(), window: values.get("window") };
                      if (!id.id) throw new Error("Say whose budget it is.");
                      return send("PUT", path(id), terms(values));
                    },
                  });

                const removeBudget = (budget) =>
                  ask({
                    title: `Remove the budget of ${name(budget)}?`,
                    text: `${dollars(budget.limit_usd)} a ${budget.window}, ${budget.mode}. What was spent stays in the ledger.`,
                    button: "Remove the budget",
                    danger: true,
                    act: async () => {
                      await send("DELETE", path(budget));
                      return true;
                    },
                  });

                /** The view. */
                export async function budgets(view) {
                  const { content, signal } = view;
                  const { budgets: rows, default: standard } = await read("budgets", {}, signal);
                  const then = (change) => async () => {
                    if (await change()) await budgets(view);
                  };
                  const shown = table({
                    caption: "Budgets in force",
                    file: "tollgate-budgets",
                    sort: "-used_ratio",
                    rows,
                    empty: "No budgets yet.",
                    columns: [
                      { name: "id", title: "Of", value: (budget) => `${budget.scope} ${budget.id}`, show: (budget) => (budget.scope === "gateway" ? "whole gateway" : [el("small", {}, `${budget.scope} `), budget.id]) },
                      { name: "window", title: "Window", value: (budget) => budget.window },
                      { name: "mode", title: "Mode", value: (budget) => budget.mode },
                      { name: "used_ratio", title: "Used", value: (budget) => budget.used_ratio ?? 0, show: (budget) => meter(`${name(budget)}, ${budget.window}`, budget.used_ratio, budget.thresholds) },
                      { name: "spent_usd", title: "Spent", number: true, value: (budget) => budget.spent_usd, show: (budget) => money(budget.spent_usd) },
                      { name: "held_usd", title: "Held", number: true, value: (budget) => budget.held_usd, show: (budget) => money(budget.held_usd) },
                      { name: "left_usd", title: "Left", number: true, value: (budget) => budget.left_usd, show: (budget) => money(budget.left_usd) },
                      { name: "limit_usd", title: "Limit", number: true, value: (budget) => budget.limit_usd, show: (budget) => money(budget.limit_usd) },
                      { name: "period_end", title: "Until (UTC)", value: (budget) => budget.period_end, show: (budget) => (budget.period_end ? time(budget.period_end) : "no end") },
                      {
                        name: "actions", title: "Actions",
                        show: (budget) =>
                          budget.configured
                            ? el("span", { class: "hint" }, "from the configuration")
                            : [
                                el("button", { type: "button", class: "quiet", "aria-label": `Change the budget of ${name(budget)}, ${budget.window}`, onclick: then(() => setBudget(budget)) }, "Change"),
                                el("button", { type: "button", class: "quiet danger", "aria-label": `Remove the budget of ${name(budget)}, ${budget.window}`, onclick: then(() => removeBudget(budget)) }, "Remove"),
                              ],
                      },
                    ],
                  });
                  content.replaceChildren(
                    el("div", { class: "head" }, el("h1", {}, "Budgets"), el("button", { type: "button", class: "primary", onclick: then(() => setBudget(null)) }, "Set a budget")),
                    el("p", { class: "lead" }, standard
                      ? `A user without a budget has the default: ${dollars(standard.limit_usd)} a ${standard.window}, ${standard.mode}, alerts at ${standard.thresholds.map((share) => `${share * 100} %`).join(", ")}.`
                      : "There is no default budget for users."),
                    shown,
                  );
                }

                """#),
        DashboardFile(
            name: "view-keys.js", type: "text/javascript; charset=utf-8",
            tag: "\"0d43873322a095d83bc4\"",
            text: #"""
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

                """#),
        DashboardFile(
            name: "view-overview.js", type: "text/javascript; charset=utf-8",
            tag: "\"93b42787fa5cdbb348c2\"",
            text: #"""
                // What it cost, who for, and how it goes.

                import { read } from "./api.js";
                import { card, el, empty } from "./dom.js";
                import { bars } from "./chart-bars.js";
                import { tokensOverTime } from "./tokens-over-time.js";
                import { meter } from "./meter.js";
                import { period, periodControl } from "./period.js";
                import { brief, change, costOf, count, dollars, duration, instant, money, percent } from "./format.js";
                import { compare, ratio, units } from "./exact.js";

                const REFRESH = 15_000;

                function tile(name, figure, note, changed) {
                  return el(
                    "li",
                    { class: "tile", "data-tile": name },
                    el("h2", {}, name),
                    el("p", { class: "figure" }, figure),
                    el("p", { class: "note" }, changed && el("span", { class: `change ${changed.kind}` }, changed.text), changed && note ? " · " : "", note),
                  );
                }

                const rate = (sums) => (sums.requests ? sums.errors / sums.requests : null);
                const tokens = (sums) => sums.input_tokens + sums.output_tokens;

                function tiles({ total, before }, month, chosen) {
                  const cost = change(Number(units(total.cost_usd)), Number(units(before.cost_usd)));
                  const [errors, errorsBefore] = [rate(total), rate(before)];
                  const points = errors !== null && errorsBefore !== null ? errors - errorsBefore : null;
                  const pointsChange =
                    points === null
                      ? null
                      : Math.abs(points) < 0.0005
                        ? { text: "as before", kind: "flat" }
                        : { text: `${points > 0 ? "▲" : "▼"} ${(Math.abs(points) * 100).toFixed(1)} points`, kind: points > 0 ? "worse" : "better" };
                  return el(
                    "ul",
                    { class: "tiles", "aria-label": `Figures of ${chosen.label}` },
                    tile("Total cost", costOf(total), before.requests ? `before: ${dollars(before.cost_usd)}` : null, cost),
                    tile(
                      "Tokens",
                      el("data", { value: tokens(total), title: `${count(tokens(total))} tokens` }, brief(tokens(total))),
                      `${brief(total.input_tokens)} in, ${brief(total.output_tokens)} out`,
                      change(tokens(total), tokens(before)),
                    ),
                    tile("Requests", el("data", { value: total.requests }, count(total.requests)), null, change(total.requests, before.requests)),
                    tile(
                      "Error rate",
                      el("data", { value: errors ?? "", title: `${total.errors} errors in ${total.requests} requests` }, percent(errors)),
                      `${count(total.errors)} failed`,
                      pointsChange,
                    ),
                    tile("Projected month end", money(month.projected_month_end_usd), `${dollars(month.total_cost_usd)} so far in ${month.month}`),
                    tile(
                      "Unpriced requests",
                      el("data", { value: total.unpriced_requests, class: total.unpriced_requests ? "warn" : "" }, count(total.unpriced_requests)),
                      total.unpriced_requests ? "their cost is not in the total" : "every call has a price",
                    ),
                  );
                }

                function costBars(label, rows, name, link) {
                  const top = rows.reduce((most, row) => (compare(row.cost_usd, most) > 0 ? row.cost_usd : most), "0");
                  return bars(
                    label,
                    rows.slice(0, 8).map((row) => ({
                      name: name(row),
                      share: ratio(row.cost_usd, top) ?? 0,
                      shown: costOf(row),
                      link: link(row),
                    })),
                  );
                }

                function latency(report) {
                  const line = (name, now, before) =>
                    el(
                      "tr",
                      {},
                      el("th", { scope: "row" }, name),
                      ["p50", "p95", "p99"].map((quantile) => {
                        const changed = change(now[quantile], before[quantile]);
                        return el(
                          "td",
                          { class: "number", "data-quantile": quantile },
                          duration(now[quantile]),
                          changed && changed.kind !== "flat" && el("small", { class: `change ${changed.kind === "up" ? "worse" : "better"}` }, changed.text),
                        );
                      }),
                      el("td", { class: "number" }, count(now.count)),
                    );
                  return el(
                    "div",
                    { class: "scroll", tabindex: 0, role: "region", "aria-label": "Latency" },
                    el(
                      "table",
                      { class: "plain" },
                      el("caption", { class: "hidden" }, "Latency of answered calls, quantiles within 6 %, change against the period before"),
                      el("thead", {}, el("tr", {}, el("td", {}), ["p50", "p95", "p99", "Calls"].map((title) => el("th", { scope: "col", class: "number" }, title)))),
                      el(
                        "tbody",
                        {},
                        line("Duration", report.duration_ms, report.duration_before_ms),
                        line("Time to first token", report.time_to_first_token_ms, report.time_to_first_token_before_ms),
                      ),
                    ),
                  );
                }

                function budgetMeters(listed) {
                  if (!listed.budgets.length) return empty("No budgets are set. Budgets has the form.");
                  const fullest = [...listed.budgets].sort((a, b) => (b.used_ratio ?? 0) - (a.used_ratio ?? 0)).slice(0, 9);
                  return el(
                    "ul",
                    { class: "budgets" },
                    fullest.map((budget) => {
                      const name = budget.scope === "gateway" ? "Whole gateway" : `${budget.scope} ${budget.id}`;
                      return el(
                        "li",
                        {},
                        el("span", { class: "name" }, name, el("small", {}, ` ${budget.window}, ${budget.mode}`)),
                        el("span", { class: "figure" }, `${dollars(budget.spent_usd)} of ${dollars(budget.limit_usd)}`),
                        meter(`${name}, ${budget.window}`, budget.used_ratio, budget.thresholds),
                      );
                    }),
                  );
                }

                function health(status) {
                  const state = (ok, text) => el("span", { class: ok ? "state ok" : "state bad" }, text);
                  const { ledger, shared_store: store } = status;
                  return el(
                    "dl",
                    { class: "facts", "data-card": "health" },
                    el("dt", {}, "Ledger"),
                    el("dd", {}, state(ledger.writable, ledger.writable ? "writable" : "not writable"),
                      ` ${count(ledger.rows_waiting)} rows waiting, ${duration(ledger.lag_ms)} behind`, ledger.message && el("p", {}, ledger.message)),
                    el("dt", {}, "Redis"),
                    el("dd", {}, store ? [state(store.connected, store.connected ? "connected" : "not connected"), ` ${duration(store.lag_ms)} behind`,
                      store.message && el("p", {}, store.message)] : "not used: this gateway is alone"),
                    status.reasons.length ? [el("dt", {}, "Not ready"), el("dd", {}, status.reasons.join(" "))] : null,
                    el("dt", {}, "Version"),
                    el("dd", {}, status.version),
                  );
                }

                /** The view. */
                export async function overview({ content, parameters, go, signal }) {
                  const chosen = period(parameters);
                  const within = `since=${encodeURIComponent(chosen.since)}&until=${encodeURIComponent(chosen.until)}`;
                  const here = new URLSearchParams(parameters).toString();
                  const users = `#/users${here && `?${here}`}`;
                  let shown = "";
                  let shownAt = "";
                  let stale = null;

                  async function draw() {
                    const [report, month, listed, status] = await Promise.all([
                      read("overview", { since: chosen.since, until: chosen.until, limit: 8 }, signal),
                      read("llm-costs", { limit: 1 }, signal),
                      read("budgets", {}, signal),
                      read("status", {}, signal),
                    ]);
                    const { now, ...lasting } = status;
                    const next = JSON.stringify([report, month, listed, lasting]);
                    shownAt = new Date().toISOString();
                    stale?.remove();
                    if (next === shown) return;
                    shown = next;
                    const link = (name) => (row) => `#/requests?${name}=${encodeURIComponent(row[name === "model" ? "model" : name])}&${within}`;
                    content.replaceChildren(
                      el("div", { class: "head" }, el("h1", {}, "Overview"), periodControl(chosen, go)),
                      el("p", { class: "lead" }, `From ${chosen.since.slice(0, 16).replace("T", " ")} to ${chosen.until.slice(0, 16).replace("T", " ")} UTC, against as long before.`,
                        report.complete ? "" : " The calls of this gateway only; the month's projection is that of all."),
                      tiles(report, month, chosen),
                      el(
                        "div",
                        { class: "grid" },
                        card("Tokens over time", tokensOverTime(report)),
                        card("Cost by component", costBars("Cost by component", report.components, (row) => row.component_type, link("component_type"))),
                        card("Cost by model", costBars("Cost by model", report.models, (row) => row.model, link("model"))),
                        card("Cost by user", costBars("Cost by user", report.users, (row) => row.user_id, link("user_id")),
                          report.more_users && el("p", { class: "hint" }, el("a", { href: users }, "All users"))),
                        card("Latency", latency(report)),
                        card("Errors by type", bars("Errors by type", report.errors_by_type.map(({ error_type, requests: number }) => ({
                          name: error_type, share: number / report.errors_by_type[0].requests, shown: el("data", { value: number }, count(number)), kind: "bad",
                          link: `#/requests?status=error&${within}`,
                        })), "No errors in this period.")),
                        card("Health", health(status)),
                        card("Budgets", budgetMeters(listed)),
                      ),
                    );
                    const { firstElementChild: first, lastElementChild: last } = content.querySelector(".grid");
                    for (const wide of [first, last]) wide.classList.add("wide");
                  }

                  /** That what is shown is no longer what is; a session that is over asks to log in by itself. */
                  function tell(error) {
                    if (signal.aborted || error.status === 401) return;
                    stale?.remove();
                    stale = el("p", { class: "notice", role: "alert" }, `${error.message} These are the figures of ${instant(shownAt)} UTC.`);
                    content.querySelector(".head").after(stale);
                  }

                  await draw();
                  const timer = setInterval(() => {
                    // What somebody reads or uses is not pulled away; a hidden page asks for nothing.
                    if (document.hidden || (document.activeElement !== content && content.contains(document.activeElement))) return;
                    draw().catch(tell);
                  }, REFRESH);
                  signal.addEventListener("abort", () => clearInterval(timer));
                }

                """#),
        DashboardFile(
            name: "view-request.js", type: "text/javascript; charset=utf-8",
            tag: "\"17f2fa59aafbf414736a\"",
            text: #"""
                // One call: what it used, what each part cost, where its trace is.

                import { read } from "./api.js";
                import { card, el, empty } from "./dom.js";
                import { count, duration, money, time } from "./format.js";
                import { decimal, units } from "./exact.js";
                import { outcome, price } from "./view-requests.js";

                const UNITS = { 1000000: "per million", 1: "each", 3600000000: "per hour" };

                function facts(pairs) {
                  return el("dl", { class: "facts" }, pairs.filter(([, value]) => value !== null && value !== undefined && value !== "").map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
                }

                function rows(caption, titles, lines, foot) {
                  return el(
                    "div",
                    { class: "scroll", tabindex: 0, role: "region", "aria-label": caption },
                    el(
                      "table",
                      { class: "plain" },
                      el("caption", { class: "hidden" }, caption),
                      el("thead", {}, el("tr", {}, titles.map((title, index) => el("th", { scope: "col", class: index ? "number" : undefined }, title)))),
                      el("tbody", {}, lines.map((line) => el("tr", {}, line.map((value, index) => (index ? el("td", { class: "number" }, value) : el("th", { scope: "row" }, value)))))),
                      foot && el("tfoot", {}, el("tr", {}, el("th", { scope: "row", colspan: titles.length - 1 }, foot[0]), el("td", { class: "number" }, foot[1]))),
                    ),
                  );
                }

                function arithmetic(call) {
                  if (!call.price_lines.length) {
                    const why = { none: "No price is known for this model.", provider: "The provider itself states what it charged." };
                    return empty(why[call.price_source] ?? "Nothing was billed by the unit.");
                  }
                  const total = decimal(units(call.price_lines_usd));
                  const same = units(total) === units(call.cost_known_usd);
                  return [
                    rows(
                      "Price, line by line",
                      ["What", "Quantity", "Rate", "Amount"],
                      call.price_lines.map((line) => [
                        line.name,
                        count(line.quantity),
                        line.rate_usd === null ? "no price" : `$${line.rate_usd} ${UNITS[line.per] ?? ""}`,
                        line.amount_usd === null ? "unpriced" : el("data", { value: line.amount_usd }, `$${line.amount_usd}`),
                      ]),
                      ["Sum, rounded once to a nano-dollar", el("data", { value: total, class: "sum" }, `$${total}`)],
                    ),
                    same
                      ? el("p", { class: "notice good" }, `This is what the ledger has: $${call.cost_known_usd}.`)
                      : el("p", { class: "notice" }, `The ledger has $${call.cost_known_usd}, which holds: a row is never priced again. The lines are the price list's for the time of the call as it stands today, which is another.`),
                  ];
                }

                /** The view. */
                export async function request({ content, id, signal }) {
                  const [call, status] = await Promise.all([read(`requests/${encodeURIComponent(id)}`, {}, signal), read("status", {}, signal)]);
                  document.title = `${call.id} – Tollgate`;
                  // Digits and letters only, so that an id cannot change what the template says.
                  const traced = call.trace_id && status.trace_url && /^https?:/.test(status.trace_url) && /^[0-9a-f]+$/.test(call.trace_id);
                  const trace = traced
                    ? el("a", { href: status.trace_url.replaceAll("{trace_id}", call.trace_id), rel: "noopener noreferrer", target: "_blank" }, `${call.trace_id} ↗`)
                    : call.trace_id;
                  const classes = Object.entries(call.token_classes).filter(([, number]) => number !== 0);
                  const tags = Object.entries(call.tags);
                  content.replaceChildren(
                    el("nav", { "aria-label": "Back" }, el("a", { href: "#/requests" }, "‹ All requests")),
                    el("h1", { class: "mono" }, call.id),
                    el(
                      "div",
                      { class: "grid detail" },
                      card("Call", facts([
                        ["Began", time(call.started_at)], ["Outcome", outcome(call)], ["Provider", call.provider], ["API", call.api],
                        ["Requested model", call.request_model], ["Answering model", call.response_model], ["User", call.user_id],
                        ["Component", call.component_type], ["Key", call.key_id], ["Streamed", call.stream ? "yes" : "no"],
                        ["Duration", duration(call.duration_ms)],
                        ["First token", call.time_to_first_token_ms === null ? null : duration(call.time_to_first_token_ms)],
                        ["Provider's id", call.upstream_request_id], ["Trace", trace],
                        ["Tags", tags.length ? tags.map(([name, value]) => el("span", { class: "tag" }, `${name}: ${value}`)) : null],
                      ])),
                      card("Price, line by line", arithmetic(call)),
                      card("Cost", facts([
                        ["Cost", price(call)], ["Priced part", money(call.cost_known_usd)], ["Priced as", call.priced_as],
                        ["Price from", call.price_source], ["Usage", call.usage_source], ["Without a price", call.unpriced.join(", ")],
                      ])),
                      card("Tokens", classes.length
                        ? rows("Token classes", ["Class", "Tokens"], classes.map(([name, number]) => [name, count(number)]),
                            ["All", count(classes.reduce((total, [, number]) => total + number, 0))])
                        : empty("No tokens were counted.")),
                      card("Attempts", call.attempts.length
                        ? rows("Attempts at the provider", ["Attempt", "Provider", "Outcome", "Status", "Duration", "First token"], call.attempts.map((attempt) => [
                            count(attempt.number), attempt.provider, attempt.outcome.replaceAll("_", " "), attempt.status ?? "–",
                            attempt.duration_ms === null ? "–" : duration(attempt.duration_ms),
                            attempt.time_to_first_token_ms === null ? "–" : duration(attempt.time_to_first_token_ms),
                          ]))
                        : empty("A budget refused the call; no provider was asked.")),
                      call.detail && card("Further facts", el("pre", {}, JSON.stringify(call.detail, null, 2))),
                    ),
                  );
                }

                """#),
        DashboardFile(
            name: "view-requests.js", type: "text/javascript; charset=utf-8",
            tag: "\"045d105c3688dd8b14fa\"",
            text: #"""
                // Calls, newest first, by whatever they are looked for.

                import { read } from "./api.js";
                import { el } from "./dom.js";
                import { field, choice } from "./dialog.js";
                import { table } from "./table.js";
                import { count, duration, money, time } from "./format.js";

                const PAGE = 100;
                const MOST = 100_000;
                const FILTERS = ["user_id", "model", "component_type", "status", "since", "until"];

                const STATUSES = [
                  ["", "Any"],
                  ["ok", "Answered"],
                  ["error", "Failed"],
                  ["0", "No answer"],
                  ...[400, 401, 403, 404, 429, 500, 502, 503, 504].map((code) => [String(code), String(code)]),
                ];

                /** What became of a call, in words. */
                export function outcome(row) {
                  const parts = [row.status === 0 ? "no answer" : String(row.status)];
                  if (row.error_type) parts.push(row.error_type);
                  if (row.client_disconnected) parts.push("client gone");
                  if (row.usage_source === "estimated" || row.usage_source === "interrupted") parts.push(row.usage_source);
                  return el("span", { class: row.error_type ? "state bad" : "state" }, parts.join(", "));
                }

                /** What a call cost, where a part or all of it may have no price. */
                export function price(row) {
                  if (row.cost_usd !== null) return money(row.cost_usd);
                  return row.unpriced.length || row.price_source === "none" ? el("span", { class: "warn" }, row.cost_known_usd === "0" ? "unpriced" : [money(row.cost_known_usd), " + unpriced"]) : "–";
                }

                const columns = [
                  { name: "started_at", title: "Time (UTC)", value: (row) => row.started_at,
                    show: (row) => el("a", { href: `#/requests/${row.id}` }, time(row.started_at)) },
                  { name: "user_id", title: "User", value: (row) => row.user_id },
                  { name: "component_type", title: "Component", value: (row) => row.component_type },
                  { name: "model", title: "Model", value: (row) => row.response_model ?? row.request_model ?? row.api },
                  { name: "status", title: "Outcome", value: (row) => row.status, show: outcome },
                  { name: "input_tokens", title: "Input", number: true, value: (row) => row.input_tokens, show: (row) => count(row.input_tokens) },
                  { name: "output_tokens", title: "Output", number: true, value: (row) => row.output_tokens, show: (row) => count(row.output_tokens) },
                  { name: "cost_usd", title: "Cost", number: true, value: (row) => row.cost_usd, show: price },
                  { name: "duration_ms", title: "Duration", number: true, value: (row) => row.duration_ms, show: (row) => duration(row.duration_ms) },
                  { name: "time_to_first_token_ms", title: "First token", number: true, value: (row) => row.time_to_first_token_ms,
                    show: (row) => duration(row.time_to_first_token_ms) },
                ];

                // In the file, what the table has no room for as well.
                const SAVED = [
                  "id", "started_at", "provider", "api", "request_model", "response_model", "user_id", "component_type", "stream", "status",
                  "error_type", "client_disconnected", "input_tokens", "cached_input_tokens", "cache_write_tokens", "output_tokens",
                  "reasoning_tokens", "audio_input_tokens", "audio_output_tokens", "cost_usd", "cost_known_usd", "price_source", "usage_source",
                  "duration_ms", "time_to_first_token_ms", "upstream_request_id", "trace_id",
                ];

                /** The view. */
                export async function requests({ content, parameters, go, signal }) {
                  const query = Object.fromEntries(FILTERS.map((name) => [name, parameters.get(name)]).filter(([, value]) => value));
                  const page = (cursor, limit = PAGE) => read("requests", { ...query, limit, cursor }, signal);
                  let { requests: rows, next_cursor: cursor } = await page();

                  async function all() {
                    const every = [];
                    let next;
                    do {
                      const { requests: found, next_cursor } = await page(next, 1000);
                      every.push(...found);
                      next = next_cursor;
                    } while (next && every.length < MOST);
                    return every;
                  }

                  const hidden = SAVED.filter((name) => !columns.some((column) => column.name === name));
                  const shown = table({
                    caption: "Requests, newest first",
                    columns,
                    rows,
                    empty: "No calls match. Point an SDK's base URL at the gateway's port, or change the filters.",
                  });
                  const saved = table({ caption: "", columns: SAVED.map((name) => ({ name, title: name, value: (row) => row[name] })), rows: [], file: "tollgate-requests", all });
                  const save = saved.querySelector(".save");
                  save.title = `With ${hidden.length} columns more, all pages up to ${count(MOST)} rows`;
                  const older = el("button", { type: "button", hidden: !cursor, onclick: async () => {
                    older.disabled = true;
                    try {
                      const next = await page(cursor);
                      rows = [...rows, ...next.requests];
                      cursor = next.next_cursor;
                      shown.update(rows);
                      older.hidden = !cursor;
                    } finally {
                      older.disabled = false;
                    }
                  } }, "Older");

                  const form = el(
                    "form",
                    {
                      class: "filters", "aria-label": "Filters",
                      onsubmit: (event) => {
                        event.preventDefault();
                        go(Object.fromEntries([...new FormData(event.target)].map(([name, value]) => [name, value.trim()])));
                      },
                    },
                    field("User", { name: "user_id", value: query.user_id ?? "" }),
                    field("Model", { name: "model", value: query.model ?? "" }),
                    field("Component", { name: "component_type", value: query.component_type ?? "" }),
                    choice("Outcome", "status", STATUSES.some(([value]) => value === (query.status ?? "")) ? STATUSES : [...STATUSES, [query.status, query.status]], query.status ?? ""),
                    field("Since (UTC)", { name: "since", value: query.since ?? "", placeholder: "2026-11-22T18:00:00Z" }),
                    field("Until (UTC)", { name: "until", value: query.until ?? "", placeholder: "2026-11-23" }),
                    el("div", { class: "buttons" }, el("button", { type: "submit", class: "primary" }, "Filter"),
                      el("button", { type: "button", onclick: () => go({}) }, "Clear")),
                  );
                  content.replaceChildren(el("h1", {}, "Requests"), form, shown, el("div", { class: "buttons" }, older, save));
                }

                """#),
        DashboardFile(
            name: "view-usage.js", type: "text/javascript; charset=utf-8",
            tag: "\"956ec745b9c5e2907286\"",
            text: #"""
                // Users, components and models: who and what it was spent on.

                import { read } from "./api.js";
                import { el } from "./dom.js";
                import { period, periodControl } from "./period.js";
                import { table } from "./table.js";
                import { costOf, count, percent } from "./format.js";
                import { ratio } from "./exact.js";

                const counted = (name, title) => ({ name, title, number: true, value: (row) => row[name], show: (row) => count(row[name]) });

                function columns(total) {
                  return [
                    { name: "cost_usd", title: "Cost", number: true, value: (row) => row.cost_usd, show: costOf },
                    {
                      name: "share", title: "Share", number: true, value: (row) => ratio(row.cost_usd, total.cost_usd) ?? 0,
                      show: (row) => percent(ratio(row.cost_usd, total.cost_usd)), csv: false,
                    },
                    counted("requests", "Requests"),
                    counted("errors", "Errors"),
                    {
                      name: "error_rate", title: "Error rate", number: true, value: (row) => row.errors / row.requests,
                      show: (row) => percent(row.errors / row.requests), csv: false,
                    },
                    counted("unpriced_requests", "Unpriced"),
                    counted("input_tokens", "Input"),
                    counted("cached_input_tokens", "Cached"),
                    counted("cache_write_tokens", "Cache write"),
                    counted("output_tokens", "Output"),
                    counted("reasoning_tokens", "Reasoning"),
                  ];
                }

                function view({ title, list, names, parameter }) {
                  return async ({ content, parameters, go, signal }) => {
                    const chosen = period(parameters);
                    const report = await read("overview", { since: chosen.since, until: chosen.until, limit: 1000 }, signal);
                    const rows = report[list];
                    const link = (row) =>
                      `#/requests?${parameter}=${encodeURIComponent(row[names.at(-1).name])}&since=${encodeURIComponent(chosen.since)}&until=${encodeURIComponent(chosen.until)}`;
                    const [first, ...others] = names.map(({ name, title: heading }) => ({ name, title: heading, value: (row) => row[name] }));
                    const linked = names.length > 1 ? others[0] : first;
                    linked.show = (row) => el("a", { href: link(row) }, linked.value(row));
                    const shown = table({
                      caption: `${title}, ${chosen.label}`,
                      columns: [first, ...others, ...columns(report.total)],
                      rows,
                      sort: "-cost_usd",
                      file: `tollgate-${list}-${chosen.since.slice(0, 10)}-${chosen.until.slice(0, 10)}`,
                      empty: "No calls in this period.",
                    });
                    const filter = el("input", {
                      type: "search", placeholder: "Name contains …", "aria-label": `Filter ${title.toLowerCase()} by name`,
                      oninput: (event) => {
                        const wanted = event.target.value.toLowerCase();
                        shown.update(rows.filter((row) => names.some(({ name }) => row[name].toLowerCase().includes(wanted))));
                      },
                    });
                    content.replaceChildren(
                      ...[
                        el("div", { class: "head" }, el("h1", {}, title), periodControl(chosen, go)),
                        el("div", { class: "filters" }, filter,
                          list === "users" && el("a", { class: "hint", href: "/api/v1/admin/llm-costs?format=csv", download: true }, "The running month's users with budgets, as CSV")),
                        list === "users" && report.more_users &&
                          el("p", { class: "notice" }, "These are the 1,000 dearest; the month's report (CSV) has all of them."),
                        !report.complete && el("p", { class: "notice" }, "The calls of this gateway only."),
                        shown,
                      ].filter(Boolean),
                    );
                  };
                }

                export const users = view({ title: "Users", list: "users", names: [{ name: "user_id", title: "User" }], parameter: "user_id" });
                export const components = view({
                  title: "Components", list: "components", names: [{ name: "component_type", title: "Component" }], parameter: "component_type",
                });
                export const models = view({
                  title: "Models", list: "models", names: [{ name: "provider", title: "Provider" }, { name: "model", title: "Model" }], parameter: "model",
                });

                """#),
    ]
}
