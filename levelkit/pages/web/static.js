// A page without a kernel: models that hold what the notebook's widgets held, and answers
// from the table of combinations instead of a kernel's.

class StaticModel {
  constructor(state, manager) {
    this.state = state;
    this.widget_manager = manager;
    this.listeners = {};
  }

  get(name) { return this.state[name]; }

  set(name, value) { this.setAll({ [name]: value }); }

  /** All first, then the news of each: whoever hears of one finds all. */
  setAll(values) {
    Object.assign(this.state, values);
    for (const name of Object.keys(values)) (this.listeners[`change:${name}`] ?? []).forEach((act) => act());
  }

  on(events, act) {
    for (const event of events.split(" ")) (this.listeners[event] ??= []).push(act);
  }

  off() { /* parts of a plain page stay as long as the page */ }
  send() { /* there is nobody to send to */ }
  save_changes() { this.answer?.(); }
}

class StaticManager {
  constructor(models) {
    this.models = Object.fromEntries(Object.entries(models).map(([id, { kind, state }]) =>
      [id, Object.assign(new StaticModel(state, this), { kind })]));
  }

  async get_model(id) { return this.models[id]; }

  /** Draw a model, and those inside it, into a new element. */
  async mount(id, parent) {
    const model = this.models[id];
    const el = element("div", (model.get("_dom_classes") ?? []).join(" "));
    parent.append(el);
    if (model.kind === "AnyModel") {
      const hub = this.models[model.get("hub").replace("IPY_MODEL_", "")];
      await renderPart({ model, el, hub });
      return;
    }
    el.classList.add("widget-box", ...(model.kind === "VBoxModel" ? ["widget-vbox"] : []));
    await Promise.all(model.get("children").map((child) =>
      this.mount(child.replace("IPY_MODEL_", ""), el)));
  }
}

const chunks = {};
const arrived = {};
globalThis.levelkitChunk = (name, packed) => arrived[name]?.(packed);

/** One chunk of answers, loaded once. */
function chunkOf(folder, name) {
  chunks[name] ??= new Promise((resolve, reject) => {
    arrived[name] = (packed) => resolve(unpacked(packed));
    script(`${folder}/${encodeURIComponent(name)}.js`).catch((error) => {
      delete chunks[name]; // it may be there the next time
      reject(error);
    });
  });
  return chunks[name];
}

async function unpacked(packed) {
  const bytes = Uint8Array.from(atob(packed), (sign) => sign.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}

/** A data set put together from its columns, the same object each time. */
function figuresAt(chunk, at) {
  chunk.figures ??= {};
  const refs = chunk.pool[at];
  chunk.figures[at] ??= Array.isArray(refs) ? refs
    : Object.fromEntries(Object.entries(refs).map(([name, k]) => [name, chunk.columns[k]]));
  return chunk.figures[at];
}

/** Set the hub to the answer of its choices. */
async function answerFrom(hub, folder) {
  const choices = hub.get("choices");
  const values = hub.get("form").map((choice) => written(choices[choice.name]));
  let chunk;
  try {
    chunk = await chunkOf(folder, values[0]);
  } catch {
    if (hub.get("choices") === choices) pageOf(hub).answerFailed("The answer could not be read. Check the connection, then choose again.");
    return;
  }
  const { paths, pool, answers } = chunk;
  if (hub.get("choices") !== choices) return; // another choice was made meanwhile
  const state = {};
  answers[values.join("|")].forEach((at, k) => {
    const [trait, key, name] = paths[k];
    state[trait] ??= {};
    if (trait === "datasets") state[trait][key] = figuresAt(chunk, at);
    else if (name === undefined) state[trait][key] = pool[at];
    else (state[trait][key] ??= {})[name] = pool[at];
  });
  // What no choice changes is on the page already.
  for (const trait of ["words", "params"]) state[trait] = { ...hub.get(trait), ...state[trait] };
  hub.setAll({ ...state, answered: choices });
}

function start() {
  globalThis.levelkitPage = { folder: "static/" };
  const { models, answers } = JSON.parse(document.getElementById("levelkit-models").textContent);
  const manager = new StaticManager(models);
  for (const [id, folder] of Object.entries(answers)) {
    const hub = manager.models[id];
    hub.answer = () => answerFrom(hub, folder);
  }
  for (const place of document.querySelectorAll(".lk-mount")) manager.mount(place.dataset.model, place);
}

start();
