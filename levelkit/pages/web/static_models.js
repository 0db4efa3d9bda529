// A page without a kernel: models that hold what the notebook's widgets held.

import { element } from "./dom.js";
import { renderPart } from "./main.js";

/** @typedef {(...given: any[]) => void} Act */

export class StaticModel {
  /** @type {Record<string, Act[]>} */
  #listeners = {};
  keepsFiles = true;
  /** What stands in for a kernel, where something does. @type {(() => void) | undefined} */
  answer;

  /** @param {string} kind @param {Record<string, any>} state @param {StaticManager} manager */
  constructor(kind, state, manager) {
    this.kind = kind;
    this.state = state;
    this.widget_manager = manager;
  }

  /** @param {string} name */
  get(name) {
    return this.state[name];
  }

  /** @param {string} name @param {any} value */
  set(name, value) {
    this.setAll({ [name]: value });
  }

  /** All first, then the news of each: whoever hears of one finds all. @param {Record<string, any>} values */
  setAll(values) {
    Object.assign(this.state, values);
    for (const name of Object.keys(values)) {
      this.tell(`change:${name}`);
    }
  }

  /** @param {string} event @param {any[]} given */
  tell(event, ...given) {
    for (const act of this.#listeners[event] ?? []) act(...given);
  }

  /** @param {string} events @param {Act} act */
  on(events, act) {
    for (const event of events.split(" ")) (this.#listeners[event] ??= []).push(act);
  }

  off() {/* parts of a plain page stay as long as the page */}
  /** @param {any} _ */
  send(_) {/* there is nobody to send to */}
  save_changes() {
    this.answer?.();
  }
}

export class StaticManager {
  /** @type {Record<string, StaticModel>} */
  models;

  /** @param {Record<string, { kind: string, state: Record<string, any> }>} models */
  constructor(models) {
    this.models = Object.fromEntries(
      Object.entries(models).map((
        [id, { kind, state }],
      ) => [id, new StaticModel(kind, state, this)]),
    );
  }

  /** @param {string} id */
  get_model(id) {
    return Promise.resolve(this.models[id]);
  }

  /** Draw a model, and those inside it, into a new element. @param {string} id @param {Element} parent */
  async mount(id, parent) {
    const model = this.models[id];
    const el = element("div", (model.get("_dom_classes") ?? []).join(" "));
    parent.append(el);
    if (model.kind === "AnyModel") {
      await renderPart({ model, el, hub: this.models[idOf(model.get("hub"))] });
      return;
    }
    el.classList.add("widget-box");
    if (model.kind === "VBoxModel") el.classList.add("widget-vbox");
    /** @type {string[]} */
    const children = model.get("children");
    await Promise.all(children.map((child) => this.mount(idOf(child), el)));
  }
}

/** @param {string} reference */
function idOf(reference) {
  return reference.replace("IPY_MODEL_", "");
}
