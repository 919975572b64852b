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
