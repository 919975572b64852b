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
