"""The devolution claim: check values, places, how sure they are, verdict and words."""

import math
import random

import numpy as np
import pytest

import levelkit as lk
from levelkit.claims import Verdict
from levelkit.claims.devolution.countries import GROUPS, UK
from levelkit.claims.devolution.criterion import CRITERION, judge
from levelkit.claims.devolution.indices import INDICES, figures, set_apart
from levelkit.claims.devolution.places import at, ranking, sureness, years

CLAIM = lk.claim("devolution")


@pytest.mark.parametrize(
    ("index", "group", "place", "countries"),
    [
        ("tax", "oecd", 8, 36), ("own-revenue", "oecd", 6, 28), ("own-spending", "oecd", 8, 24),
        ("tax", "western", 4, 22), ("own-revenue", "western", 1, 17), ("own-spending", "western", 2, 14),
        ("authority", "western", 9, 22),
    ],
)  # fmt: skip
def test_published_places(index, group, place, countries):
    found = CLAIM.evaluate(index=index, group=group).figures
    assert (found["place"], found["countries"]) == (place, countries)


def test_ninth_least_also_without_the_two_that_the_sources_codes_lose():
    table = ranking("authority", "latest", "western")
    others = table.sel(
        country=[one for one in GROUPS["western"].members if one not in ("Germany", "Switzerland")]
    )
    scores = others["value"].to_series().sort_values()
    assert len(scores) == 20 and scores.index.get_loc(UK) == 8


def test_places_by_hand():
    """Latest figure since 2010, ranked by pandas from the file."""
    table = lk.load_table("imf-decentralisation").query("sector == 'SNG' and year >= 2010")
    for index in ("tax", "imbalance"):
        column = INDICES[index].column
        last = (
            table.dropna(subset=[column]).sort_values("year").groupby("region_name")[column].last()
        )
        rank = (INDICES[index].polarity * last.reindex(GROUPS["oecd"].members)).rank()
        found = ranking(index, "latest", "oecd")
        np.testing.assert_array_equal(found.place, rank)


def test_groups_are_what_they_say():
    western, oecd, eu = (set(GROUPS[key].members) for key in ("western", "oecd", "eu-15"))
    assert (len(western), len(oecd), len(eu)) == (22, 37, 15)
    assert eu < western < oecd and UK in eu
    assert not western & {"Japan", "Türkiye"} and "Costa Rica" not in oecd


@pytest.mark.parametrize("key", INDICES)
def test_a_country_without_a_figure_is_shown_as_lacking_it(key):
    for year in years(key):
        found = ranking(key, year, "oecd")
        for country in found.country.values:
            row = found.sel(country=country)
            assert (
                bool(np.isfinite(row.place))
                == (row.reason.item() == "")
                == bool(np.isfinite(row["value"]))
            )
    assert ranking(key, "latest", "oecd").reason.sel(country="Mexico").item() == (
        "no figures" if INDICES[key].table == "imf-decentralisation" else ""
    )


def test_figures_that_end_early_are_not_the_latest():
    found = ranking("own-revenue", "latest", "western")
    assert found.reason.sel(country="Denmark").item() == "figures end in 1994"
    assert found.reason.sel(country="Greece").item() == "no figures"
    assert np.isfinite(ranking("own-revenue", "1990", "western").place.sel(country="Denmark"))


def test_ratios_outside_the_bounds_are_named_and_not_ranked():
    apart = set_apart("imbalance")
    assert apart.notnull().sum() > 0 and set_apart("tax") is None and set_apart("authority") is None
    for key in ("imbalance", "transfers"):
        values = figures(key).values
        assert np.nanmin(values) >= 0 and np.nanmax(values) <= 100
    notes = CLAIM.evaluate(index="imbalance", group="oecd").caveats
    (said,) = (note for note in notes if note.startswith("Outside 0 to 100%"))
    assert "Chile" in said and "Latvia" in said and "−" in said
    assert (
        "No figure of these countries is outside 0 to 100%."
        in CLAIM.evaluate(index="imbalance").caveats
    )


def test_a_place_may_move_with_the_years_and_the_figure():
    found = sureness("tax", "latest", "western")
    values = {c: v for c, (v, _) in at("tax", "latest").items() if c in GROUPS["western"].members}
    uk = values.pop(UK)
    assert found.if_lower == 1 + sum(v < uk - 1 for v in values.values())
    assert found.if_higher == 1 + sum(v < uk + 1 for v in values.values())
    assert found.best == min(found.if_lower, found.year_places[0]) <= 4 <= found.worst
    whole = figures("tax").sel(country=list(GROUPS["western"].members), year=slice(2011, 2021))
    by_year = whole.to_pandas().rank().loc[UK].dropna()
    assert found.year_places == (by_year.min(), by_year.max())
    assert sureness("own-spending", "1950", "western") is None


def slopes(across=math.nan, within=math.nan):
    return {"across_high": across, "within_high": within}


@pytest.mark.parametrize(
    ("place", "countries", "across", "within", "expected"),
    [
        (5, 20, -0.1, -0.1, "supported"),
        (5, 20, -0.1, 0.0, "mixed"),
        (5, 20, 0.1, -0.1, "mixed"),
        (5, 20, -0.1, math.nan, "mixed"),
        (6, 20, -0.1, -0.1, "not supported"),
        (5.5, 22, 0.1, 0.1, "mixed"),
        (6, 22, 0.1, 0.1, "not supported"),
        (1, 9, -0.1, -0.1, "cannot be tested"),
        (math.nan, 20, -0.1, -0.1, "cannot be tested"),
    ],
)
def test_the_criterion_is_what_it_says(place, countries, across, within, expected):
    found = judge({"place": place, "countries": countries} | slopes(across, within))
    assert found == expected
    assert "quarter" in CRITERION and "no proof" in CRITERION


def test_strong_on_tax_and_weak_on_authority():
    tax, authority = CLAIM.evaluate(), CLAIM.evaluate(index="authority")
    assert tax.verdict is Verdict.MIXED and authority.verdict is Verdict.NOT_SUPPORTED
    assert tax.headline == "The UK: fourth most centralised of 22 by tax share"
    assert "ninth of 22 by regional authority" in tax.reason
    assert "fourth of 22 by tax share" in authority.reason
    assert "5.8%" in tax.sentence and "not shown" in tax.reason
    assert authority.figures["value"] == pytest.approx(11.2, abs=0.05)
    assert CLAIM.evaluate(index="authority", year="1997").figures["value"] == pytest.approx(
        4.4, abs=0.05
    )


def some():
    rng = random.Random(5)
    every = list(CLAIM.combinations())
    return rng.sample(every, 14)


@pytest.mark.parametrize("made", some(), ids=lambda made: "-".join(made.values()))
def test_words_follow_the_figures(made):
    found = CLAIM.evaluate(**made)
    text = " ".join([found.headline, found.sentence, found.reason, found.subject, *found.caveats])
    assert "nan" not in text.replace("financ", "").replace("govern", "") and "None" not in text
    assert len(found.headline.split()) <= 10
    assert found.verdict == judge(found.figures)
    figures_ = found.figures
    if not math.isnan(figures_["place"]):
        n = figures_["countries"]
        assert figures_["more_decentralised"] == pytest.approx((n - figures_["place"]) / (n - 1))
        assert figures_["place_best"] <= figures_["place_worst"]
        assert f" of {n:.0f}" in found.sentence


def test_the_same_choices_give_the_same_answer():
    made = {"index": "composite", "scale": "rank"}
    assert CLAIM.evaluate(**made).figures == pytest.approx(
        CLAIM.evaluate(**made).figures, nan_ok=True
    )


def test_unknown_choices_are_named():
    with pytest.raises(ValueError, match="Unknown index 'taxes'.*'tax'"):
        CLAIM.evaluate(index="taxes")
    with pytest.raises(ValueError, match="Unknown year '1955'"):
        CLAIM.evaluate(year=1955)
