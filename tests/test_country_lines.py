"""Names at the ends of lines can be read, however close the lines end."""

import re

import pytest
import vl_convert

from levelkit.charts.country_lines import LINE, country_lines

NAME = r'translate\(([\d.]+),([\d.]+)\)"[^>]*font-weight="bold"[^>]*>(Main|Other)<'


def ends(other):
    """Heights of both countries' names, in pixels from the top."""
    rows = [("Main", 2000, 1.0), ("Main", 2010, 2.0), ("Other", 2000, 3.0), ("Other", 2010, other)]
    data = {
        "source": ["s"] * 4, "spread": [value for *_, value in rows],
        "country": [name for name, *_ in rows], "short": [name for name, *_ in rows],
        "year": [year for _, year, _ in rows], "place": [1] * 4, "countries": [2] * 4,
        "last": [False, True, False, True],
    }  # fmt: skip
    params = {"source_shown": "s", "main": "Main", "year": 2000}
    chart = country_lines.chart({"long": data}, params, marks={"highlight": "Other"})
    svg = vl_convert.vegalite_to_svg(chart.to_json(), vl_version="6.4")
    return {name: float(y) for _, y, name in re.findall(NAME, svg)}


@pytest.mark.parametrize("other", [1.95, 1.99, 2.0, 2.01, 2.05])
def test_the_chosen_country_gives_way_where_lines_end_at_one_height(other):
    main, chosen = ends(other)["Main"], ends(other)["Other"]
    assert abs(main - chosen) == pytest.approx(LINE)
    assert (chosen < main) is (other > 2) or other == 2


def test_far_apart_each_name_stands_at_its_line():
    near, far = ends(2.0)["Main"], ends(2.9)
    assert far["Main"] == pytest.approx(near)
    assert far["Main"] - far["Other"] > 2 * LINE
