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
