"""A claim of another panel: judged as the catalogue's are, or refused in words."""

import json
import re

import numpy as np
import pytest
import xarray as xr

import levelkit as lk
from levelkit.claims import Panel
from levelkit.claims.brought import bring
from levelkit.claims.convergence import panels
from levelkit.claims.convergence.panels import longest_even
from levelkit.pages import page_state

MEASURE = "gdp_per_head_intl2011usd"


def spain(**words):
    whole = lk.load("europe-century")
    kept = whole.sel(region=whole.country == "Spain")
    values = kept[MEASURE].dropna("year", how="all")
    people = kept.population.sel(year=values.year)
    return Panel.of(values, people=people, label="Spain", place="Spain", **words)


def test_the_order_of_a_country_is_that_of_the_catalogues_own_panel():
    ours = lk.claim("century-of-ranks").evaluate(data="europe-spain")
    theirs = lk.claim("century-of-ranks").on(spain()).evaluate()
    for name in (
        "spearman",
        "ci_low",
        "ci_high",
        "kendall",
        "lowest",
        "lowest_year",
        "rank_change",
    ):
        assert theirs.figures[name] == pytest.approx(ours.figures[name], nan_ok=True), name
    assert [part.verdict for part in theirs.parts] == [part.verdict for part in ours.parts]
    assert theirs.subject.endswith("of Spain, 1900 to 2015")


def test_catching_up_is_that_of_the_same_line_by_statsmodels():
    import statsmodels.api as sm

    values = np.log(spain().values)
    start, end = values.sel(year=1900).to_numpy(), values.sel(year=2015).to_numpy()
    slope = sm.OLS((end - start) / 115, sm.add_constant(start)).fit().params[1]
    evidence = lk.claim("convergence").on(spain()).evaluate()
    assert evidence.figures["speed"] == pytest.approx(-100 * np.log(1 + 115 * slope) / 115)
    assert "Europe" not in " ".join([evidence.sentence, *evidence.caveats])


@pytest.mark.parametrize("name", ["century-of-ranks", "convergence"])
def test_its_page_has_every_figure_and_all_its_combinations_have_an_answer(name):
    claim = lk.claim(name).on(spain(capital="Galicia"))
    claim.check()
    page = lk.pages.ClaimPage(claim)
    assert list(page.figures) == list(lk.pages.ClaimPage(name).figures)
    every = list(claim.combinations())
    assert all(claim.counted(chosen) for chosen in every)
    for chosen in every[:: max(1, len(every) // 12)]:
        evidence = claim.evaluate(**chosen)
        assert "nan" not in f"{evidence.headline} {evidence.sentence} {evidence.reason}".split()
    assert "out of date" not in page.hub.words["fragility"]["html"]


@pytest.mark.parametrize("name", ["widening-gaps", "oecd-comparison", "devolution", "policy-churn"])
def test_where_it_makes_no_sense_it_is_said_why(name):
    with pytest.raises(ValueError, match=f"{name} cannot be judged on another panel: it"):
        lk.claim(name).on(spain())


def test_figures_that_cannot_be_ranked_or_followed_are_named():
    values = xr.DataArray(
        [[1.0, 2.0], [3.0, -4.0], [5.0, 6.0]], {"region": ["A", "B", "C"], "year": [2000, 2010]}
    )
    with pytest.raises(ValueError, match="Mine: B has -4 in 2010. Figures are finite and above 0"):
        lk.claim("century-of-ranks").on(Panel.of(values, label="Mine"))
    with pytest.raises(ValueError, match="Mine: 2 regions and 2 years. At least 3 and 2"):
        lk.claim("century-of-ranks").on(Panel.of(values[[0, 2]], label="Mine"))


def test_two_panels_have_two_keys_and_the_same_one_has_its_own():
    claim = lk.claim("century-of-ranks")
    keys = [
        claim.on(panel).complete({})["data"]
        for panel in (spain(), spain(), spain(capital="Galicia"))
    ]
    assert keys[0] == keys[1] != keys[2]


@pytest.mark.parametrize(
    ("years", "spans", "uneven"),
    [
        (range(2000, 2011), ((2000, 2010),), False),
        (range(1980, 2021), ((1980, 2020), (1980, 2000), (2000, 2020)), False),
        ((1900, 1950, 1960, 2000), ((1900, 2000), (1900, 1950), (1950, 2000)), True),
    ],
)
def test_years_are_followed_as_they_are(years, spans, uneven):
    values = xr.DataArray(
        np.arange(1.0, 1 + 4 * len(years)).reshape(4, -1),
        {"region": list("ABCD"), "year": list(years)},
    )
    series = panels.followed(bring(Panel.of(values)))
    assert series.spans == spans
    assert bool(series.benchmarks) == uneven


def test_clubs_take_the_longest_even_years_as_those_of_the_century_do():
    century = panels.PANELS["europe-century-gdp-ppp"].benchmarks
    assert list(longest_even(century)) == [1950, 1960, 1970, 1980, 1990, 2000, 2010]
    assert list(longest_even((2000, 2003, 2010))) == [2000, 2010]
    assert list(longest_even((2000, 2003, 2006, 2010, 2020))) == [2000, 2010, 2020]


def grown(regions, years, name="income", **said):
    """Figures that grow by chance, of no table of ours: neither names nor coordinates are known."""
    rng = np.random.default_rng(1)
    steps = np.cumsum(rng.normal(0.02, 0.02, (regions, len(years))), axis=1)
    values = np.exp(rng.normal(3, 0.3, (regions, 1)) + steps)
    labels = {"region": [f"R{k}" for k in range(regions)], "year": list(years)}
    return Panel.of(xr.DataArray(values, labels, name=name), **said)


def with_areas():
    whole = grown(20, range(1995, 2021))
    region, year = whole.values.region, whole.values.year
    people = xr.DataArray(np.arange(1.0, 521).reshape(20, 26), {"region": region, "year": year})
    return Panel.of(
        whole.values, people=people, capital="R3", label="Spainia", group="half",
        groups=xr.DataArray(["N", "S", "W", "E"] * 5, {"region": region}),
    )  # fmt: skip


def with_gaps():
    values = grown(12, range(1980, 2020)).values.copy()
    values[3, :20] = np.nan
    return Panel.of(values)


SPLICED = "relative_to_uk_percent"
PANELS = {
    "a name of its own": grown(12, range(1950, 2020)),
    "no name": grown(8, range(2000, 2021), name=None),
    "seven years": grown(9, range(2010, 2017)),
    "decades": grown(9, range(1900, 2021, 10)),
    "every thirty years": grown(9, range(1700, 2021, 30)),
    "many": grown(60, range(1995, 2021)),
    "areas and people": with_areas(),
    "gaps": with_gaps(),
    "our joined series": Panel.of(lk.load("uk-century")[SPLICED].dropna("year", how="all")),
}


@pytest.mark.parametrize("key", list(PANELS))
@pytest.mark.parametrize("name", ["century-of-ranks", "convergence"])
def test_any_panel_has_its_answers_and_its_page(name, key):
    claim = lk.claim(name).on(PANELS[key])
    claim.check()
    page = lk.pages.ClaimPage(claim)
    every = list(claim.combinations())
    for chosen in every[:: max(1, len(every) // 8)]:
        state = page_state(claim, page.layout, chosen)
        said = [state.words[part] for part in ("answer", "notes", "page")]
        wrong = r"\bnan\b|UK (areas|regions)|of A panel|[Ww]ith(out)? [\",.]"
        assert not re.search(wrong, json.dumps(said))


@pytest.mark.parametrize(
    ("panel", "why"),
    [
        (grown(4, range(1990, 2020)), "5 places, and there are 4"),
        (grown(9, (1900, 1950, 1960, 2000)), "7 evenly spaced years, and the longest run of them is 3"),
        (grown(9, range(2000, 2005)), "the longest run of them is 5"),
        (Panel.of(with_areas().values, group="half", groups=with_areas().groups.where(False, "N")), "there are 1"),
    ],
)  # fmt: skip
def test_a_panel_that_is_too_short_to_follow_is_refused_in_words(panel, why):
    with pytest.raises(ValueError, match=why):
        lk.claim("convergence").on(panel)
