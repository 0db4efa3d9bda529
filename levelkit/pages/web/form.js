// Choices that depend on each other: what is on offer, and what was meant.

/** A value as it stands in an address: yes and no for true and false. */
export function written(value) {
  return value === true ? "yes" : value === false ? "no" : String(value);
}

/** Pairs of value and words that a choice has, given the earlier ones. */
export function offeredBy(choice, made) {
  const options = choice.options[choice.depends.map((name) => written(made[name])).join("|")];
  return choice.after ? options.filter(([value]) => value > made[choice.after]) : options;
}

function usual(choice, made, offered) {
  const wished = choice.default[choice.depends.map((name) => written(made[name])).join("|")];
  return offered.find(([value]) => value === wished) ?? offered.at(-1);
}

/** The pair on offer that is meant; old addresses have the names that values had before. */
function offeredAs(choice, offered, asked) {
  const pair = (name) => offered.find(([value]) => written(value) === name);
  const name = written(asked);
  const former = choice.former ?? {};
  return pair(name) ?? (Object.hasOwn(former, name) ? pair(written(former[name])) : undefined);
}

/** Every choice: as given where that can be had, else its default.
 *  `missed` lists what could not be had, with what is shown instead. */
export function complete(form, given) {
  const made = {};
  const missed = [];
  for (const choice of form) {
    const offered = offeredBy(choice, made);
    const asked = choice.name in given;
    const found = asked ? offeredAs(choice, offered, given[choice.name]) : undefined;
    const [value, words] = found ?? usual(choice, made, offered);
    if (asked && !found) missed.push({ label: choice.label, asked: given[choice.name], words });
    made[choice.name] = value;
  }
  return { made, missed };
}

/** The same choices, whatever their order. */
export function sameChoices(one, other) {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}
