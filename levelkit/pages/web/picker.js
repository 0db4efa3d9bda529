// One of several: a native list where there are few, one that can be typed into where there are many.

import { Combobox } from "./combobox.js";
import { element, fitTo, labelled, offer } from "./dom.js";

const MANY = 30;

export class Picker {
  box;
  #select = element("select");
  /** @type {Combobox | null} */ #combobox = null;
  #label;
  #choose;
  #nothing;

  /**
   * @param {{ label: string, help?: string, name?: string, nothing?: string }} field
   *   `nothing`: what is read where none is chosen, in a list that one adds from
   * @param {(k: number) => void} choose hears which of the texts was chosen
   */
  constructor({ label, help = "", name = "", nothing = "" }, choose) {
    this.#label = label;
    this.#choose = choose;
    this.#nothing = nothing;
    if (name) this.#select.name = name;
    this.box = labelled("lk-mark", label, help, this.#select).box;
    this.#select.addEventListener("change", () => {
      const k = this.#select.selectedIndex - Number(this.#hasNothing);
      if (k >= 0) choose(k);
    });
  }

  get #hasNothing() {
    return this.#nothing !== "";
  }

  /** @param {string[]} texts @param {number} chosen @param {string} [nothing] other words than those before */
  show(texts, chosen, nothing = this.#nothing) {
    this.#nothing = nothing;
    if (texts.length > MANY) {
      this.#combobox ??= this.#typed();
      this.#put(this.#combobox.control);
      this.box.append(this.#combobox.list);
      this.#combobox.show(texts, chosen, nothing);
      return;
    }
    this.#combobox?.list.remove();
    this.#put(this.#select);
    fitTo(this.box, texts);
    offer(this.#select, nothing ? [nothing, ...texts] : texts);
    this.#select.selectedIndex = chosen + Number(this.#hasNothing);
  }

  #typed() {
    const combobox = new Combobox(this.#label, this.#choose);
    combobox.control.id = this.#select.id; // what the label is for, whichever of them is there
    combobox.control.title = this.#select.title;
    return combobox;
  }

  /** @param {HTMLElement} control */
  #put(control) {
    const [, present] = this.box.children;
    if (present !== control) present.replaceWith(control);
  }
}
