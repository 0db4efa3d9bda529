"""Change of the spread between two years: closed forms, weights, larger areas, clusters, errors."""

import math

import numpy as np
import pandas as pd
import pytest
import scipy.stats
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

import levelkit as lk

ENDS = ("estimate", "ci_low", "ci_high")


def places(start, end, years=(2000, 2020), **coords):
    return xr.DataArray(
        np.exp(np.array([start, end], float).T),
        dims=("region", "year"),
        coords={"region": [f"r{k}" for k in range(len(start))], "year": list(years), **coords},
    )


def noisy(n=20, seed=1, shrink=0.8):
    rng = np.random.default_rng(seed)
    start = rng.normal(9, 0.5, n)
    end = shrink * (start - 9) + 9 + rng.normal(0, 0.1, n)
    return places(start, end, country=("region", np.arange(n) // 4))


def brute(rows, weights, inside, clusters):
    """Log ratio of the deviations with its jackknife error, in plain loops."""

    def ratio(keep):
        spreads = []
        for logs in rows[keep].T:
            rest = logs.copy()
            for area in np.unique(inside[keep]):
                at = inside[keep] == area
                rest[at] -= np.average(logs[at], weights=weights[keep][at])
            spreads.append(math.sqrt(np.average(rest**2, weights=weights[keep])))
        return math.log(spreads[1] / spreads[0])

    labels = np.unique(clusters)
    left = np.array([ratio(clusters != label) for label in labels])
    k = len(labels)
    error = math.sqrt((k - 1) / k * ((left - left.mean()) ** 2).sum())
    return ratio(np.ones(len(rows), bool)), error, scipy.stats.t.ppf(0.975, k - 1)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("within", [False, True])
@pytest.mark.parametrize("clustered", [False, True])
def test_the_jackknife_is_leaving_out_in_loops(weighted, within, clustered):
    x = noisy()
    w = np.random.default_rng(2).uniform(1, 9, 20) if weighted else np.ones(20)
    areas, one = x.country.values, np.zeros(20)
    change, error, critical = brute(
        np.log(x.values), w, areas if within else one, areas if clustered else np.arange(20)
    )
    found = lk.sigma_change(
        x, weights=xr.DataArray(w, coords={"region": x.region}) if weighted else None,
        within="country" if within else None, groups="country" if clustered else None,
    )  # fmt: skip
    assert 20 * float(found.estimate) == pytest.approx(change, rel=1e-9)
    assert 20 * float(found.std_error) == pytest.approx(error, rel=1e-9)
    assert 20 * float(found.ci_high) == pytest.approx(change + critical * error, rel=1e-9)
    assert found.df == (4 if clustered else 19) and found.n == 20


@settings(max_examples=40, deadline=None)
@given(shrink=st.floats(0.05, 3), years=st.integers(1, 100), seed=st.integers(0, 99))
def test_gaps_that_all_shrink_alike_leave_no_doubt(shrink, years, seed):
    """In step, whatever is left out: the change is known, and the interval has no width."""
    start = np.random.default_rng(seed).normal(9, 0.5, 8)
    x = places(start, shrink * start, (1900, 1900 + years))
    for method in ("jackknife", "pitman-morgan"):
        found = lk.sigma_change(x, method=method)
        for name in ENDS:
            assert float(found[name]) == pytest.approx(math.log(shrink) / years, abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 999), st.floats(0.01, 100), st.sampled_from(["jackknife", "pitman-morgan"]))
def test_units_and_order_change_nothing_and_years_swapped_turn_the_sign(seed, scale, method):
    x = noisy(seed=seed)
    order = np.random.default_rng(seed).permutation(20)
    found = lk.sigma_change(x, method=method)
    other = lk.sigma_change(scale * x.isel(region=order), method=method)
    turned = lk.sigma_change(places(*np.log(x.values[:, ::-1].T)), method=method)
    for name in ENDS:
        assert float(found[name]) == pytest.approx(float(other[name]), abs=1e-10)
    assert float(found.estimate) == pytest.approx(-float(turned.estimate))
    assert float(found.ci_low) == pytest.approx(-float(turned.ci_high))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 999))
def test_pitman_and_morgan_is_a_correlation_and_the_likelihood_ratio_of_carree_and_klomp(seed):
    """Carree and Klomp's (1997) T2 = (n - 2.5) ln(1 + (s1 - s2)^2 / 4 (s1 s2 - s12^2)): the same test."""
    x = noisy(seed=seed)
    start, end = np.log(x.values).T
    found = lk.sigma_change(x, method="pitman-morgan")
    r, p = scipy.stats.pearsonr(start + end, start - end)
    assert float(found.p_value) == pytest.approx(p, rel=1e-6)
    s = np.cov(start, end)
    t2 = 17.5 * math.log1p((s[0, 0] - s[1, 1]) ** 2 / (4 * np.linalg.det(s)))
    assert t2 == pytest.approx(-17.5 * math.log(1 - r**2), rel=1e-9)
    # Judged by the interval or by p: the same.
    assert (p < 0.05) == (float(found.ci_low) > 0 or float(found.ci_high) < 0)


def test_both_ways_are_near_each_other_for_states_of_the_us():
    x = lk.load("us-states").income_per_head_usd
    one, other = (lk.sigma_change(x, method=method) for method in ("jackknife", "pitman-morgan"))
    assert (one.sigma_first, one.sigma_last) == (
        pytest.approx(float(lk.standard_deviation_of_logs(x.sel(year=1929)))),
        pytest.approx(float(lk.standard_deviation_of_logs(x.sel(year=2009)))),
    )
    for name in ENDS:
        assert float(one[name]) == pytest.approx(float(other[name]), abs=1e-4)
    assert (one.attrs["first"], one.attrs["last"], one.attrs["years"]) == (1929, 2009, 80)


def test_units_without_both_years_or_weight_are_left_out_and_counted():
    x = noisy()
    x[3, 0] = np.nan
    weights = xr.DataArray(np.r_[0.0, np.ones(19)], coords={"region": x.region})
    found = lk.sigma_change(x, weights=weights)
    again = lk.sigma_change(x.drop_isel(region=[0, 3]))
    assert float(found.estimate) == pytest.approx(float(again.estimate))
    assert float(found.std_error) == pytest.approx(float(again.std_error))
    assert (int(found.n), found.attrs["n_left_out"]) == (18, 2)


def test_whole_weights_count_units():
    x = noisy(8)
    counts = np.array([1, 2, 3, 1, 2, 2, 1, 1])
    repeated = x.isel(region=np.repeat(np.arange(8), counts)).drop_vars("region")
    found = lk.sigma_change(x, weights=xr.DataArray(counts, coords={"region": x.region}))
    assert float(found.estimate) == pytest.approx(float(lk.sigma_change(repeated).estimate))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"method": "f-test"}, "method must be one of 'jackknife', 'pitman-morgan', not 'f-test'"),
        ({"level": 95}, "level must be between 0 and 1, as 0.95, not 95"),
        ({"first": 1066}, r"No year 1066 \(first\). There are: \[2000, 2020\]"),
        ({"dim": "place"}, "No dimension 'place'"),
        ({"within": "nation"}, "No coordinate 'nation'.*country"),
        ({"method": "pitman-morgan", "within": "country"}, "takes neither weights, within nor groups"),
    ],
)  # fmt: skip
def test_bad_options_are_named(options, message):
    with pytest.raises(ValueError, match=message):
        lk.sigma_change(noisy(), **options)


def test_bad_values_are_named():
    x = noisy()
    with pytest.raises(ValueError, match="values in 2000 must be above 0: found -1 at region 'r2'"):
        lk.sigma_change(x.where(x.region != "r2", -1.0))
    with pytest.raises(
        ValueError, match="At least 3 units with both values are needed, there are 2"
    ):
        lk.sigma_change(x[:2])
    with pytest.raises(ValueError, match="At least 3 groups are needed, there are 2"):
        lk.sigma_change(x[:8], groups="country")
    with pytest.raises(ValueError, match="All values of 2000 are equal"):
        lk.sigma_change(places([9, 9, 9, 9], [1, 2, 3, 4]))
    with pytest.raises(ValueError, match="A weight must not be negative"):
        lk.sigma_change(x, weights=xr.DataArray(-np.ones(20), coords={"region": x.region}))


def test_labels_of_areas_may_be_text():
    x = noisy()
    names = pd.Series([f"land {k}" for k in x.country.values], x.region.to_index()).to_xarray()
    one, other = lk.sigma_change(x, within="country"), lk.sigma_change(x, within=names)
    assert float(one.estimate) == float(other.estimate)
