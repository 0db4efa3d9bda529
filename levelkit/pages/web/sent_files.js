// A visitor's file is sent to a kernel once; afterwards its id says which it is. Nothing here touches the browser.

/** @typedef {{ name: string, text: string, id: string }} VisitorsFile */

/** @param {any} value @returns {value is VisitorsFile} */
function isFile(value) {
  return typeof value?.text === "string" && typeof value.id === "string";
}

/** What one kernel has been sent. */
export class SentFiles {
  /** @type {Set<string>} */
  #ids = new Set();

  /**
   * Inputs as they are sent: without the texts that the kernel has.
   * @param {Record<string, any>} inputs
   * @returns {Record<string, any>}
   */
  lean(inputs) {
    return Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => {
        if (!isFile(value)) return [name, value];
        const { id, name: file } = value;
        const known = this.#ids.has(id);
        this.#ids.clear(); // a kernel keeps the last one that it was sent
        this.#ids.add(id);
        return [name, known ? { name: file, id } : value];
      }),
    );
  }
}
