"""Whether the UK stands out among OECD countries: check values, criterion, who is ranked and who not."""

import math
import random

import numpy as np
import pytest

import levelkit as lk
from levelkit.claims import Verdict
from levelkit.claims.oecd_comparison.criterion import CRITERION, PARTS, judge
from levelkit.claims.oecd_comparison.figures import UK, regions
from levelkit.claims.oecd_comparison.series import ranking, series
from levelkit.claims.oecd_comparison.words import nth
from levelkit.claims.spreads import SPREADS
from oecd_figures import independent, raw

CLAIM = lk.claim("oecd-comparison")
EVERY = list(CLAIM.combinations())


@pytest.mark.parametrize(
    ("data", "measure", "weighted", "place", "countries", "value"),
    [
        ("oecd-tl3", "cv", False, 1, 19, 1.14),
        ("oecd-tl3", "cv", True, 1, 19, 0.98),
        ("oecd-tl3", "theil", True, 1, 19, 0.184),
        ("oecd-tl3", "max_min", False, 1, 19, 25),
        ("oecd-tl3", "p90_p10", False, 6, 19, 2.0),
        ("oecd-tl2", "cv", False, 10, 21, 0.276),
        ("oecd-tl2", "cv", True, 8, 21, 0.301),
        ("oecd-tl2", "theil", True, 8, 21, 0.040),
        ("oecd-tl2", "p90_p10", False, 19, 21, 1.416),
    ],
)
def test_check_values_of_2019(data, measure, weighted, place, countries, value):
    found = CLAIM.evaluate(data=data, measure=measure, weighted=weighted, year=2019)
    assert found.figures["place"] == place
    assert found.figures["countries"] == countries
    digits = len(str(value).partition(".")[2])
    assert round(found.figures["spread"], digits) == value


def test_the_default_counts_people_where_the_measure_can():
    """As on the page of widening gaps: a region of 11 thousand is no region of 24 million."""
    for measure, one in SPREADS.items():
        assert CLAIM.evaluate(measure=measure).choices["weighted"] is one.weighted


def test_the_bold_answer_carries_what_the_place_hangs_on():
    found = CLAIM.evaluate()
    assert found.reason == (
        "By this measure the UK stands out: first of 19, and still first without any single region. By the same measure, with "
        "London and its ring as one region it is seventh of 19; among large regions, eighth of 21."
    )
    large = CLAIM.evaluate(data="oecd-tl2", measure="p90_p10", weighted=False)
    assert "among small regions, sixth of 19." in large.reason
    assert "19th of 21; without single regions anywhere from " in large.reason
    assert any("sixteenth rather than nineteenth" in note for note in large.caveats)
    century = CLAIM.evaluate(data="europe-century")
    assert "second of 14; without single regions anywhere from first to 12th." in century.reason


@pytest.mark.parametrize(
    ("place", "countries", "verdict"),
    [
        (1, 10, Verdict.SUPPORTED),
        (3, 10, Verdict.SUPPORTED),
        (3.5, 10, Verdict.NOT_SUPPORTED),
        (4, 10, Verdict.NOT_SUPPORTED),
        (4, 12, Verdict.NOT_SUPPORTED),
        (6, 18, Verdict.NOT_SUPPORTED),
        (1, 9, Verdict.CANNOT_TEST),
        (math.nan, 30, Verdict.CANNOT_TEST),
    ],
)
def test_criterion_at_its_edges(place, countries, verdict):
    """One threshold: what was mixed, from the fourth place to a third of them, does not stand out."""
    assert judge({"place": place, "countries": countries}) is verdict


def test_one_part_with_what_it_claims():
    (part,) = CLAIM.evaluate().parts
    assert {part.name: part.label} == PARTS
    assert part.reason in CLAIM.evaluate().reason
    assert "mixed" not in CRITERION and "no sampling error" in CRITERION


PLAIN = [
    made
    for made in EVERY
    if made["treatment"] in ("published", "without-capital", "income")
    and not (made["weighted"] and made["measure"] == "p90_p10")
]


@pytest.mark.parametrize(
    "made", random.Random(3).sample(PLAIN, 14), ids=lambda m: "-".join(map(str, m.values()))
)
def test_equal_to_an_independent_computation(made):
    table = raw(made)
    found = ranking(**made)
    for country, part in table.groupby("country"):
        ours = found.sel(country=country)
        known = part.dropna(subset=["value", "people"] if made["weighted"] else ["value"])
        if ours.reason.item():
            assert np.isnan(ours.spread)
            continue
        w = known.people.to_numpy() if made["weighted"] else None
        theirs = independent(made["measure"], known.value.to_numpy(), w)
        assert ours.spread.item() == pytest.approx(theirs, rel=1e-9, abs=1e-12)
        assert ours.n_regions == len(known) >= 4
    spread = found.spread.to_series().dropna()
    assert found.place.to_series().dropna().equals(spread.rank(ascending=False))


def test_per_worker_and_metro_are_what_they_say():
    table = lk.load_table("oecd-regions").query("level == 'TL3' and year == 2019")
    metro = regions("oecd-tl3", "metro")
    metro = metro[(metro.year == 2019) & (metro.country == UK)].set_index("name")
    london = table[table.metro == "London"]
    expected = 1e6 * london.gdp_million_usd_ppp.sum() / london.population.sum()
    assert len(metro) == 170 - 21 + 1
    assert metro.value["London with its ring"] == pytest.approx(expected)
    worker = regions("oecd-tl3", "per-worker")
    worker = worker[(worker.year == 2019) & (worker.country == UK)]
    assert len(worker) == 168
    highlands = worker[worker.name == "Highlands, Moray and Argyll"]
    three = table[table.region_code.isin(["UKM61", "UKM62", "UKM63"])]
    assert highlands.value.item() == pytest.approx(
        1e6 * three.gdp_million_usd_ppp.sum() / three.employment.sum()
    )
    assert highlands.people.item() == three.employment.sum()
    caithness = table[table.region_code == "UKM61"].iloc[0]
    assert caithness.employment > caithness.population  # why the three are one


def test_who_is_not_ranked_is_named_with_the_reason():
    found = CLAIM.evaluate(data="oecd-tl2")
    assert ranking(**found.choices).reason.sel(country="Belgium") == "3 regions: fewer than 4"
    said = " ".join(found.caveats)
    for country in ("Denmark", "Ireland", "Japan", "Poland", "Türkiye", "Belgium", "Lithuania"):
        assert country in said
    assert "Not ranked (3 regions: fewer than 4): Belgium." in found.caveats
    assert (
        ranking(**CLAIM.complete({"year": 2020, "weighted": False})).reason.sel(country="Japan")
        == "no figures by region for 2020"
    )
    by_people = ranking(**CLAIM.complete({"year": 2020})).reason
    assert by_people.sel(country="Japan") == "no figures, or no people, by region for 2020"


def test_a_country_without_a_tenth_of_its_regions_is_not_ranked():
    early = ranking(
        **CLAIM.complete({"data": "europe-nuts2", "year": 2010, "weighted": False})
    ).reason
    assert early.sel(country="Poland") == "figures for 10 of 17 regions in 2010"
    assert early.sel(country="France") == "no figures by region for 2010"
    assert early.sel(country=UK) == ""  # 38 of 41
    later = ranking(
        **CLAIM.complete({"data": "europe-nuts2", "year": 2016, "weighted": False})
    ).reason
    assert later.sel(country=["Poland", "France"]).values.tolist() == ["", ""]
    workers = ranking(
        **CLAIM.complete({"data": "oecd-tl2", "treatment": "per-worker", "weighted": False})
    ).reason
    assert workers.sel(country="Canada") == "figures for 10 of 13 regions in 2019"
    assert workers.sel(country="Japan") == "no figures by region"


def test_every_combination_is_answered_in_words():
    assert len(EVERY) == 1050
    seen = set()
    for made in EVERY:
        found = CLAIM.answer(**made)
        seen.add(found.verdict)
        said = " ".join(
            [found.headline, found.sentence, found.reason, found.subject, *found.caveats]
        )
        assert "nan" not in said.lower().split(), said
        assert len(found.headline.split()) <= 11
        assert found.figures["countries"] >= 10
    assert seen == {Verdict.SUPPORTED, Verdict.NOT_SUPPORTED}


def test_what_counts_is_the_oecd_at_both_scales():
    counted = [made for made in EVERY if CLAIM.counted(made)]
    assert len(counted) == 210
    assert {made["data"] for made in counted} == {"oecd-tl3", "oecd-tl2"}
    assert {made["year"] for made in counted} == {2019, 2020}


def test_only_what_the_figures_allow_is_on_offer():
    with pytest.raises(ValueError, match="metro"):
        CLAIM.evaluate(data="oecd-tl2", treatment="metro")
    with pytest.raises(ValueError, match="2018"):
        CLAIM.evaluate(data="europe-nuts2", treatment="income", year=2018)
    assert CLAIM.evaluate(data="europe-century").choices["year"] == 2015
    assert not any(made["weighted"] for made in EVERY if made["measure"] == "max_min")


def test_weights_stand_between_commas():
    said = CLAIM.evaluate(data="oecd-tl2").sentence
    assert "by the coefficient of variation, weighted by people, of GDP per head" in said
    once = CLAIM.evaluate(weighted=False).sentence
    assert "by the coefficient of variation of GDP per head" in once


def test_places_in_words():
    assert [nth(n) for n in (1, 2, 10, 11, 12, 13, 21, 22, 23, 111)] == [
        "first", "second", "tenth", "11th", "12th", "13th", "21st", "22nd", "23rd", "111th",
    ]  # fmt: skip
    # Two share 5 and 6, four 5 to 8, three 5 to 7: all are the fifth.
    for place, ties in ((5.5, 2), (6.5, 4), (6, 3)):
        assert nth(place, ties) == "joint fifth"
    with pytest.raises(ValueError, match="6.5 is not the mean of 3 whole places"):
        nth(6.5, ties=3)


def test_series_are_kept():
    one = series("oecd-tl2", "published", weighted=False)
    assert series("oecd-tl2", "published", weighted=False) is one
