// One store a hub, with the address bar that follows it.

import { followAddress } from "./address_bar.js";
import { Store } from "./store.js";

/** @typedef {import("./types.d.ts").Model} Model */

/** @type {WeakMap<Model, Store>} */
const stores = new WeakMap();

/** The store of a hub model, made when its first part asks for it. @param {Model} hub */
export function storeOf(hub) {
  let store = stores.get(hub);
  if (!store) {
    store = new Store(hub);
    stores.set(hub, store);
    followAddress(store);
  }
  return store;
}
