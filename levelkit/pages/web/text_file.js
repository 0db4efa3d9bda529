// The text of a visitor's file, whatever it is written in. Nothing here touches the browser.

/**
 * @param {ArrayBuffer} content
 * @returns {{ text: string, encoding: string }} Windows-1252 where it is no Unicode
 */
export function decoded(content) {
  const [first, second] = new Uint8Array(content.slice(0, 2));
  if (first === 0xff && second === 0xfe) {
    return { text: textOf(content, "utf-16le"), encoding: "UTF-16" };
  }
  if (first === 0xfe && second === 0xff) {
    return { text: textOf(content, "utf-16be"), encoding: "UTF-16" };
  }
  try {
    return { text: textOf(content, "utf-8"), encoding: "UTF-8" };
  } catch {
    const text = new TextDecoder("windows-1252").decode(content);
    return { text, encoding: "Windows-1252" };
  }
}

/** @param {ArrayBuffer} content @param {string} encoding */
function textOf(content, encoding) {
  return new TextDecoder(encoding, { fatal: true }).decode(content);
}

/** Whether a file is no text at all (a workbook is a zip file). @param {ArrayBuffer} content */
export function isBinary(content) {
  const start = new Uint8Array(content.slice(0, 4096));
  if (start[0] === 0x50 && start[1] === 0x4b) return true;
  const unicode = (start[0] === 0xff && start[1] === 0xfe) ||
    (start[0] === 0xfe && start[1] === 0xff);
  return !unicode && start.includes(0);
}
