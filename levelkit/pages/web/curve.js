// The specification curve: a point is a combination of choices, and a way to it.

/** Chart, and below it a slider and a button that do by keyboard what a click does. */
export async function renderCurve({ model, el, page }) {
  const { choices } = model.get("options");
  const combinations = page.asRows(choices);
  const current = () => combinations.findIndex((made) => sameChoices(made, page.choices));
  const name = model.get("name");
  let pointed = Math.max(0, current());
  const signals = () => ({ current: current(), pointed });
  page.ownSignals[name] = signals();
  const chart = await renderChart({ model, el, page });

  const box = element("div", "lk-controls lk-walk");
  const walk = element("input", "", "", {
    type: "range", min: 0, max: combinations.length - 1, step: 1, id: newId(),
  });
  const field = element("div", "lk-field lk-slider");
  const readout = element("output", "lk-walk-words", "", { for: walk.id });
  field.append(element("label", "", "Walk along the combinations", { for: walk.id }), walk);
  const take = button("Show this combination", () => page.choose(combinations[pointed]));
  box.append(field, take, readout);
  el.append(box);

  const words = (k) => page.rows("curve")[k].words;
  const show = () => {
    page.ownSignals[name] = signals();
    chart.repaint(chart.setAll);
    walk.value = pointed;
    walk.setAttribute("aria-valuetext", words(pointed));
    readout.textContent = `${pointed + 1} of ${combinations.length}: ${words(pointed)}`;
    take.disabled = pointed === current();
  };
  walk.addEventListener("input", () => { pointed = Number(walk.value); show(); });
  chart.view.addEventListener("click", (_, item) => {
    if (item?.datum?.at === undefined) return;
    pointed = item.datum.at;
    page.choose(combinations[pointed]);
  });
  page.on("answer", () => { if (current() >= 0) pointed = current(); show(); });
  show();
  return chart;
}
