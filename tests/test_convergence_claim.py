"""The claim on catching up: what follows from a panel's years, criterion, words, places left out."""

import math
import random

import numpy as np
import pandas as pd
import pytest

import levelkit as lk
from levelkit.claims import Verdict
from levelkit.claims.convergence.anatomy import clubs, kernel, rolling, transitions, windows
from levelkit.claims.convergence.criterion import CRITERION, judge
from levelkit.claims.convergence.models import fit, models_of
from levelkit.claims.convergence.panels import PANELS, UK, panel
from levelkit.claims.convergence.sample import Sample, growth_table

CLAIM = lk.claim("convergence")


def test_transitions_and_their_long_run():
    found = transitions("us-states", include_capital=True)
    p = found.probabilities.values
    np.testing.assert_allclose(p.sum(axis=1), 1)
    np.testing.assert_allclose(found.ergodic.values @ p, found.ergodic.values, atol=1e-12)
    values = lk.load("us-states").income_per_head_usd
    relative = (100 * values / values.mean("region")).to_pandas()
    edges = np.quantile(relative.to_numpy(), [0.2, 0.4, 0.6, 0.8])
    number = pd.DataFrame(np.digitize(relative, edges, right=True), columns=relative.columns)
    before, after = number.iloc[:, :-10].to_numpy().ravel(), number.iloc[:, 10:].to_numpy().ravel()
    expected = pd.crosstab(before, after, normalize="index").to_numpy()
    np.testing.assert_allclose(p, expected, atol=1e-12)
    assert float(found.shorrocks) == pytest.approx((5 - np.trace(p)) / 4)


def test_states_are_one_club_and_uk_areas_are_not():
    one, t = clubs("us-states", include_capital=True)
    assert t > -1.65 and set(one.membership.values.tolist()) == {1}
    several, t = clubs("itl3", include_capital=True)
    assert t < -1.65 and len(set(several.merged.values.tolist())) > 3


def test_kernel_rows_are_densities():
    found = kernel("us-states", include_capital=True)
    grid = found.from_value.values
    np.testing.assert_allclose(np.trapezoid(found.density, grid, axis=1), 1, rtol=1e-6)


def test_windows_are_as_long_as_wished_or_a_little_longer():
    assert windows([1900, 1910, 1925, 1938], 10) == [(1900, 1910), (1910, 1925), (1925, 1938)]
    many = windows(list(range(1929, 2010)), 10)
    assert len(many) <= 16 and many[-1] == (1999, 2009)
    found = rolling("us-states", include_capital=True)
    last = found.isel(window=-1)
    by_hand = fit(Sample("us-states", 1999, 2009), "ols", "HC3")
    assert float(last.speed) == pytest.approx(100 * by_hand.speed)


def test_what_is_offered_without_reading_tables_is_what_they_hold():
    for key, about in PANELS.items():
        one = panel(key)
        years = one.values.year.values.tolist()
        assert len(set(one.names)) == len(one.names)
        if about.benchmarks:
            assert about.benchmarks == one.one_basis
        else:
            assert one.one_basis == tuple(years)
        for first, last in about.spans:
            assert {first, last} <= set(years)
            assert len(growth_table(Sample(key, first, last), weighted=False)) >= 10
        assert (one.people is None) == (not about.people)
        if one.people is not None:
            known = one.people.notnull().any("region")
            assert (
                about.people_from <= int(one.people.year[known.values][0]) or not about.people_from
            )
            assert all(bool(known.sel(year=f)) for f, _ in about.spans if f >= about.people_from)
        assert (one.groups is None) == (not about.group)


def figures(low, high, start=0.4, end=0.3, n=50):
    return {"speed_low": low, "speed_high": high, "sigma_start": start, "sigma_end": end, "n": n}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (figures(-0.5, 0.9), Verdict.SUPPORTED),
        (figures(0.2, 0.99), Verdict.SUPPORTED),
        (figures(0.2, 1.1), Verdict.MIXED),
        (figures(-3, 4), Verdict.MIXED),
        (figures(1.1, 2), Verdict.NOT_SUPPORTED),
        (figures(1.1, 2, end=0.5), Verdict.MIXED),
        (figures(-0.5, 0.9, n=7), Verdict.CANNOT_TEST),
        (figures(math.nan, math.nan), Verdict.CANNOT_TEST),
    ],
)
def test_criterion(given, expected):
    assert judge(given) is expected


def test_the_criterion_is_said():
    for part in ("1%", "69 years", "95% interval", "standard deviation of logs", "8 regions"):
        assert part in CRITERION


def test_default_answer():
    found = CLAIM.evaluate()
    assert found.verdict is Verdict.SUPPORTED
    assert found.headline == "No sign that poorer places catch up"
    assert "−0.2% of a gap a year (95% interval −0.7% to 0.3%)" in found.sentence
    assert "0.392 to 0.435: gaps became no smaller" in found.sentence
    assert found.subject == "GVA per head, 174 UK areas (ITL3), 1998 to 2022"


def test_leaving_a_place_out_estimates_again_and_says_so():
    name = "Camden and City of London"
    found = CLAIM.evaluate(left_out=[name])
    assert found.figures["regions"] == 173
    assert name not in found.tables["points"].region.values
    assert f"Left out: {name}; with all regions the speed is −0.2% a year." in found.sentence
    assert "1 left out" in found.subject
    assert found.figures["speed"] == pytest.approx(
        100 * fit(Sample("itl3", 1998, 2022, left_out=(name,)), "ols", "HC3").speed
    )
    # A state twice and in another order is the same answer.
    one, other = (
        CLAIM.evaluate(data="us-states", left_out=names)
        for names in (["Ohio", "Texas"], ["Texas", "Ohio", "Ohio"])
    )
    assert one.figures["speed"] == pytest.approx(other.figures["speed"])


def test_what_cannot_be_left_out_is_named():
    with pytest.raises(ValueError, match="there is no 'Atlantis'"):
        CLAIM.evaluate(left_out=["Atlantis"])
    twelve = panel("itl1").names.tolist()
    with pytest.raises(ValueError, match="only 7 regions would be left; at least 8"):
        CLAIM.evaluate(data="itl1", left_out=twelve[:5])


def some():
    rng = random.Random(11)
    every = list(CLAIM.combinations())
    return rng.sample(every, 14)


@pytest.mark.parametrize("made", some(), ids=str)
def test_words_have_their_numbers(made):
    found = CLAIM.evaluate(**made)
    for text in (found.headline, found.sentence, found.reason, found.subject, *found.caveats):
        assert "nan" not in text and "inf" not in text.replace("inflation", "").replace(
            "information", ""
        )
    assert len(found.headline.split()) <= 10
    assert str(int(found.figures["regions"])) in found.subject


def test_few_enough_combinations_and_what_counts():
    every = list(CLAIM.combinations())
    assert 400 < len(every) < 1000
    counted = [made for made in every if CLAIM.counted(made)]
    assert {made["data"] for made in counted} == set(UK)
    assert {made["model"] for made in counted} == {"ols", "median", "within", "pooled"}
    assert "within" not in models_of("us-states", 1929, 2009)
    assert "panel" not in models_of("itl3", 1998, 2008)  # two steps: nothing would be left
    assert all(made["weighted"] is False for made in every if made["data"] == "income-lad")


def test_two_limburgs_are_told_apart():
    names = panel("europe-century").names.tolist()
    assert {"Limburg (Belgium)", "Limburg (Netherlands)"} <= set(names)
