"""Figures that are cut out of one series for all years equal those worked out for the years alone."""

import functools

import numpy as np
import pytest
import scipy.stats

import levelkit as lk
from levelkit.claims import Verdict, panel
from levelkit.claims.century_of_ranks.half_life import half_life_figures
from levelkit.claims.century_of_ranks.series import SPLICED, measures_of, offered, series

CLAIM = lk.claim("century-of-ranks")
SERIES = [
    (key, measure, capital)
    for key in offered()
    for measure in measures_of(key)
    for capital in ((True, False) if panel(key).names.size > 1 else (True,))
]


@functools.cache
def windows():
    """By series, its combinations of years."""
    found = {one: [] for one in SERIES}
    for made in CLAIM.combinations():
        found[made["data"], made["measure"], made["include_capital"]].append(made)
    return found


def drawn(key, n, seed=0):
    """Some combinations of a series, always the same ones."""
    every = windows()[key]
    rng = np.random.default_rng([seed, SERIES.index(key)])
    return [every[k] for k in rng.choice(len(every), min(n, len(every)), replace=False)]


def test_every_series_is_there():
    assert all(windows().values())
    assert sum(map(len, windows().values())) == 7102


@pytest.mark.parametrize("key", SERIES, ids=lambda key: "-".join(map(str, key)))
def test_figures_are_those_of_the_years_alone(key):
    data, measure, capital = key
    for made in drawn(key, 4):
        found = CLAIM.answer(**made)
        first, last = made["first_year"], made["last_year"]
        values = panel(data, measure, include_capital=capital).values
        values = values.sel(year=slice(first, last))
        if measure != SPLICED:
            values = values.drop_vars("spliced_basis", errors="ignore")
        rho = lk.spearman_rho(values, base=first)
        tau = lk.kendall_tau(values, base=first)
        moved = lk.mean_rank_change(values, base=first)
        order = found.tables["order"]
        np.testing.assert_allclose(order.estimate, rho.estimate, atol=1e-12)
        np.testing.assert_allclose(order.kendall, tau.estimate, atol=1e-12)
        if values.sizes["region"] == 1:  # which cannot move
            assert (order.moved == 0).all()
            continue
        np.testing.assert_allclose(order.moved, moved.estimate, atol=1e-12)
        for name in ("ci_low", "ci_high", "p_value"):
            assert np.isnan(order[name].sel(year=first))
            later = {"year": slice(first + 1, None)}
            np.testing.assert_allclose(order[name].sel(later), rho[name].sel(later), atol=1e-12)
        end = {"spearman": rho.estimate, "ci_low": rho.ci_low, "ci_high": rho.ci_high,
               "p_value": rho.p_value, "kendall": tau.estimate, "rank_change": moved.estimate}  # fmt: skip
        for name, expected in end.items():
            assert found.figures[name] == pytest.approx(
                float(expected.sel(year=last)), abs=1e-12, nan_ok=True
            )
        between = rho.estimate.sel(year=(rho.year > first) & (rho.year < last))
        lowest = float(between.min()) if between.notnull().any() else np.nan
        assert found.figures["lowest"] == pytest.approx(lowest, abs=1e-12, nan_ok=True)
        np.testing.assert_array_equal(found.tables["ranks"]["rank"], lk.rank(values))


@pytest.mark.parametrize("key", SERIES, ids=lambda key: "-".join(map(str, key)))
def test_figures_are_scipys_of_the_regions_that_have_both_years(key):
    data, measure, capital = key
    for made in drawn(key, 2, seed=1):
        found = CLAIM.answer(**made)
        values = panel(data, measure, include_capital=capital).values
        a, b = (values.sel(year=made[end]).to_numpy() for end in ("first_year", "last_year"))
        both = np.isfinite(a) & np.isfinite(b)
        assert found.figures["n"] == both.sum()
        short = made["last_year"] - made["first_year"] < 40
        assert (found.verdict is Verdict.CANNOT_TEST) == (both.sum() < 5 or short)
        assert found.sentence.endswith(".")
        assert "nan" not in found.sentence
        if both.sum() > 1:
            rho = scipy.stats.spearmanr(a[both], b[both]).statistic
            tau = scipy.stats.kendalltau(a[both], b[both]).statistic
            assert found.figures["spearman"] == pytest.approx(rho, abs=1e-12)
            assert found.figures["kendall"] == pytest.approx(tau, abs=1e-12)
            places = [scipy.stats.rankdata(-x[both]) for x in (a, b)]
            moved = np.abs(places[0] - places[1]).mean()
            assert found.figures["rank_change"] == pytest.approx(moved, abs=1e-12)


def test_a_region_without_a_figure_is_left_out_of_its_years_alone():
    # Flevoland was sea in 1900.
    key = ("europe-netherlands", "gdp_per_head_intl2011usd")
    made = series(*key, include_capital=True)
    missing = made.values.isnull().any("region")
    assert 0 < int(missing.sum()) < made.values.sizes["year"]
    n = made.pairs.n
    size = made.values.sizes["region"]
    whole = made.values.year[~missing].values
    assert (n.sel(year=whole, year_2=whole) == size).all()
    assert (n.sel(year=made.values.year[missing].values) < size).all()
    assert CLAIM.evaluate(data=key[0]).figures["n"] == size - 1


def test_pairs_of_years_are_the_same_both_ways():
    pairs = series("europe-netherlands", "gdp_per_head_intl2011usd", include_capital=True).pairs
    for name in ("estimate", "kendall", "moved", "n", "p_value"):
        table = pairs[name].transpose("year", "year_2").to_numpy()
        np.testing.assert_allclose(table, table.T, atol=1e-12)
    assert (np.diag(pairs.estimate.to_numpy()) == 1).all()


@pytest.mark.parametrize(
    "made",
    [
        {},
        {"last_year": 2023, "include_capital": False},
        {"measure": "gva_per_head_gbp", "last_year": 2008},
        {"data": "europe-netherlands"},
    ],
    ids=str,
)
def test_the_half_life_is_that_of_the_years_on_the_first_years_basis(made):
    made = CLAIM.complete(made)
    values = panel(made["data"], made["measure"], include_capital=made["include_capital"]).values
    values = values.sel(year=slice(made["first_year"], made["last_year"]))
    if made["measure"] == SPLICED:
        values = values.where(values.spliced_basis == values.spliced_basis[0], drop=True)
        assert float(values.year[-1]) <= 2015
    expected = lk.half_life(values)
    found = half_life_figures(**made)
    assert found["half_life_to"] == float(values.year[-1])
    for name, key in (("half_life", "estimate"), ("half_life_low", "ci_low"), ("half_life_high", "ci_high")):  # fmt: skip
        assert found[name] == pytest.approx(float(expected[key]), rel=1e-12)


@pytest.mark.parametrize(
    "made", [{"data": "europe-ireland"}, {"last_year": 1910}, {"first_year": 2010, "last_year": 2023}], ids=str
)  # fmt: skip
def test_there_is_no_half_life_of_too_little(made):
    found = half_life_figures(**CLAIM.complete(made))
    assert np.isnan([found["half_life"], found["half_life_low"], found["half_life_high"]]).all()
    assert found["half_life_to"] in (2015, 1910)
