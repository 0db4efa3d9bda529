// What a visitor is told of an address that asks for what is not there.

/** @param {import("./types.d.ts").Missed[]} missed */
export function missedNotices(missed) {
  return missed.map(({ label, asked, words }) =>
    `${label}: there is no “${asked}” here. Shown instead: ${words}.`
  );
}

/** @param {string[]} unknown names that no page has */
export function unknownNotices(unknown) {
  return unknown.length ? [`Not known here and left out: ${unknown.join(", ")}.`] : [];
}

/** @param {string[]} labels inputs that only a kernel can answer */
export function kernelNotices(labels) {
  return labels.map((label) => `${label}: this needs a page with a kernel. Shown instead: none.`);
}
