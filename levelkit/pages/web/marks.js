// What is marked in the charts (a place, a year): it never leaves the browser.

import { written } from "./form.js";

/**
 * @typedef {import("./types.d.ts").Choices} Choices
 * @typedef {import("./types.d.ts").MarkControl} MarkControl
 * @typedef {import("./types.d.ts").Missed} Missed
 * @typedef {import("./types.d.ts").Value} Value
 */

/**
 * What can be had of the marks that are wished, else the answer's own.
 * @param {Record<string, Value[]>} offered
 * @param {Choices} wished
 * @param {Choices} usual
 * @returns {Choices}
 */
export function fittingMarks(offered, wished, usual) {
  return Object.fromEntries(
    Object.entries(offered).map(([name, values]) => {
      const fitting = values.find((value) => written(value) === written(wished[name] ?? ""));
      return [name, fitting ?? usual[name] ?? values[values.length - 1]];
    }),
  );
}

/**
 * Marks that were moved from what is usual; the others follow each answer's own.
 * @param {Choices} marks
 * @param {Choices} usual
 */
export function movedMarks(marks, usual) {
  return Object.fromEntries(Object.entries(marks).filter(([name, value]) => value !== usual[name]));
}

/**
 * Marks that were asked for and are not on offer.
 * @param {Record<string, Value[]>} offered
 * @param {Choices} asked
 * @param {Choices} shown
 * @param {MarkControl[]} controls
 * @returns {Missed[]}
 */
export function missedMarks(offered, asked, shown, controls) {
  return Object.entries(asked)
    .filter(([name, value]) => !offered[name].some((one) => written(one) === value))
    .map(([name, value]) => ({
      label: controls.find((control) => control.name === name)?.label ?? name,
      asked: value,
      words: String(shown[name]),
    }));
}
