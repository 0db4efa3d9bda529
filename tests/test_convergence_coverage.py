"""How often the intervals of catching up hold the truth: simulations with known truths."""

import numpy as np
import pytest
import xarray as xr
from scipy.special import stdtrit

import levelkit as lk

DRAWS = 2_000


def speeds(n, years, speed, noise, draws=DRAWS, seed=0):
    """Draws of a line whose log gaps close at a known speed: slopes, their errors, degrees of freedom."""
    rng = np.random.default_rng(seed)
    start = rng.normal(0, 1, (draws, n))
    kept = np.exp(-speed * years)
    growth = ((kept - 1) * start + rng.normal(0, noise, (draws, n))) / years
    x = start - start.mean(axis=1, keepdims=True)
    slope = (x * growth).sum(axis=1) / (x**2).sum(axis=1)
    rest = growth - growth.mean(axis=1, keepdims=True) - slope[:, None] * x
    error = np.sqrt((rest**2).sum(axis=1) / (n - 2) / (x**2).sum(axis=1))
    return slope, error, n - 2


def covered(n, years, speed, noise):
    """Share of draws whose interval of the speed holds it: of the package, and by the delta method."""
    from levelkit.measures.convergence.result import speed_and_half_life

    slope, error, df = speeds(n, years, speed, noise)
    critical = float(stdtrit(df, 0.975))
    found, _ = speed_and_half_life(slope, error, years, critical, dims="draw")
    ours = (found.ci_low <= speed) & (speed <= found.ci_high)
    with np.errstate(invalid="ignore", divide="ignore"):
        delta = np.abs(found.estimate - speed) <= critical * found.std_error
    return float(ours.mean()), float(delta.mean())


@pytest.mark.parametrize("n", [10, 48, 174])
@pytest.mark.parametrize(("years", "speed"), [(24, 0.0), (24, 0.02), (115, 0.01), (115, 0.02)])
def test_the_interval_of_a_speed_covers_what_it_says(n, years, speed):
    ours, _ = covered(n, years, speed, noise=0.5)
    assert 0.935 <= ours <= 0.965  # three standard errors of 2,000 draws


def test_the_delta_method_does_not_over_a_century():
    """Why the ends are transformed: gaps of which a tenth is left, ten places."""
    ours, delta = covered(10, 115, 0.02, noise=0.5)
    assert ours >= 0.935
    assert delta < 0.85


def pairs(kind, n, tie, ratio, draws, seed=0):
    """Logs of two years with a known ratio of their deviations: ``(draw, place)`` each."""
    rng = np.random.default_rng(seed)

    def drawn():
        if kind == "normal":
            return rng.normal(size=(draws, n))
        return rng.standard_t(5, size=(draws, n)) / np.sqrt(5 / 3)

    start = drawn()
    return start, ratio * (tie * start + np.sqrt(1 - tie**2) * drawn())


def changes_covered(kind, n, tie, ratio, method, draws):
    """Share of draws whose interval of the change of sigma holds it."""
    hits = 0
    for start, end in zip(*pairs(kind, n, tie, ratio, draws), strict=True):
        x = xr.DataArray(np.exp([start, end]), dims=("year", "region"), coords={"year": [0, 1]})
        found = lk.sigma_change(x, method=method)
        hits += float(found.ci_low) <= np.log(ratio) <= float(found.ci_high)
    return hits / draws


CHANGES = [
    (kind, n, tie, ratio)
    for kind in ("normal", "heavy tails")
    for n, tie, ratio in ((12, 0.9, 1.0), (48, 0.9, 0.5), (174, 0.5, 1.0))
]


@pytest.mark.parametrize(("kind", "n", "tie", "ratio"), CHANGES)
def test_the_interval_of_a_change_of_sigma_covers_what_it_says(kind, n, tie, ratio):
    # 95% less what 400 draws may miss by chance, and a point or two of small samples.
    assert changes_covered(kind, n, tie, ratio, "jackknife", 400) >= 0.91


def test_the_normal_interval_does_not_under_heavy_tails():
    """Why the jackknife is the default."""
    assert changes_covered("heavy tails", 174, 0.5, 1.0, "pitman-morgan", 200) < 0.88
    assert changes_covered("normal", 174, 0.5, 1.0, "pitman-morgan", 200) >= 0.91
