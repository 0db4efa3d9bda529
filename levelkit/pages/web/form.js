// Choices that depend on each other: what is on offer, and what was meant.

/**
 * @typedef {import("./types.d.ts").Choice} Choice
 * @typedef {import("./types.d.ts").Choices} Choices
 * @typedef {import("./types.d.ts").Missed} Missed
 * @typedef {import("./types.d.ts").Value} Value
 * @typedef {[Value, string]} Option a value and its words
 */

/** A value as it stands in an address: yes and no for true and false. @param {Value} value */
export function written(value) {
  return value === true ? "yes" : value === false ? "no" : String(value);
}

/** Choices by name, each as it stands in an address. @param {Choices} choices */
export function allWritten(choices) {
  return Object.fromEntries(Object.entries(choices).map(([name, value]) => [name, written(value)]));
}

/** @param {Choice} choice @param {Choices} earlier */
function dependence(choice, earlier) {
  return choice.depends.map((name) => written(earlier[name])).join("|");
}

/**
 * What a choice has on offer, given the earlier ones.
 * @param {Choice} choice
 * @param {Choices} earlier
 * @returns {Option[]}
 */
export function offeredBy(choice, earlier) {
  const options = choice.options[dependence(choice, earlier)];
  const { after } = choice;
  return after ? options.filter(([value]) => value > earlier[after]) : options;
}

/** @param {Choice} choice @param {Choices} earlier @param {Option[]} offered @returns {Option} */
function usual(choice, earlier, offered) {
  const wished = choice.default[dependence(choice, earlier)];
  return offered.find(([value]) => value === wished) ?? offered[offered.length - 1];
}

/** Whether another value is chosen than the one that a page opens with. @param {Choice} choice @param {Choices} choices */
export function isUnusual(choice, choices) {
  return usual(choice, choices, offeredBy(choice, choices))?.[0] !== choices[choice.name];
}

/**
 * The option that is meant; old addresses have the names that values had before.
 * @param {Choice} choice
 * @param {Option[]} offered
 * @param {Value} asked
 */
function meant(choice, offered, asked) {
  /** @param {string} name */
  const called = (name) => offered.find(([value]) => written(value) === name);
  const name = written(asked);
  const former = choice.former ?? {};
  return called(name) ?? (Object.hasOwn(former, name) ? called(written(former[name])) : undefined);
}

/**
 * Every choice: as given where that can be had, else its default.
 * @param {Choice[]} form
 * @param {Choices} given
 * @returns {{ choices: Choices, missed: Missed[] }} `missed`: what could not be had, and what is shown instead
 */
export function complete(form, given) {
  /** @type {Choices} */
  const choices = {};
  /** @type {Missed[]} */
  const missed = [];
  for (const choice of form) {
    const offered = offeredBy(choice, choices);
    const asked = choice.name in given;
    const option = asked ? meant(choice, offered, given[choice.name]) : undefined;
    const [value, words] = option ?? usual(choice, choices, offered);
    if (asked && !option) missed.push({ label: choice.label, asked: given[choice.name], words });
    choices[choice.name] = value;
  }
  return { choices, missed };
}

/** The same values by the same names, in whatever order. @param {Choices} a @param {Choices} b */
export function sameChoices(a, b) {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
