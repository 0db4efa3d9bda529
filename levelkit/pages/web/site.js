// Where a page of plain files begins.

import { inflated } from "./blocks.js";
import { Answers } from "./live_answers.js";
import { storeOf } from "./page.js";
import { StaticManager } from "./static_models.js";

/** Draw all parts of the page. */
async function begin() {
  const { models, answers, versions, pages } = JSON.parse(
    document.getElementById("levelkit-models")?.textContent ?? "{}",
  );
  globalThis.levelkitPage = { folder: "static/", versions, pages };
  // A server with kernels says where; a plain web server, or a disk, has none.
  const { kernels = "" } = globalThis.levelkitHost ?? {};
  for (const { state } of Object.values(models)) {
    if (state.blocks) state.blocks = await inflated(state.blocks);
  }
  const manager = new StaticManager(models);
  for (const [id, folder] of Object.entries(answers)) {
    const hub = manager.models[id];
    hub.state.live = Boolean(kernels) && hub.get("inputs_form").length > 0;
    const chunks = { folder, version: versions[folder] };
    const address = hub.state.live ? kernels + folder : "";
    new Answers(hub, chunks, address, (words) => storeOf(hub).answerFailed(words));
  }
  for (const place of document.querySelectorAll(".lk-mount")) {
    manager.mount(/** @type {HTMLElement} */ (place).dataset.model ?? "", place);
  }
}

begin();
