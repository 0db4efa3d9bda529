// Where a page of plain files begins.

import { storeOf } from "./page.js";
import { answerFrom } from "./static_answers.js";
import { StaticManager } from "./static_models.js";

globalThis.levelkitPage = { folder: "static/" };
const { models, answers } = JSON.parse(
  document.getElementById("levelkit-models")?.textContent ?? "{}",
);
const manager = new StaticManager(models);
for (const [id, folder] of Object.entries(answers)) {
  const hub = manager.models[id];
  hub.answer = () => answerFrom(hub, folder, (words) => storeOf(hub).answerFailed(words));
}
for (const place of document.querySelectorAll(".lk-mount")) {
  manager.mount(/** @type {HTMLElement} */ (place).dataset.model ?? "", place);
}
