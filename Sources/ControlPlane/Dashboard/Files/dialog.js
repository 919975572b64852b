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
