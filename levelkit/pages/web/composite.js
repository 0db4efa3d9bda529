// An index of several components: the formulas of levelkit.ces and levelkit.normalise. Nothing here
// touches the browser.

/** @typedef {number | null} Figure null where there is none */

const FLOOR = 0.01; // what the lowest has on a scale from least to most, so that means of powers exist
const EQUAL = 1e10; // indices that agree to ten places share a place

/**
 * Shares of all weight: they add up to 1; without any weight all count alike.
 * @param {number[]} weights
 */
export function sharesOf(weights) {
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => whole ? weight / whole : 1 / weights.length);
}

/**
 * Places from the lowest; equal ones share the mean of theirs.
 * @param {Figure[]} values
 * @returns {Figure[]}
 */
export function placesOf(values) {
  const known = values.filter((value) => value !== null);
  return values.map((value) => {
    if (value === null) return null;
    const lower = known.filter((other) => other < value).length;
    const level = known.filter((other) => other === value).length;
    return lower + (level + 1) / 2;
  });
}

/**
 * A component on a common scale; one that does not vary tells nobody apart and is 1 for all.
 * @param {Figure[]} values
 * @param {"min-max" | "rank" | "z"} scale
 * @returns {Figure[]}
 */
export function scaled(values, scale) {
  const known = /** @type {number[]} */ (values.filter((value) => value !== null));
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const each = (/** @type {(value: number) => number} */ act) =>
    values.map((value) => value === null ? null : act(value));
  if (!(high > low)) return each(() => 1);
  if (scale === "rank") return placesOf(values);
  if (scale === "min-max") {
    return each((value) => FLOOR + (1 - FLOOR) * (value - low) / (high - low));
  }
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const square = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length;
  return each((value) => (value - mean) / Math.sqrt(square));
}

/**
 * The mean with a constant elasticity of substitution; missing components share their weight.
 * @param {Figure[]} values
 * @param {number[]} shares
 * @param {number | null} elasticity above 0; null for the arithmetic mean, where it is infinite
 * @returns {Figure}
 */
export function powerMean(values, shares, elasticity) {
  const known = values.map((_, k) => k).filter((k) => values[k] !== null && shares[k] > 0);
  const whole = known.reduce((sum, k) => sum + shares[k], 0);
  if (!whole) return null;
  const mean = (/** @type {(value: number) => number} */ term) =>
    known.reduce((sum, k) => sum + shares[k] * term(/** @type {number} */ (values[k])), 0) / whole;
  if (elasticity === null) return mean((value) => value);
  if (elasticity === 1) return Math.exp(mean(Math.log));
  const rho = 1 - 1 / elasticity;
  // In units of the least: no power of it overflows.
  const least = Math.min(...known.map((k) => /** @type {number} */ (values[k])));
  return least * mean((value) => (value / least) ** rho) ** (1 / rho);
}

/**
 * The index of each unit and its place, 1 the lowest.
 * @param {Figure[][]} rows of each unit, its components
 * @param {{ weights: number[], scale: "min-max" | "rank" | "z", elasticity: number | null, complete: boolean }} recipe
 *   `complete`: a unit that lacks a component which counts has no place
 * @returns {{ index: Figure[], place: Figure[] }}
 */
export function indexOf(rows, { weights, scale, elasticity, complete }) {
  const shares = sharesOf(weights);
  const counts = shares.map((_, k) => k).filter((k) => shares[k] > 0);
  const has = rows.map((row) => {
    const known = counts.filter((k) => row[k] !== null).length;
    return known >= (complete ? counts.length : 1);
  });
  const columns = counts.map((k) => scaled(rows.map((row, j) => has[j] ? row[k] : null), scale));
  const of = counts.map((k) => shares[k]);
  const index = rows.map((_, j) =>
    has[j] ? powerMean(columns.map((column) => column[j]), of, elasticity) : null
  );
  const rounded = index.map((value) => value === null ? null : Math.round(value * EQUAL) / EQUAL);
  return { index, place: placesOf(rounded) };
}

/** A place as it is read: 21st; joint 5th where several share it. @param {number} place @param {number} level how many have it */
export function nth(place, level) {
  const first = place - (level - 1) / 2;
  const teen = first % 100 >= 10 && first % 100 <= 20;
  const ending = teen ? "th" : { 1: "st", 2: "nd", 3: "rd" }[first % 10] ?? "th";
  return `${level > 1 ? "joint " : ""}${first}${ending}`;
}
