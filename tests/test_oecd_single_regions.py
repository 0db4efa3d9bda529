"""What the UK's place hangs on: single regions, and the capital with its large region."""

import numpy as np
import pandas as pd
import pytest

import levelkit as lk
from levelkit.claims.capitals import capital_regions
from levelkit.claims.numbers import index_span
from levelkit.claims.oecd_comparison.figures import UK, regions
from levelkit.claims.oecd_comparison.leave_one_out import SMOOTH, left_out, place_range
from levelkit.claims.oecd_comparison.series import ranking
from levelkit.claims.ordinals import nth
from levelkit.claims.spreads import SPREADS, spread_of
from oecd_figures import independent, raw

CLAIM = lk.claim("oecd-comparison")
EVERY = list(CLAIM.combinations())


@pytest.mark.parametrize("level", ["TL2", "TL3"])
def test_the_capital_goes_with_its_large_region_at_both_scales(level):
    """London's 21 small regions, Ile-de-France's eight: the territory that is one row at the larger scale."""
    table = lk.load("oecd-regions")
    table = table.isel(region=((table.level == level) & ~table.set_apart).values)
    left = table.isel(region=capital_regions(table))
    sizes = pd.Series(left.country.values).value_counts()
    if level == "TL2":
        assert sizes["United Kingdom"] == sizes["France"] == sizes["Canada"] == 1
    else:
        assert (sizes["United Kingdom"], sizes["France"], sizes["Germany"]) == (21, 8, 1)
    people = left.population.sel(year=2019)
    london = float(people.isel(region=(left.country == UK).values).sum())
    paris = float(people.isel(region=(left.country == "France").values).sum())
    assert london == pytest.approx(8.9e6, rel=0.02) and paris == pytest.approx(12.2e6, rel=0.02)


def test_what_goes_with_the_capital_is_said():
    small, large = (
        CLAIM.evaluate(data=d, treatment="without-capital") for d in ("oecd-tl3", "oecd-tl2")
    )
    assert "in the UK that is London (21 small regions)." in small.sentence
    assert "in the UK that is London." in large.sentence
    for found in (small, large):
        assert any("all of Ontario" in note for note in found.caveats)
    nuts = regions("europe-nuts2", "without-capital")
    assert not nuts[nuts.country == UK].code.str.startswith("UKI").any()


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("name", list(SPREADS))
def test_left_out_is_the_measure_without_each_region(name, weighted):
    rng = np.random.default_rng(1)
    x, w = np.exp(rng.normal(0, 0.5, (3, 9))), rng.uniform(1, 9, (3, 9))
    x[1, 4], w[1, 4] = np.nan, 0.0
    found = left_out(name, x, w if weighted and SPREADS[name].weighted else None)
    assert np.isnan(found[1, 4]) and np.isfinite(found).sum() == 26
    for c, k in zip(*np.nonzero(np.isfinite(x)), strict=True):
        keep = (np.arange(9) != k) & np.isfinite(x[c])
        theirs = independent(name, x[c][keep], w[c][keep] if weighted else None)
        if name == "p90_p10" and weighted:  # xarray's weighted quantiles are another definition
            values, people = (
                pd.Series(v[c][keep]).rename_axis("region").to_xarray() for v in (x, w)
            )
            theirs = float(spread_of(name, values, people))
        assert found[c, k] == pytest.approx(theirs, rel=1e-9), (name, c, k)
    assert set(SMOOTH) <= set(SPREADS)


def test_the_range_of_a_place_is_every_single_region_left_out_in_turn():
    """Region by region in loops, of the UK and of all others, against what the ranking says."""
    for measure, weighted in (("cv", True), ("p90_p10", False), ("theil", False)):
        made = {
            "data": "oecd-tl2",
            "measure": measure,
            "weighted": weighted,
            "treatment": "published",
            "year": 2019,
        }
        found = ranking(**made)
        table = raw(made)
        known = table.dropna(subset=["value"])
        known = known[known.country.isin(found.country.values[np.isfinite(found.spread.values)])]

        def spread(part, name=measure, people=weighted):
            return independent(
                name, part.value.to_numpy(), part.people.to_numpy() if people else None
            )

        whole = known.groupby("country")[["value", "people"]].apply(spread)
        places, numbers = [whole.rank(ascending=False)[UK]], [whole[UK]]
        for index, row in known.iterrows():
            part = known[(known.country == row.country) & (known.index != index)]
            changed = whole.copy()
            changed[row.country] = spread(part)
            places.append(changed.rank(ascending=False)[UK])
            if row.country == UK:
                numbers.append(changed[UK])
        ours = found.sel(country=UK)
        assert (ours.place_best, ours.place_worst) == (min(places), max(places))
        assert float(ours.low) == pytest.approx(min(numbers), rel=1e-9)
        assert float(ours.high) == pytest.approx(max(numbers), rel=1e-9)


def test_ties_share_the_mean_of_their_places():
    value = np.array([3.0, 2.0, 2.0, 1.0, np.nan])
    best, worst = place_range(value, value, value)
    for ends in (best, worst):
        np.testing.assert_array_equal(ends, [1.0, 2.5, 2.5, 4.0, np.nan])
    best, worst = place_range(value, value - 1, value)  # one region less takes 1 off any of them
    np.testing.assert_array_equal(best[:4], [1.0, 2.0, 2.0, 3.5])
    np.testing.assert_array_equal(worst[:4], [2.0, 3.5, 3.5, 4.0])


def test_what_single_regions_do_is_no_confidence_interval_and_is_there_for_every_measure():
    figures = CLAIM.evaluate().figures
    assert figures["spread_low"] < figures["spread"] < figures["spread_high"]
    assert figures["place_best"] <= figures["place"] <= figures["place_worst"]
    assert 0 <= figures["share_low"] <= figures["more_equal"] <= figures["share_high"] <= 1
    for measure in SPREADS:
        found = CLAIM.evaluate(measure=measure)
        assert np.isfinite(found.figures["share_low"])
        for text in (found.sentence, found.reason, *found.caveats):
            assert "95%" not in text and "confidence" not in text and "jackknife" not in text
    assert "Camden and City of London moves it most." in CLAIM.evaluate().sentence


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(0.64, 0.99, "0.64 to 0.99"), (0.08, 0.211, "0.080 to 0.211"), (0.4, 0.401, "0.40")],
)
def test_an_end_is_said_once_if_both_are_alike(low, high, said):
    assert index_span(low, high) == said


def test_a_place_alone_is_said_once():
    """No "its place is 12 to 12"."""
    same = [made for made in EVERY[:60] if CLAIM.answer(**made).figures["place_best"] == CLAIM.answer(**made).figures["place_worst"]]  # fmt: skip
    assert same
    for made in same:
        found = CLAIM.answer(**made)
        place = nth(found.figures["place"])
        assert f", and still {place} without any single region." in found.reason
        assert "anywhere from" not in found.reason


def test_london_alone_makes_the_first_place():
    """What the page says of London: merged or left out, the UK is first by none of these measures."""
    for made in EVERY:
        if made["data"] == "oecd-tl3" and made["treatment"] in ("metro", "without-capital"):
            assert CLAIM.answer(**made).figures["place"] > 1
