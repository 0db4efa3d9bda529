// A view in words that others can use: a citation, a program, a frame. Nothing here touches the browser.

import { filled } from "./words.js";

/** A text that LaTeX reads as it stands. @param {string} text */
export function tex(text) {
  return text.replace(/[&%#_]/g, "\\$&");
}

/**
 * @param {Record<string, string>} templates by kind
 * @param {"apa" | "bibtex"} kind
 * @param {Record<string, string>} words of the page
 * @param {string} view link to it
 * @param {string} accessed ISO date
 */
export function citationOf(templates, kind, words, view, accessed) {
  const { source, licence, verdict, parts } = words;
  const written = kind === "bibtex" ? tex : (/** @type {string} */ text) => text;
  return filled(templates[kind], {
    view,
    accessed,
    year: accessed.slice(0, 4),
    sources: written(`${source} (${licence})`),
    verdict: written(parts ? `${verdict}; ${parts}` : verdict),
  });
}

/** A value as Python writes it. @param {any} value */
function literal(value) {
  return value === true ? "True" : value === false ? "False" : JSON.stringify(value);
}

/**
 * The Python lines that give this very answer; a visitor's file is read from the disk again.
 * @param {string} claim
 * @param {Record<string, any>} choices
 * @param {Record<string, any>} inputs
 * @param {boolean} inParts whether the verdict has parts
 */
export function pythonOf(claim, choices, inputs, inParts) {
  const fromDisk = Object.entries(inputs)
    .map(([name, value]) => [name, value.id || value.text ? value.name : value]);
  const given = [...Object.entries(choices), ...fromDisk]
    .map(([name, value]) => `    ${name}=${literal(value)},`);
  const parts = [
    "for part in evidence.parts:",
    '    print(f"{part.label}: {part.verdict}. {part.reason}")',
  ];
  return [
    "import levelkit as lk",
    "",
    `evidence = lk.claim(${literal(claim)}).evaluate(`,
    ...given,
    ")",
    "print(evidence.verdict, evidence.sentence)",
    ...(inParts ? parts : []),
    "",
  ].join("\n");
}

/**
 * The answer as a newspaper can print it: what was asked, what was found and how sure it is, of which figures, when.
 * @param {string} question
 * @param {Record<string, any>} words of the page
 * @param {string} view link to it
 * @param {string} accessed ISO date
 */
export function answerOf(question, { verdict, reason, answer, source }, view, accessed) {
  const judged = verdict[0].toUpperCase() + verdict.slice(1);
  return `${question} ${judged}. ${reason} ${answer} Figures: ${source}. ` +
    `levelkit, ${longDate(accessed)}: ${view}`;
}

/** The figures themselves, as their publishers ask. @param {Record<string, string>} words @param {string} accessed ISO date */
export function figuresOf({ source, licence }, accessed) {
  return `${source}. Licence: ${licence}. Accessed on ${longDate(accessed)}.`;
}

/** @param {string} iso */
function longDate(iso) {
  const date = new Date(`${iso}T00:00:00Z`);
  return date.toLocaleDateString("en-GB", {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
}

/** Lets a frame take the height that its page tells it; of pages in frames alone, and no more than a number. */
const SIZING =
  '<script>addEventListener("message", (e) => { for (const f of document.querySelectorAll("iframe[data-levelkit]")) ' +
  "if (f.contentWindow === e.source && e.data.levelkitHeight > 0) f.height = Math.min(4000, e.data.levelkitHeight); });</script>";

/** A frame for another web page. @param {string} link @param {string} title */
export function frameOf(link, title) {
  const address = `${link}${link.includes("?") ? "&" : "?"}mode=embed`;
  const quoted = (/** @type {string} */ text) =>
    text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  return `<iframe src="${quoted(address)}" title="${quoted(title)}" ` +
    `width="100%" height="900" style="border:0" loading="lazy" data-levelkit></iframe>\n${SIZING}`;
}
