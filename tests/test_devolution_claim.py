"""The devolution claim: check values, places, how sure they are, verdict and words."""

import math
import random
import re

import numpy as np
import pytest

import levelkit as lk
from levelkit.claims import Verdict
from levelkit.claims.devolution import PARTS
from levelkit.claims.devolution.answer import _recipe
from levelkit.claims.devolution.countries import GROUPS, UK
from levelkit.claims.devolution.criterion import CRITERION, judge, quarter
from levelkit.claims.devolution.hangs import hangs, singles
from levelkit.claims.devolution.indices import INDICES, figures, set_apart
from levelkit.claims.devolution.link import link as link_of
from levelkit.claims.devolution.places import at, ranking, sureness, years
from levelkit.claims.devolution.recipe import COMPOSITE, USUAL, Given
from levelkit.claims.devolution.words import placed, ranked
from levelkit.claims.verdict import Part, overall

CLAIM = lk.claim("devolution")
RECIPE = ("components", "scale", "aggregate", "dependence", "gaps")


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


def figures_of(place, countries, across=(math.nan, math.nan), within=(math.nan, math.nan)):
    return {
        "place": place, "countries": countries, "across_low": across[0], "across_high": across[1],
        "within_low": within[0], "within_high": within[1],
    }  # fmt: skip


BELOW, ABOVE, CROSSES = (-0.2, -0.1), (0.1, 0.2), (-0.1, 0.1)
YES, NO, UNSURE, UNTESTED = (
    Verdict.SUPPORTED, Verdict.NOT_SUPPORTED, Verdict.CANNOT_TELL, Verdict.CANNOT_TEST,
)  # fmt: skip


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((5, 20, BELOW, BELOW), (YES, YES, YES)),
        ((5, 20, ABOVE, CROSSES), (YES, NO, UNSURE)),
        ((6, 20, CROSSES, ABOVE), (NO, UNSURE, NO)),
        ((5, 20, BELOW), (YES, YES, UNTESTED)),
        ((5.5, 22), (YES, UNTESTED, UNTESTED)),
        ((6, 22), (NO, UNTESTED, UNTESTED)),
        ((1, 9, BELOW, BELOW), (UNTESTED, YES, YES)),
        ((math.nan, 20, CROSSES), (UNTESTED, UNSURE, UNTESTED)),
    ],
)
def test_the_criterion_is_what_it_says(given, expected):
    found = judge(figures_of(*given))
    assert tuple(found) == tuple(PARTS)
    assert tuple(found.values()) == expected
    assert "quarter" in CRITERION and "no proof" in CRITERION


def test_a_link_that_cannot_be_asked_does_not_count_against_the_claim():
    """A composite has no figures over the years: its place and its link across countries may support the claim."""
    found = judge(figures_of(1, 20, BELOW))
    parts = [Part(name, PARTS[name], verdict) for name, verdict in found.items()]
    assert overall(parts) is Verdict.SUPPORTED


def test_links_are_judged_alike_on_both_sides():
    """Gaps that are larger by as much are as much against the claim as smaller ones are for it."""
    turned = {YES: NO, NO: YES, UNSURE: UNSURE}
    for ends in (BELOW, ABOVE, CROSSES, (-1e9, -1e-9)):
        other = (-ends[1], -ends[0])
        one, two = (judge(figures_of(1, 20, pair, pair)) for pair in (ends, other))
        assert all(two[name] is turned[one[name]] for name in ("across", "within"))


@pytest.mark.parametrize("index", ["tax", "own-revenue", "authority"])
@pytest.mark.parametrize("group", GROUPS)
def test_single_countries_that_decide_the_place(index, group):
    """By ranking the values again without each."""
    made = ranking(index, "latest", group)
    values = (INDICES[index].polarity * made["value"]).to_series().dropna()
    answer = values.rank()[UK] <= quarter(len(values))
    expected = {
        name
        for name in values.index.drop(UK)
        if (values.drop(name).rank()[UK] <= quarter(len(values) - 1)) != answer
    }
    found = set(singles(made.country.values.tolist(), made.place.values))
    assert found == expected
    if group == "eu-15" and index == "tax":
        assert found == {"Greece", "Ireland", "Luxembourg"}


def test_first_by_own_revenue_is_first_of_those_with_figures():
    """The three countries ahead of the UK by tax share have no figure for their own revenue."""
    found = hangs(ranking("own-revenue", "latest", "western"), "latest", "western")
    tax = ranking("tax", "latest", "western").place.to_series()
    assert set(tax[tax < tax[UK]].index) == {"Ireland", "Greece", "Luxembourg"}
    assert set(found.ahead) == {"Ireland", "Greece", "Luxembourg"}
    assert set(found.lacking) == {"Denmark", "France", "Greece", "Ireland", "Luxembourg"}
    assert found.last_place == 6 > quarter(22)
    evidence = CLAIM.evaluate(index="own-revenue")
    assert "Ireland, Greece and Luxembourg, more centralised by tax share, have no figure" in (
        evidence.reason
    )
    assert "sixth of 22 and outside the quarter" in evidence.parts[0].reason


def test_strong_on_tax_and_weak_on_authority():
    tax, authority = CLAIM.evaluate(), CLAIM.evaluate(index="authority")
    judged = [tuple(part.verdict for part in one.parts) for one in (tax, authority)]
    assert judged == [(YES, UNSURE, UNSURE), (NO, UNSURE, UNSURE)]
    assert tax.verdict is authority.verdict is Verdict.MIXED
    assert tax.headline == "The UK: fourth most centralised of 22 by tax share"
    assert "ninth of 22 by regional authority" in tax.reason
    assert "whichever country is left out" in tax.reason and "cannot be told" in tax.reason
    assert "fourth of 22 by tax share" in authority.reason
    assert "5.8%" in tax.sentence
    assert authority.figures["value"] == pytest.approx(11.2, abs=0.05)
    assert CLAIM.evaluate(index="authority", year="1997").figures["value"] == pytest.approx(
        4.4, abs=0.05
    )


def test_composites_have_their_unit_and_say_one_place_once():
    by_scale = {
        "min-max": "of 100 points", "rank": "a mean place of", "z": "standard deviations below the mean",
    }  # fmt: skip
    for scale, words in by_scale.items():
        found = CLAIM.evaluate(index="composite", scale=scale)
        assert found.sentence.count(words) == 2 or scale == "z"
        assert words in found.sentence
    # Of its two components one alone counts: every weighting gives the same place.
    alone = CLAIM.evaluate(
        index="composite", components="authority", weights={"self-rule": 0.0, "shared-rule": 1.0}
    )
    assert "it is 12th (95% of them)" in alone.sentence
    assert " to 12" not in alone.sentence
    assert "built from one component (" in alone.sentence


def some():
    rng = random.Random(5)
    every = list(CLAIM.combinations())
    return rng.sample(every, 14)


def links_are_of_these_countries_and_years(found, made, text):
    """No sentence speaks of other countries or years than its numbers."""
    recipe = (
        _recipe(**{name: made[name] for name in RECIPE}) if made["index"] == COMPOSITE else USUAL
    )
    link = link_of(made["index"], made["year"], made["group"], recipe, Given(None, (), None), ())
    assert set(link.compared) <= set(GROUPS[made["group"]].members)
    if made["year"] != "latest":
        assert link.when == int(made["year"]) and abs(link.year - link.when) <= 3
        assert "latest" not in text
    if link.across is not None:
        assert f"across {link.across.countries} {GROUPS[made['group']].place}" in found.sentence
        assert f", {link.year})" in found.sentence
    if link.within is not None:
        assert f"over {link.within.first} to {link.within.last}; 95%" in found.sentence
        assert set(link.within.movers) <= set(GROUPS[made["group"]].members)
    assert (link.within is None) or made["index"] != "composite"


@pytest.mark.parametrize("made", some(), ids=lambda made: "-".join(made.values()))
def test_words_follow_the_figures(made):
    found = CLAIM.evaluate(**made)
    parts = [text for part in found.parts for text in (part.label, part.reason)]
    text = " ".join(
        [found.headline, found.sentence, found.reason, found.subject, *parts, *found.caveats]
    )
    assert "nan" not in text.replace("financ", "").replace("govern", "") and "None" not in text
    assert not re.search(r"nought|–\W|N - K|N − K\)|\b(\w+) to \1 ", text)
    assert len(found.headline.split()) <= 10
    assert {part.name: part.verdict for part in found.parts} == judge(found.figures)
    assert all(part.label == PARTS[part.name] and part.reason for part in found.parts)
    links_are_of_these_countries_and_years(found, made, text)
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


@pytest.mark.parametrize(
    ("place", "ties", "said", "rank"),
    [
        (1, 1, "first", "the most centralised"),
        (2, 3, "joint first", "joint most centralised"),
        (6.5, 4, "joint fifth", "joint fifth most centralised"),
        (8, 3, "joint seventh", "joint seventh most centralised"),
        (4, 1, "fourth", "fourth most centralised"),
    ],
)
def test_a_shared_place_is_joint(place, ties, said, rank):
    assert placed(place, ties) == said
    assert ranked(place, ties, article=True) == rank


def test_who_shares_the_uks_place_is_counted():
    for made in ({"index": "shared-rule", "year": "1997"}, {"index": "composite", "scale": "rank"}):
        found = CLAIM.evaluate(**made)
        table = found.tables["ranking"].place.to_series()
        assert found.figures["place_ties"] == (table == table[UK]).sum()
