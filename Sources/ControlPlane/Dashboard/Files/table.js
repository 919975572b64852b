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
