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
