// All rankings in one picture: a cell is a combination of choices, and a way to it.

export async function renderPlaces({ model, el, page }) {
  const combinations = page.asRows(model.get("options").choices);
  const name = model.get("name");
  const outline = () => {
    page.ownSignals[name] = { current: combinations.findIndex((made) => sameChoices(made, page.choices)) };
  };
  outline();
  page.on("answer", outline); // before the chart hears of the answer and repaints
  const chart = await renderChart({ model, el, page });
  chart.view.addEventListener("click", (_, item) => {
    const made = combinations[item?.datum?.at];
    if (made) page.choose(made);
  });
  return chart;
}
