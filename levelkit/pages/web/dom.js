// Elements by one line each. Text is always text: nothing here reads HTML.

export function element(tag, className = "", text = "", attributes = {}) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

export function button(label, act, className = "lk-button") {
  const made = element("button", className, label, { type: "button" });
  made.addEventListener("click", act);
  return made;
}

export function isDark() {
  return document.body.dataset.jpThemeLight === "false";
}

/** Fill "{first_year}" and the like from what is chosen and marked. */
export function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

let count = 0;
export function newId() { count += 1; return `lk-${count}`; }
