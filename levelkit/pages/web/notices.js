// What a visitor is told of an address that asks for what is not there.

/** @param {import("./types.d.ts").Missed[]} missed */
export function missedNotices(missed) {
  return missed.map(({ label, asked, words }) =>
    `${label}: there is no “${asked}” here. Shown instead: ${words}.`
  );
}

/** @param {string} typed @param {string[]} texts of what has these words in its name, the first of which is shown */
export function foundNotices(typed, texts) {
  const asked = `“${typed.trim()}”`;
  if (!texts.length) {
    return [`No place here is called ${asked}. Try another spelling, or a place nearby.`];
  }
  if (texts.length === 1) return [];
  const others = texts.slice(1, 4).join("; ");
  const more = texts.length > 4 ? ` and ${texts.length - 4} more` : "";
  return [
    `${texts.length} places have ${asked} in their names. Shown: ${
      texts[0]
    }. Also: ${others}${more}.`,
  ];
}

/** @param {string[]} unknown names that no page has */
export function unknownNotices(unknown) {
  return unknown.length ? [`Not known here and left out: ${unknown.join(", ")}.`] : [];
}

/** @param {string[]} labels inputs that only a kernel can answer */
export function kernelNotices(labels) {
  return labels.map((label) => `${label}: this needs a page with a kernel. Shown instead: none.`);
}
