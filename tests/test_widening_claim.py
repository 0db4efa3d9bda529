"""The widening-gaps claim: check values, recomputed figures, decomposition, choices."""

import math
import random

import numpy as np
import pandas as pd
import pytest

import levelkit as lk
from levelkit.claims import Verdict
from levelkit.claims.spreads import SPREADS, spread_of
from levelkit.claims.widening_gaps.answer import spec_of
from levelkit.claims.widening_gaps.criterion import PARTS, SINCE
from levelkit.claims.widening_gaps.panels import BASIS_UNTIL, PANELS, panel
from levelkit.claims.widening_gaps.spread_years import influence, parts_of_cv_squared, yearly

CLAIM = lk.claim("widening-gaps")
PLAIN = {"include_capital": True, "real_prices": False}


@pytest.mark.parametrize(
    ("key", "year", "expected"),
    [
        ("uk-10-gdp-ppp", 1900, 0.189), ("uk-10-gdp-ppp", 1938, 0.269), ("uk-10-gdp-ppp", 1950, 0.176),
        ("uk-10-gdp-ppp", 1990, 0.128), ("uk-10-gdp-ppp", 2015, 0.301), ("uk-itl1-gva-2023", 1998, 0.275),
        ("uk-itl1-gva-2023", 2023, 0.326), ("uk-itl1-income", 1998, 0.138), ("uk-itl1-income", 2020, 0.183),
        ("uk-itl1-index-1989", 1989, 0.185),
    ],
)  # fmt: skip
def test_published_weighted_coefficients_of_variation(key, year, expected):
    value = float(yearly(key, **PLAIN).sel(spec="cv|people", year=year))
    assert value == pytest.approx(expected, abs=5e-4)


def test_the_older_accounts_leave_northern_ireland_out_of_every_year():
    names = panel("uk-itl1-index-1989").values["name"].values
    assert "Northern Ireland" not in names and len(names) == 11
    table = lk.load("uk-index-1989").sel(year=2005)
    whole = lk.williamson(table.relative_to_uk_percent, weights=table["population"])
    assert float(whole) == pytest.approx(0.215, abs=5e-4)  # as published, with it


def part_of(found, name):
    return next(part for part in found.parts if part.name == name)


def test_the_default_answer_judges_both_parts():
    """Until a trend was asked for with persistence allowed for, "since" was called a widening."""
    found = CLAIM.evaluate()
    assert {part.name: str(part.verdict) for part in found.parts} == {
        "1950-1980": "not supported", "since": "cannot tell",
    }  # fmt: skip
    assert found.verdict is Verdict.MIXED
    assert found.headline == "Gaps narrowed until 1980; since 1998 no trend is sure"
    assert found.figures["early_start"] == pytest.approx(0.176, abs=5e-4)
    assert found.figures["early_end"] == pytest.approx(0.134, abs=5e-4)
    assert found.figures["per_decade"] == pytest.approx(8.0, abs=0.05)
    assert found.figures["decade_low"] == pytest.approx(-2.5, abs=0.1)
    assert found.figures["decade_high"] == pytest.approx(17.2, abs=0.1)
    assert found.figures["p_value"] == pytest.approx(0.137, abs=0.002)
    for part in ("0.275", "0.326", "+8.0%", "−2.5% to +17.2%", "1950", "1980"):
        assert part in found.sentence
    assert "never joined" in " ".join(found.caveats)


def test_the_parts_are_the_same_for_all_choices():
    for view in CLAIM.views:
        parts = CLAIM.evaluate(**view.choices).parts
        assert {part.name: part.label for part in parts} == PARTS


def test_nothing_after_the_change_of_basis_enters_the_verdict():
    """The long-run figures rise steeply after 1980: none of that may be counted."""
    figures = CLAIM.evaluate().figures
    whole = yearly("uk-10-gdp-ppp", **PLAIN).sel(spec="cv|people")
    assert float(whole.sel(year=2015)) > 2 * figures["early_end"]
    assert figures["early_end"] == float(whole.sel(year=BASIS_UNTIL))


def test_without_london_the_figures_cannot_tell():
    """It was "not supported" for want of a sure rise: an interval from -22 to 12 tells nothing."""
    found = CLAIM.evaluate(include_capital=False)
    assert part_of(found, SINCE).verdict is Verdict.CANNOT_TELL
    assert found.figures["decade_low"] < -20 < 10 < found.figures["decade_high"]
    assert "London" not in found.tables["drivers"].group.values


def a_dozen():
    rng = random.Random(7)
    return [made for made in CLAIM.combinations() if rng.random() < 12 / 3120][:12]


@pytest.mark.parametrize("made", a_dozen(), ids=str)
def test_figures_recomputed_from_the_tables(made):
    """CV, Gini and the ratio of extremes by pandas alone, from the files."""
    one = panel(made["data"])
    frame = one.values.to_pandas()
    people = one.people.to_pandas() if one.people is not None else frame * 0 + 1
    if not made["include_capital"]:
        keep = ~one.values.is_capital.values
        frame, people = frame[keep], people[keep]
    if made["real_prices"]:
        levels = lk.load_table("uk-price-levels").set_index("region_code")
        frame = frame.div(levels.price_level_2016_percent.reindex(frame.index), axis=0)
    found = CLAIM.evaluate(**made)
    for name, year in (("start", made["first_year"]), ("end", made["last_year"])):
        x = frame[year]
        w = people[year] if made["weighted"] else x * 0 + 1
        w = w / w.sum()
        mean = (w * x).sum()
        by_hand = {
            "cv": math.sqrt((w * (x / mean - 1) ** 2).sum()),
            "gini": (np.outer(w, w) * np.abs(np.subtract.outer(x.values, x.values))).sum()
            / 2
            / mean,
            "theil": (w * x / mean * np.log(x / mean)).sum(),
            "mld": -(w * np.log(x / mean)).sum(),
            "log_sd": math.sqrt((w * (np.log(x) - (w * np.log(x)).sum()) ** 2).sum()),
            "max_min": x.max() / x.min(),
        }
        if made["measure"] in by_hand:
            assert found.figures[name] == pytest.approx(by_hand[made["measure"]], rel=1e-9)
    assert "nan" not in found.sentence + found.reason + found.headline + found.subject


@pytest.mark.parametrize("key", list(PANELS))
def test_contributions_add_up_to_the_squared_coefficient(key):
    for weighted in (False, True):
        parts, mean = parts_of_cv_squared(key, weighted=weighted, **PLAIN)
        people = weighted and panel(key).people is not None
        cv = yearly(key, **PLAIN).sel(spec="cv|people" if people else "cv")
        assert np.allclose(parts.sum("group"), cv**2, rtol=1e-9)
        assert (mean > 0).all()
        assert 10 <= parts.sizes["group"] <= 12


def test_scale_of_a_year_changes_nothing():
    one = panel("uk-itl1-gva-2023")
    for name, spread in SPREADS.items():
        weights = one.people if spread.weighted else None
        once, twice = spread_of(name, one.values, weights), spread_of(name, 2 * one.values, weights)
        assert np.allclose(once, twice)


def test_the_range_is_what_any_one_region_makes_of_it():
    found = influence("uk-itl1-gva-2023", "cv", **PLAIN).sel(year=2023)
    x = panel("uk-itl1-gva-2023").values.sel(year=2023).to_numpy()
    each = [np.std(np.delete(x, k)) / np.mean(np.delete(x, k)) for k in range(12)]
    assert float(found.low) == pytest.approx(min(each))
    assert float(found.high) == pytest.approx(max(each))
    assert float(found.low) < 0.5 * float(found.estimate)  # London


def test_regional_prices_narrow_the_gaps_in_income():
    nominal = yearly("uk-itl1-income", **PLAIN).sel(spec="cv|people")
    real = yearly("uk-itl1-income", include_capital=True, real_prices=True).sel(spec="cv|people")
    assert (real < nominal).all()


def test_people_are_only_counted_where_they_are_known():
    assert spec_of("max_min", weighted=True) == "max_min"
    for made in CLAIM.combinations():
        if made["data"] == "uk-lad-2023-income" or made["measure"] == "max_min":
            assert not made["weighted"]
        if made["real_prices"]:
            assert made["data"].startswith("uk-itl1-")


def test_every_window_is_long_enough_and_ends_with_figures():
    windows = pd.DataFrame(
        [
            (made["data"], made["first_year"], made["last_year"])
            for made in CLAIM.combinations()
            if made["measure"] == "cv"
        ],
        columns=["data", "first", "last"],
    ).drop_duplicates()
    assert (windows["last"] - windows["first"] >= 6).all()
    for key, rows in windows.groupby("data"):
        assert rows["last"].max() == panel(str(key)).values.year.values[-1]


def test_prepared_views_are_on_offer():
    for view in CLAIM.views:
        made = CLAIM.complete(view.choices)
        assert made | dict(view.choices) == made
        groups = CLAIM.evaluate(**view.choices).tables["drivers"].group.values
        assert view.marks["highlight"] in groups
