// What a term means, where it stands: a click or Enter on it opens a few words beside it.

import { button, element } from "./dom.js";

/** Terms as they stand in sentences; the longer before the shorter that it holds. @type {[RegExp, string][]} */
export const TERMS = [
  [
    /rank correlation/i,
    "How alike two orders are: 1 is the same order, 0 no relation, −1 the order turned round.",
  ],
  [
    /coefficient of variation/i,
    "How far places lie from their average, as a share of it: 0 if all are equal. Short: CV.",
  ],
  [/Gini coefficient/i, "Inequality from 0 (all equal) to 1 (one has everything)."],
  [
    /Theil index|Theil's index/i,
    "Inequality, 0 if all are equal, which can be split into what lies within groups and what lies between them.",
  ],
  [
    /\bGVA\b/,
    "Gross value added: the value of what is produced in a place, less what went into it. It is counted where people work.",
  ],
  [
    /\bGDHI\b/,
    "Gross disposable household income: what households have after taxes and benefits, where they live.",
  ],
  [/\bITL1\b/, "The 12 regions and nations of the UK (International Territorial Level 1)."],
  [/\bITL2\b/, "41 areas of the UK, such as a county or two (International Territorial Level 2)."],
  [
    /\bITL3\b/,
    "179 small areas of the UK, such as a county or a city (International Territorial Level 3).",
  ],
  [
    /purchasing power parities|\bPPP\b/,
    "Exchange rates that make the same basket of goods cost the same in each country.",
  ],
  [
    /95% interval/,
    "Worked out so that it holds the true value in 95 of 100 such studies. The wider, the less the figures can tell.",
  ],
  [
    /\bp-value\b|\bp = /,
    "How often chance alone would give a result at least as marked as this one.",
  ],
  [/\bHC3\b/, "Standard errors that allow some places to scatter more widely than others."],
  [
    /jackknife/i,
    "Working the number out again without each region in turn, to see how much hangs on it.",
  ],
  [/half-life/i, "How long it takes until half of a gap is gone."],
  [
    /elasticity of substitution/i,
    "How far one component makes up for another: infinite if fully, 0 if only the weakest counts.",
  ],
];

/**
 * The first place of each term in a text, in their order; none within another.
 * @param {string} text
 * @returns {{ at: number, end: number, means: string }[]}
 */
export function termsIn(text) {
  /** @type {{ at: number, end: number, means: string }[]} */
  const found = [];
  for (const [pattern, means] of TERMS) {
    const match = pattern.exec(text);
    if (!match) continue;
    const [at, end] = [match.index, match.index + match[0].length];
    if (found.every((other) => end <= other.at || at >= other.end)) found.push({ at, end, means });
  }
  return found.sort((a, b) => a.at - b.at);
}

/** Make terms in a passage open what they mean, each where it stands first. @param {Element} box */
export function explainTerms(box) {
  if (!("popover" in HTMLElement.prototype)) return;
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  /** @type {Text[]} */
  const texts = [];
  while (walker.nextNode()) {
    const text = /** @type {Text} */ (walker.currentNode);
    if (
      !text.parentElement?.closest(
        "a, button, summary, h1, h2, h3, table, textarea, code, .lk-card",
      )
    ) {
      texts.push(text);
    }
  }
  /** @type {Set<string>} */
  const explained = new Set();
  for (const text of texts) {
    const terms = termsIn(text.data).filter(({ means }) => !explained.has(means));
    let rest = text;
    let cut = 0;
    for (const { at, end, means } of terms) {
      explained.add(means);
      const term = rest.splitText(at - cut);
      rest = term.splitText(end - at);
      cut = end;
      term.replaceWith(buttonFor(term.data, means));
    }
  }
}

/** @param {string} words @param {string} means */
function buttonFor(words, means) {
  return button(words, ({ currentTarget }) => {
    const { left, bottom } = /** @type {HTMLElement} */ (currentTarget).getBoundingClientRect();
    const note = theNote();
    note.textContent = means;
    note.style.left = `${Math.max(8, Math.min(left, innerWidth - 320))}px`;
    note.style.top = `${bottom + 6}px`;
    note.showPopover();
  }, "lk-term");
}

/** One a page, outside of all sentences: what stands in one is what it says. */
function theNote() {
  const there = /** @type {HTMLElement | null} */ (document.querySelector("body > .lk-means"));
  if (there) return there;
  const note = element("div", "lk-means", "", { popover: "auto", role: "status" });
  document.body.append(note);
  return note;
}
