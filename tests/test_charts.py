"""Chart forms: valid Vega-Lite that compiles, and a cache that notices changes."""

import functools
import itertools
import json
import re

import numpy as np
import pytest
import vl_convert

from levelkit.charts import specs as specs_module
from levelkit.charts.fast_altair import alt
from levelkit.charts.forms import forms
from levelkit.charts.specs import ready_specs, write_specs
from levelkit.charts.theme import COLOURS, colour
from levelkit.charts.verdicts import STYLES
from levelkit.claims import Verdict
from levelkit.pages.widgets import named_data, page_style

FORMS = tuple(forms())
#: Every form anew takes seconds: once for all tests that only read them.
written = functools.cache(write_specs)


@pytest.mark.parametrize("form", FORMS)
def test_form_is_valid_and_compiles_without_warning(form, capfd):
    spec = forms()[form]().to_dict()  # validates against the schema
    assert spec == written()[form]
    vega = vl_convert.vegalite_to_vega(spec, vl_version="6.4")
    signals = {signal["name"] for signal in vega["signals"]}
    # A page sets the switches of light and dark and of large text on every chart.
    assert {"dark", "big", *COLOURS} <= signals
    assert "ERROR" not in capfd.readouterr().err


@pytest.mark.parametrize("form", FORMS)
def test_what_a_form_asks_for_is_what_its_description_lists(form):
    said = forms()[form].__doc__
    spec = written()[form]
    assert named_data(spec) == sorted(re.findall(r"^    (\w+) : \w", said, re.MULTILINE))
    listed = set(re.findall(r"``(\w+)``", said.partition("Parameters:")[2]))
    unasked = {"big", "dark", "hover", "highlight", "current", "pointed", *COLOURS}
    parameters = {one["name"] for one in spec["params"]}
    assert listed <= parameters
    assert parameters - unasked <= listed


@pytest.mark.parametrize("form", ["bump_chart", "slope_chart", "rank_correlation_heatmap"])
def test_charts_of_regions_follow_what_is_marked(form):
    parameters = {one["name"] for one in written()[form]["params"]}
    assert {"year", "first_year"} <= parameters
    # A heat map of years has no regions in it.
    assert ({"highlight", "hover"} <= parameters) == (form != "rank_correlation_heatmap")


def test_specs_are_kept_and_read_back(tmp_path, monkeypatch):
    first = ready_specs(tmp_path)
    monkeypatch.setattr(specs_module, "write_specs", lambda: pytest.fail("should be read"))
    assert ready_specs(tmp_path) == first


def test_changed_code_or_broken_file_is_not_trusted(tmp_path, monkeypatch):
    ready_specs(tmp_path)
    (kept,) = tmp_path.glob("*.json")
    kept.write_text(kept.read_text()[:100])
    assert set(ready_specs(tmp_path)) == set(FORMS)
    # Kept under the name of this code by an older one that was still running.
    kept.write_text(json.dumps({FORMS[0]: {}}))
    assert set(ready_specs(tmp_path)) == set(FORMS)
    assert json.loads(kept.read_text())
    monkeypatch.setattr(specs_module, "_fingerprint", lambda: "other")
    ready_specs(tmp_path)
    assert len(list(tmp_path.glob("*.json"))) == 2


def test_a_folder_that_cannot_be_written_is_no_obstacle(tmp_path):
    (tmp_path / "file").write_text("")
    assert set(ready_specs(tmp_path / "file")) == set(FORMS)


def luminance(hex_colour):
    channels = [int(hex_colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1])
def test_colours_keep_their_contrast(theme):
    paper = COLOURS["paper"][theme]
    for name in ("ink", "muted", "accent", "second", "good", "bad"):
        assert contrast(COLOURS[name][theme], paper) >= 4.5, name
    assert contrast(COLOURS["line"][theme], paper) >= 2.8
    # Names of near ties stand on the band's ground.
    assert contrast(COLOURS["ink"][theme], COLOURS["band"][theme]) >= 4.5
    assert contrast(COLOURS["accent"][theme], COLOURS["line"][theme]) >= 1.7


#: How those see who lack one of the three kinds of cone (Machado, Oliveira and Fernandes 2009).
SIGHT = {
    "all colours": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "no red": [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]],
    "no green": [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]],
    "no blue": [[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]],
}


def lab(linear):
    """CIE L*a*b* of linear RGB under D65."""
    to_xyz = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    x, y, z = np.cbrt(to_xyz @ np.clip(linear, 0, 1) / [0.9505, 1, 1.089])
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def linear_rgb(hex_colour):
    channels = np.array([int(hex_colour[k : k + 2], 16) / 255 for k in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


@pytest.mark.parametrize("theme", [0, 1])
def test_verdicts_are_told_apart_in_grey_and_by_the_colour_blind(theme):
    """What cannot be tested has no fill: its swatch is empty and its shape is flat."""
    filled = [style.ink for verdict, style in STYLES.items() if verdict != Verdict.CANNOT_TEST]
    raised = ("#f5f6f7", "#20252a")[theme]  # the ground of the answer
    for one, other in itertools.combinations(filled, 2):
        colours = [linear_rgb(COLOURS[name][theme]) for name in (one, other)]
        greys = [lab(colour)[0] for colour in colours]
        assert abs(greys[0] - greys[1]) > 8, (one, other)
        for sight, matrix in SIGHT.items():
            apart = np.subtract(*(lab(np.array(matrix) @ colour) for colour in colours))
            assert np.linalg.norm(apart) > 12, (one, other, sight)
    for name in filled:
        for ground in (COLOURS["paper"][theme], raised):
            assert contrast(COLOURS[name][theme], ground) >= 4.5, (name, ground)


def test_each_verdict_has_its_own_shape_sign_and_the_pages_colour():
    assert list(STYLES) == list(Verdict)
    for part in zip(*STYLES.values(), strict=True):
        assert len(set(part)) == len(Verdict)
    sheet = page_style()
    for verdict, style in STYLES.items():
        if verdict != Verdict.CANNOT_TEST:
            name = verdict.replace(" ", "-")
            assert re.findall(rf"--lk-{name}: (#\w+);", sheet) == list(COLOURS[style.ink])


def test_unknown_colour_is_named():
    with pytest.raises(ValueError, match="No colour 'red'. There are: ink"):
        colour("red")


def test_altair_is_whole_without_the_grammar():
    assert alt.Chart({"values": []}).mark_point().to_dict()["mark"]["type"] == "point"
