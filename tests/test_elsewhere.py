"""A claim of another panel: judged as the catalogue's are, or refused in words."""

import numpy as np
import pytest
import xarray as xr

import levelkit as lk
from levelkit.claims import Panel
from levelkit.claims.convergence import panels
from levelkit.claims.convergence.anatomy import longest_even

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
        lk.claim("convergence").on(Panel.of(values, label="Mine"))
    with pytest.raises(ValueError, match="Mine: 2 regions and 2 years. At least 3 and 2"):
        lk.claim("convergence").on(Panel.of(values[[0, 2]], label="Mine"))


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
    key = lk.claim("convergence").on(Panel.of(values)).complete({})["data"]
    series = panels.followed(key)
    assert series.spans == spans
    assert bool(series.benchmarks) == uneven


def test_clubs_take_the_longest_even_years_as_those_of_the_century_do():
    century = panels.PANELS["europe-century-gdp-ppp"].benchmarks
    assert list(longest_even(century)) == [1950, 1960, 1970, 1980, 1990, 2000, 2010]
    assert list(longest_even((2000, 2003, 2010))) == [2000, 2010]
    assert list(longest_even((2000, 2003, 2006, 2010, 2020))) == [2000, 2010, 2020]
