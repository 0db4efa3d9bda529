"""Names at the ends of lines, as Vega places them: apart, in order, inside, and moved as little as can be."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from levelkit.charts.end_names import Scale, apart
from levelkit.charts.fast_altair import alt
from levelkit.charts.theme import finish
from levelkit.pages.folders import SHARE

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("host", ["site"])]

VEGA = SHARE / "voila/templates/levelkit/static/vega.js"
TOP, HEIGHT = 10, 300
PLACED = """async ([spec, values, gap]) => {
  spec.datasets = { rows: values.map((value, k) => ({ value, k })) };
  for (const param of spec.params) if (param.name === "apart") param.value = gap;
  document.body.innerHTML = '<div id="chart"></div>';
  const { view } = await levelkitVega.vegaEmbed("#chart", spec, { actions: false, ast: true, mode: "vega-lite" });
  const placed = [...document.querySelectorAll('#chart text')]
    .map(t => [Number(t.textContent), Number(/,([-\\d.]+)/.exec(t.getAttribute('transform'))[1])]);
  view.finalize();
  return placed;
}"""


@pytest.fixture(scope="module")
def place(browser):
    """Where the names of these values stand, in pixels from above; missing ones stand nowhere."""
    page = browser.new_page()
    page.add_script_tag(path=str(VEGA))
    rows = alt.Chart(alt.NamedData("rows"))
    scale = Scale("0", "1", str(TOP), str(HEIGHT))
    names = (
        apart(rows, scale, "apart")
        .mark_text(x=5, baseline="alphabetic", y=alt.ExprRef("datum.label_y"))
        .encode(text="k:N")
    )
    spec = finish(names, params=[alt.param(name="apart", value=1)]).to_dict()

    def placed(values, gap):
        return dict(page.evaluate(PLACED, [spec, values, gap]))

    yield placed
    page.close()


def wished(values):
    return HEIGHT - np.array(values) * (HEIGHT - TOP)


def least_move(values, gap):
    """The smallest that the largest move can be, by linear programming."""
    at = np.sort(wished(values))
    n = at.size
    one = np.eye(n)
    moved = np.hstack([np.vstack([one, -one]), -np.ones((2 * n, 1))])
    ordered = np.hstack([one[:-1] - one[1:], np.zeros((n - 1, 1))])
    found = linprog(
        [*np.zeros(n), 1], A_ub=np.vstack([moved, ordered]),
        b_ub=[*at, *-at, *[-gap] * (n - 1)], bounds=[(TOP, HEIGHT)] * n + [(0, None)],
    )  # fmt: skip
    return found.fun


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=st.lists(st.floats(0, 1).map(lambda v: round(v, 3)), min_size=1, max_size=12),
    gap=st.sampled_from([12, 23, 60]),
)
def test_they_stand_apart_in_order_inside_and_near(place, host, values, gap):
    placed = place(values, gap)
    assert placed.keys() == set(range(len(values)))
    order = np.argsort(wished(values), kind="stable")
    at = np.array([placed[k] for k in order])
    room = min(gap, (HEIGHT - TOP) / max(len(values) - 1, 1))
    assert (np.diff(at) >= room - 1e-6).all()
    assert at.min() >= TOP - 1e-6 and at.max() <= HEIGHT + 1e-6
    moved = np.abs(at - np.sort(wished(values))).max()
    assert moved == pytest.approx(least_move(values, room - 1e-9), abs=1e-3)


def test_names_with_room_stay_where_they_are_and_missing_ones_have_no_place(place, host):
    placed = place([0.9, None, 0.1, 0.5], 20)
    assert placed == pytest.approx({0: 39, 2: 271, 3: 155})
    # Three at one height, in the middle of it.
    assert sorted(place([0.5, 0.5, 0.5], 20).values()) == pytest.approx([135, 155, 175])
