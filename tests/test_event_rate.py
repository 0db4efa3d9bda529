"""Events a year: properties of the rate and its interval, and errors."""

import math
import re

import numpy as np
import pytest
import scipy.stats
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

from levelkit.measures.lifetimes.rates import event_rate


def by_party(values):
    return xr.DataArray(values, dims="party", coords={"party": ["Labour", "Conservative"]})


@given(st.integers(0, 200), st.floats(0.1, 40), st.sampled_from([0.8, 0.95, 0.99]))
def test_the_ends_are_where_the_count_is_as_rare_as_the_level_says(k, years, level):
    found = event_rate(xr.DataArray(k), xr.DataArray(years), level=level)
    low, high = (float(found[end]) * years for end in ("ci_low", "ci_high"))
    assert float(found.estimate) == pytest.approx(k / years)
    assert scipy.stats.poisson.cdf(k, high) == pytest.approx((1 - level) / 2, rel=1e-6)
    if k:
        assert scipy.stats.poisson.sf(k - 1, low) == pytest.approx((1 - level) / 2, rel=1e-6)
    else:
        assert low == 0


def test_unit_of_time_and_order_do_not_matter_and_years_may_be_shared():
    one = event_rate(by_party([6, 14]), by_party([5.0, 7.0]))
    months = event_rate(by_party([6, 14]), by_party([60.0, 84.0]))
    for name in one.data_vars:
        np.testing.assert_allclose(one[name], 12 * months[name])
    turned = event_rate(by_party([6, 14]), by_party([5.0, 7.0])[::-1])
    xr.testing.assert_allclose(one, turned)
    shared = event_rate(by_party([6, 14]), xr.DataArray(2.0))
    assert shared.estimate.values.tolist() == [3, 7]
    gap = event_rate(by_party([np.nan, 14]), xr.DataArray(2.0))
    assert math.isnan(gap.ci_high[0]) and gap.estimate[1] == 7


def test_years_may_be_a_span_of_time_and_counts_are_whole_but_for_rounding():
    days = by_party(
        (24 * np.array([3652.5, 1461.0])).astype("timedelta64[h]").astype("timedelta64[ns]")
    )
    found = event_rate(by_party([6, 14]), days)
    np.testing.assert_allclose(found.estimate, [0.6, 3.5])
    added = by_party([0.1 * 3 * 10, 2.0])
    assert added[0] != 3
    xr.testing.assert_equal(event_rate(added, days), event_rate(by_party([3, 2]), days))


@pytest.mark.parametrize(
    ("events", "years", "options", "message"),
    [
        ([-1, 2], [1.0, 1.0], {}, "A count must not be negative: found -1 at party 'Labour'"),
        ([1.5, 2], [1.0, 1.0], {}, "A count must be a whole number: found 1.5 at party 'Labour'"),
        ([1, 2], [1.0, 0.0], {}, "Years must be above 0: found 0 at party 'Conservative'"),
        ([1, 2], [1.0, 1.0], {"level": 95}, "level must be between 0 and 1"),
    ],
)
def test_what_is_no_count_is_named(events, years, options, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        event_rate(by_party(events), by_party(years), **options)
