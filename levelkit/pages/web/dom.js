// Elements by one line each. Text is always text: nothing here reads HTML.

/** Where there is room for one thing beside another no longer. */
export const PHONE = "(max-width: 600px)";

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number>} attributes
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, className = "", text = "", attributes = {}) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text) node.textContent = text;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  return node;
}

/** @param {string} label @param {(event: Event) => unknown} act */
export function button(label, act, className = "lk-button") {
  const node = element("button", className, label, { type: "button" });
  node.addEventListener("click", act);
  return node;
}

/** A form of controls that is never sent. @param {string} label */
export function controlBox(label, className = "") {
  const box = element("form", `lk-controls ${className}`.trim(), "", { "aria-label": label });
  box.addEventListener("submit", (event) => event.preventDefault());
  return box;
}

/**
 * A control with its label.
 * @param {string} className
 * @param {string} label
 * @param {string} help
 * @param {HTMLElement} control
 */
export function labelled(className, label, help, control) {
  const box = element("div", `lk-field ${className}`.trim());
  control.id = newId();
  const tag = element("label", "", label, { for: control.id });
  if (help) control.title = help;
  box.append(tag, control);
  return { box, tag };
}

/**
 * New options only where they differ: a list that is open stays as it is.
 * @param {HTMLSelectElement} control
 * @param {string[]} texts
 */
export function offer(control, texts) {
  const same = texts.length === control.options.length &&
    texts.every((text, k) => control.options[k].text === text);
  if (!same) control.replaceChildren(...texts.map((text) => element("option", "", text)));
}

/**
 * Make a field as wide as its longest option, where there is room: nothing that is chosen is cut.
 * @param {HTMLElement} box
 * @param {string[]} texts
 */
export function fitTo(box, texts) {
  const longest = texts.reduce((most, { length }) => Math.max(most, length), 0);
  box.style.setProperty("--lk-letters", String(longest));
}

export function isDark() {
  return document.body.dataset.jpThemeLight === "false";
}

let count = 0;
export function newId() {
  count += 1;
  return `lk-${count}`;
}

/** A key that nobody else has; also where a page is not served by https. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
