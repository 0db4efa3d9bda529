// The view in the address bar: read when the page opens and when a visitor goes back, written when
// it has changed. Only on a page of its own: inside JupyterLab the address is not ours.

import { inputFrom, queryOf, readQuery } from "./address.js";
import { complete } from "./form.js";
import { nextFrame } from "./frames.js";
import { kernelNotices, missedNotices, unknownNotices } from "./notices.js";

/** @typedef {import("./store.js").Store} Store */

const REST = 400; // milliseconds until a slider that is still has made a stop for the Back button

/** Whether the address is ours to read and write. */
export function ownsAddress() {
  return Boolean(globalThis.levelkitPage);
}

/** Keep view and address together. @param {Store} store */
export function followAddress(store) {
  if (!ownsAddress() || !(store.form.length || store.details.form.length)) return;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let resting;
  /** @param {boolean} push whether Back comes to the view before */
  const write = (push) => {
    clearTimeout(resting);
    writeAddress(queryOf(store.state, store.mode), push);
  };
  let reading = true;
  const read = () => {
    reading = true;
    readAddress(store);
    reading = false;
  };
  read();
  addEventListener("popstate", read);
  addEventListener("levelkit-leaving", () => write(false));
  store.on("marks", () => {
    if (reading) return;
    clearTimeout(resting);
    resting = setTimeout(() => write(true), REST);
  });
  store.on("mode", () => !reading && write(true));
  store.on("settled", () => {
    const { push } = store;
    store.push = undefined;
    // The browser takes its time over an address: the charts go first.
    if (push !== undefined) nextFrame().then(() => write(push));
  });
}

/** @param {Store} store */
function readAddress(store) {
  const free = store.inputsForm.filter(({ kind }) => kind !== "file");
  const names = [...store.form, ...free, ...store.details.form].map(({ name }) => name);
  const { given, mode, unknown } = readQuery(location.search, [
    ...names,
    ...Object.keys(store.offered),
    ...(store.details.form.length ? ["find"] : []),
  ]);
  const { choices, missed } = complete(store.form, given);
  const details = store.details.meant(given);
  const asked = free.filter(({ name }) => name in given);
  store.notices = [
    ...missedNotices([...missed, ...details.missed]),
    ...details.found,
    ...unknownNotices(unknown),
    ...kernelNotices(asked.filter(({ name }) => !works(store, name)).map(({ label }) => label)),
  ];
  const marks = Object.fromEntries(Object.entries(given).filter(([name]) => name in store.offered));
  store.show({
    choices,
    marks,
    inputs: inputsOf(store, free, given),
    details: details.keys,
  });
  store.setMode(mode);
  store.emit("notices");
}

/** Whether an input has an effect here. @param {Store} store @param {string} name */
function works(store, name) {
  return store.live || store.workings.answers(name);
}

/**
 * Inputs that an address asks for, where they differ from those there are; a file stays.
 * @param {Store} store
 * @param {import("./types.d.ts").InputControl[]} free
 * @param {Record<string, string>} given
 */
function inputsOf(store, free, given) {
  const before = store.hub.get("inputs") ?? {};
  const inputs = { ...before };
  for (const { name, kind } of free) {
    if (!(name in given)) delete inputs[name];
    else if (works(store, name)) inputs[name] = inputFrom(kind, given[name]);
  }
  return JSON.stringify(inputs) === JSON.stringify(before) ? null : inputs;
}

/** @param {string} query @param {boolean} push */
function writeAddress(query, push) {
  const url = location.pathname + (query ? `?${query}` : "") + location.hash;
  if (url === location.pathname + location.search + location.hash) return;
  try {
    history[push ? "pushState" : "replaceState"]({}, "", url);
  } catch { /* some browsers refuse a changed address for a file: the page works without */ }
}
