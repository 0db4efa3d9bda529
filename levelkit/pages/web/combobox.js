// A list that one can type into, by the ARIA pattern "combobox with list autocomplete".

import { element, newId } from "./dom.js";

const MOST = 200; // options that are listed at once: whoever wants another types on

/**
 * The places of the options that have all words typed: those that begin with them first.
 * @param {string[]} texts
 * @param {string} typed
 * @returns {number[]}
 */
export function matching(texts, typed) {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  const all = texts.map((text, k) => ({ k, text: plain(text) }));
  const kept = all.filter(({ text }) => words.every((word) => text.includes(word)));
  const begins = (/** @type {string} */ text) => words.length > 0 && text.startsWith(words[0]);
  return [
    ...kept.filter(({ text }) => begins(text)),
    ...kept.filter(({ text }) => !begins(text)),
  ].map(({ k }) => k);
}

/** Letters without accents and case. @param {string} text */
function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

export class Combobox {
  control = element("input", "lk-combobox", "", {
    type: "text",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
  });
  list = element("ul", "lk-options", "", { role: "listbox" });
  /** @type {string[]} */ #texts = [];
  /** @type {number[]} what is listed */ #listed = [];
  #chosen = -1;
  #active = -1;
  #choose;

  /** @param {string} label @param {(k: number) => void} choose */
  constructor(label, choose) {
    this.#choose = choose;
    this.list.id = newId();
    this.list.hidden = true;
    this.list.setAttribute("aria-label", label);
    const { control } = this;
    control.setAttribute("aria-controls", this.list.id);
    control.addEventListener("focus", () => control.select());
    control.addEventListener("click", () => this.#open(""));
    control.addEventListener("input", () => this.#open(control.value));
    control.addEventListener("blur", () => this.#close());
    control.addEventListener("keydown", (event) => this.#key(event));
    // The field keeps the focus while an option is clicked, or the list is scrolled by its bar.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = /** @type {Element} */ (event.target).closest("[data-k]");
      if (option) this.#take(Number(/** @type {HTMLElement} */ (option).dataset.k));
    });
  }

  /** What is on offer and what is chosen of it; -1 for nothing. @param {string[]} texts @param {number} chosen @param {string} [nothing] */
  show(texts, chosen, nothing = "") {
    const same = texts.length === this.#texts.length &&
      texts.every((text, k) => text === this.#texts[k]);
    if (same && chosen === this.#chosen) return; // a list that is open stays as it is
    this.#texts = texts;
    this.#chosen = chosen;
    this.control.placeholder = nothing;
    this.#close();
  }

  get #isOpen() {
    return !this.list.hidden;
  }

  /** @param {string} typed */
  #open(typed) {
    const { control, list } = this;
    const matches = matching(this.#texts, typed);
    this.#listed = matches.slice(0, MOST);
    list.replaceChildren(...this.#listed.map((k) => {
      const option = element("li", "", this.#texts[k], { id: newId(), role: "option" });
      option.dataset.k = String(k);
      option.setAttribute("aria-selected", String(k === this.#chosen));
      return option;
    }));
    const more = matches.length - this.#listed.length;
    const said = more ? `${more} more: type on` : matches.length ? "" : "Nothing of that name";
    if (said) {
      list.append(
        element("li", "lk-options-more", said, { role: "option", "aria-disabled": "true" }),
      );
    }
    list.hidden = false;
    control.setAttribute("aria-expanded", "true");
    this.#point(typed ? 0 : this.#listed.indexOf(this.#chosen));
  }

  #close() {
    this.list.hidden = true;
    this.list.replaceChildren();
    this.#listed = [];
    this.control.setAttribute("aria-expanded", "false");
    this.control.removeAttribute("aria-activedescendant");
    this.control.value = this.#texts[this.#chosen] ?? "";
  }

  /** Make one of the listed options the active one. @param {number} at */
  #point(at) {
    const options = this.list.querySelectorAll("[data-k]");
    options[this.#active]?.classList.remove("lk-active");
    this.#active = Math.min(at, options.length - 1);
    const option = options[this.#active];
    if (!option) {
      this.control.removeAttribute("aria-activedescendant");
      return;
    }
    option.classList.add("lk-active");
    option.scrollIntoView({ block: "nearest" });
    this.control.setAttribute("aria-activedescendant", option.id);
  }

  /** @param {number} k */
  #take(k) {
    this.#close();
    this.#choose(k); // which shows what is chosen then, or nothing in a list that one adds to
    this.control.select();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
    if (step) {
      if (!this.#isOpen) this.#open("");
      else this.#point(Math.max(0, this.#active + step));
    } else if (event.key === "Enter" && this.#isOpen) {
      const k = this.#listed[this.#active];
      if (k === undefined) return;
      this.#take(k);
    } else if (event.key === "Escape" && this.#isOpen) {
      this.#close();
      event.stopPropagation(); // a window that it stands in stays open
    } else {
      return;
    }
    event.preventDefault();
  }
}
