"""Whether the UK stands out among OECD countries: check values, criterion, who is ranked and who not."""

import math
import random

import numpy as np
import pandas as pd
import pytest

import levelkit as lk
from levelkit.claims import Verdict
from levelkit.claims.oecd_comparison.criterion import judge
from levelkit.claims.oecd_comparison.figures import SCALES, UK, regions
from levelkit.claims.oecd_comparison.jackknife import SMOOTH, left_out, log_errors
from levelkit.claims.oecd_comparison.series import ranking, series
from levelkit.claims.oecd_comparison.words import nth
from levelkit.claims.spreads import SPREADS, spread_of

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


def test_the_answer_names_the_other_scale():
    assert "Among large regions the same measure puts it tenth of 21." in CLAIM.evaluate().reason
    large = CLAIM.evaluate(data="oecd-tl2", measure="p90_p10")
    assert "Among small regions the same measure puts it sixth of 19." in large.reason
    assert any("sixteenth rather than nineteenth" in note for note in large.caveats)


@pytest.mark.parametrize(
    ("place", "countries", "verdict"),
    [
        (1, 10, Verdict.SUPPORTED),
        (3, 10, Verdict.SUPPORTED),
        (3.5, 10, Verdict.NOT_SUPPORTED),
        (4, 10, Verdict.NOT_SUPPORTED),
        (4, 12, Verdict.MIXED),
        (6, 18, Verdict.MIXED),
        (6, 17, Verdict.NOT_SUPPORTED),
        (1, 9, Verdict.CANNOT_TEST),
        (math.nan, 30, Verdict.CANNOT_TEST),
    ],
)
def test_criterion_at_its_edges(place, countries, verdict):
    assert judge({"place": place, "countries": countries}) is verdict


def independent(name, x, w):
    """Each measure once more, from its formula in numpy."""
    p = np.full(x.size, 1 / x.size) if w is None else w / w.sum()
    r = x / (p * x).sum()
    log_mean = (p * np.log(x)).sum()
    return {
        "cv": np.sqrt((p * (r - 1) ** 2).sum()),
        "gini": (p[:, None] * p * abs(r[:, None] - r)).sum() / 2,
        "theil": (p * r * np.log(r)).sum(),
        "mld": -(p * np.log(r)).sum(),
        "atkinson": 1 - (p * np.sqrt(r)).sum() ** 2,
        "log_sd": np.sqrt((p * np.log(x) ** 2).sum() - log_mean**2),
        "p90_p10": np.percentile(x, 90) / np.percentile(x, 10),
        "max_min": x.max() / x.min(),
    }[name]


def raw(made):
    """The regions of one combination from the table itself, in pandas."""
    table = lk.load_table(SCALES[made["data"]].table)
    table = table[table.year == made["year"]]
    if made["data"].startswith("oecd"):
        table = table[(table.level == made["data"][-3:].upper()) & ~table.set_apart]
    column = {
        "oecd-regions": "gdp_per_head_usd_ppp",
        "eurostat-nuts2": "gdp_per_head_eur",
        "europe-century": "gdp_per_head_intl2011usd",
    }[SCALES[made["data"]].table]
    column = "income_per_head_pps" if made["treatment"] == "income" else column
    if made["treatment"] == "without-capital":
        table = table[~table.is_capital]
    return table.assign(value=table[column].astype(float), people=table.population.astype(float))


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
        ranking(**CLAIM.complete({"year": 2020})).reason.sel(country="Japan")
        == "no figures by region for 2020"
    )


def test_a_country_without_a_tenth_of_its_regions_is_not_ranked():
    early = ranking(**CLAIM.complete({"data": "europe-nuts2", "year": 2010})).reason
    assert early.sel(country="Poland") == "figures for 10 of 17 regions in 2010"
    assert early.sel(country="France") == "no figures by region for 2010"
    assert early.sel(country=UK) == ""  # 38 of 41
    later = ranking(**CLAIM.complete({"data": "europe-nuts2", "year": 2016})).reason
    assert later.sel(country=["Poland", "France"]).values.tolist() == ["", ""]
    workers = ranking(**CLAIM.complete({"data": "oecd-tl2", "treatment": "per-worker"})).reason
    assert workers.sel(country="Canada") == "figures for 10 of 13 regions in 2019"
    assert workers.sel(country="Japan") == "no figures by region"


@pytest.mark.parametrize("weighted", [False, True])
def test_jackknife_in_sums_is_the_measure_without_each_region(weighted):
    rng = np.random.default_rng(1)
    x, w = np.exp(rng.normal(0, 0.5, 9)), rng.uniform(1, 9, 9) if weighted else np.ones(9)
    found = left_out(x, w)
    assert set(found) == set(SMOOTH) <= set(SPREADS)
    for name, values in found.items():
        for k in range(9):
            keep = np.arange(9) != k
            one = pd.Series(x[keep]).rename_axis("region").to_xarray()
            weights = pd.Series(w[keep]).rename_axis("region").to_xarray() if weighted else None
            assert values[k] == pytest.approx(float(spread_of(name, one, weights)), rel=1e-9)
    errors = log_errors(x, w)
    logs = np.log(found["cv"])
    assert errors["cv"] == pytest.approx(np.sqrt(8 / 9 * ((logs - logs.mean()) ** 2).sum()))


def test_a_missing_region_weighs_nothing_in_the_jackknife():
    x, w = np.array([1.0, 2.0, 4.0, 5.0, 1.0]), np.array([1.0, 1.0, 1.0, 1.0, 0.0])
    for name, error in log_errors(x, w).items():
        assert error == pytest.approx(log_errors(x[:4], w[:4])[name])


def test_intervals_hold_the_estimate_and_are_absent_where_the_jackknife_is_wrong():
    figures = CLAIM.evaluate().figures
    assert figures["spread_low"] < figures["spread"] < figures["spread_high"]
    assert figures["place_best"] <= figures["place"] <= figures["place_worst"]
    assert 0 <= figures["share_low"] <= figures["more_equal"] <= figures["share_high"] <= 1
    found = CLAIM.evaluate(measure="p90_p10")
    assert math.isnan(found.figures["share_low"])
    assert "No interval" in found.sentence


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
    assert seen == {Verdict.SUPPORTED, Verdict.MIXED, Verdict.NOT_SUPPORTED}


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
