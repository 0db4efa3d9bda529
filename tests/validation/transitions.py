"""Transitions between classes against published chains, giddy, mapclassify, scipy and statsmodels."""

import functools
import itertools
import warnings

import numpy as np
import scipy.stats
import xarray as xr

from levelkit.measures.transitions.chain import ergodic_distribution, first_passage_times
from levelkit.measures.transitions.classes import classify
from levelkit.measures.transitions.homogeneity import markov_homogeneity, markov_order
from levelkit.measures.transitions.kernel import stochastic_kernel
from levelkit.measures.transitions.markov import markov_transitions, rank_transitions
from levelkit.measures.transitions.mobility import prais_index, shorrocks_index
from validation import Check

OZ = [[0.5, 0.25, 0.25], [0.5, 0, 0.5], [0.25, 0.25, 0.5]]


def chain(rows):
    return xr.DataArray(np.array(rows, float), dims=("from_class", "to_class"))


def checksum(a):
    """One number that changes if any value or its place does."""
    a = np.asarray(a, float)
    return float((a.ravel() * np.sqrt(np.arange(1, a.size + 1))).sum())


def peer(name):
    """A module that warns when imported or run."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return __import__(name, fromlist=["x"])


def quiet(function, *arguments, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return function(*arguments, **options)


@functools.cache
def states():
    """Income per head of 48 US states, 1929-2009, as packed with libpysal."""
    libpysal = peer("libpysal")
    path = quiet(libpysal.examples.get_path, "usjoin.csv")
    table = peer("pandas").read_csv(path).set_index("Name")
    years = [str(year) for year in range(1929, 2010)]
    return xr.DataArray(table[years].to_numpy(float), dims=("region", "year"),
                        coords={"region": table.index.to_numpy(), "year": range(1929, 2010)})  # fmt: skip


def relative():
    return states() / states().mean("region")


@functools.cache
def giddy_chain():
    ids = np.stack([peer("mapclassify").Quantiles(c, k=5).yb for c in states().values.T], axis=1)
    return ids, quiet(peer("giddy.markov").Markov, ids, summary=False)


def _classify():
    return checksum(classify(states())), checksum(giddy_chain()[0])


def _pooled():
    values = relative()
    theirs = peer("mapclassify").Quantiles(values.values.ravel(), k=5).yb.reshape(values.shape)
    return checksum(classify(values, quantiles="pooled")), checksum(theirs)


def _breaks():
    bounds = [0.7, 0.9, 1.1, 1.3]
    theirs = np.digitize(relative().values, bounds, right=True)
    return checksum(classify(relative(), breaks=bounds)), checksum(theirs)


def _counts():
    return checksum(markov_transitions(states()).counts), checksum(giddy_chain()[1].transitions)


def _documented_counts():
    """The counts printed in giddy's documentation of Markov for these states."""
    documented = [[729, 71, 1, 0, 0], [72, 567, 80, 3, 0], [0, 81, 631, 86, 2],
                  [0, 3, 86, 573, 56], [0, 0, 1, 57, 741]]  # fmt: skip
    return checksum(markov_transitions(states()).counts), checksum(documented)


def _probabilities():
    return checksum(markov_transitions(states()).estimate), checksum(giddy_chain()[1].p)


def _standard_errors():
    """An even chance of two classes, 16 moves from each: sqrt(0.25 / 16)."""
    x = xr.DataArray(np.array([[0, 0], [0, 1], [1, 0], [1, 1]] * 8), dims=("region", "year"))
    found = markov_transitions(x, classes=2, quantiles=None)
    return float(found.std_error.max()), 0.125


def _ergodic():
    p = markov_transitions(states()).estimate
    return checksum(ergodic_distribution(p)), checksum(giddy_chain()[1].steady_state)


def _oz():
    return checksum(ergodic_distribution(chain(OZ))), checksum([0.4, 0.2, 0.4])


def _class_mobility():
    p = chain([[0.45, 0.48, 0.07], [0.05, 0.70, 0.25], [0.01, 0.50, 0.49]])
    return float(ergodic_distribution(p)[2]), 0.31


def _absorbing():
    """Gambler's ruin: from 1 of 3, an even game ends at 3 with probability 1/3."""
    p = chain([[1, 0, 0, 0], [0.5, 0, 0.5, 0], [0, 0.5, 0, 0.5], [0, 0, 0, 1]])
    start = xr.DataArray([0, 1.0, 0, 0], dims="from_class", coords={"from_class": range(4)})
    p = p.assign_coords(from_class=range(4), to_class=range(4))
    return float(ergodic_distribution(p, start=start)[3]), 1 / 3


def _passage():
    p = markov_transitions(states()).estimate
    return checksum(first_passage_times(p)), checksum(quiet(lambda: giddy_chain()[1].mfpt))


def _oz_passage():
    published = [[5 / 2, 4, 10 / 3], [8 / 3, 5, 8 / 3], [10 / 3, 4, 5 / 2]]
    return checksum(first_passage_times(chain(OZ))), checksum(published)


def _shorrocks():
    """giddy.mobility.markov_mobility, measure "P", is the trace index."""
    p = markov_transitions(states()).estimate
    theirs = quiet(peer("giddy.mobility").markov_mobility, p.values, measure="P")
    return float(shorrocks_index(p)), float(theirs)


def _perfectly_mobile():
    return float(shorrocks_index(chain([[0.2, 0.3, 0.5]] * 3))), 1.0


def _prais():
    p = markov_transitions(states()).estimate
    return checksum(prais_index(p).exit_probability), checksum(peer("giddy.markov").prais(p.values))


def _sojourn():
    p = markov_transitions(states()).estimate
    theirs = quiet(peer("giddy.markov").sojourn_time, p.values, summary=False)
    return checksum(prais_index(p).mean_stay), checksum(theirs)


def _prais_ratio():
    """Land of Oz: shares 0.4, 0.2, 0.4 against stays of 2, 1 and 2 days."""
    return checksum(prais_index(chain(OZ)).ratio), checksum([0.6 * 2, 0.8 * 1, 0.6 * 2])


def _periods(x, *ends):
    """Ours and giddy's on the same classes; giddy's tables are counted here."""
    found = markov_homogeneity(x, periods=x.year.values[list(ends[1:-1])], quantiles="pooled")
    ids = classify(x, quantiles="pooled").values
    tables = []
    for first, end in itertools.pairwise(ends):
        table = np.zeros((5, 5))
        np.add.at(table, (ids[:, first:end], ids[:, first + 1 : end + 1]), 1)
        tables.append(table)
    return found, quiet(peer("giddy.markov").homogeneity, tables)


def _likelihood_ratio():
    ours, theirs = _periods(relative(), 0, 21, 51, 80)
    return float(ours.statistic.sel(test="likelihood ratio")), float(theirs.LR)


def _pearson():
    ours, theirs = _periods(relative(), 0, 21, 51, 80)
    return float(ours.statistic.sel(test="Pearson")), float(theirs.Q)


def _df():
    ours, theirs = _periods(relative(), 0, 21, 51, 80)
    return float(ours.df), float(theirs.dof)


def _p_value():
    """Late years, where the test does not reject at once."""
    ours, theirs = _periods(relative().sel(year=slice(1985, 2009)), 0, 12, 24)
    return float(ours.p_value.sel(test="Pearson")), float(theirs.Q_p_value)


def _order_0():
    found = markov_order(states(), order=0)
    table = markov_transitions(states()).counts.values
    theirs = scipy.stats.chi2_contingency(table, correction=False)
    return float(found.statistic.sel(test="Pearson")), float(theirs.statistic)


def _order_1():
    """For each present class a table of the class before by the class after."""
    ids = classify(states()).values
    total = 0.0
    for now in range(5):
        table = np.zeros((5, 5))
        here = ids[:, 1:-1] == now
        np.add.at(table, (ids[:, :-2][here], ids[:, 2:][here]), 1)
        table = table[table.sum(1) > 0][:, table.sum(0) > 0]
        total += scipy.stats.chi2_contingency(table, correction=False, lambda_="log-likelihood")[0]
    found = markov_order(states(), order=1)
    return float(found.statistic.sel(test="likelihood ratio")), total


def _ranks():
    """Classes of pandas.qcut in both years, crossed by pandas."""
    pandas = peer("pandas")
    a, b = (pandas.qcut(states().sel(year=y).values, 4, labels=False) for y in (1929, 2009))
    theirs = pandas.crosstab(a, b, normalize="index").to_numpy()
    return checksum(rank_transitions(states(), base=1929, last=2009, classes=4).estimate), checksum(
        theirs
    )


def _kernel():
    from statsmodels.nonparametric.kernel_density import KDEMultivariateConditional

    x, grid = relative().sel(year=slice(1990, 2009)), np.linspace(-0.5, 2.5, 151)
    ours = stochastic_kernel(x, grid=grid, bandwidth=(0.05, 0.04)).density
    before, after = x.values[:, :-1].ravel(), x.values[:, 1:].ravel()
    theirs = quiet(
        KDEMultivariateConditional,
        endog=after, exog=before, dep_type="c", indep_type="c", bw=[0.04, 0.05],
    )  # fmt: skip
    points = grid[60:110:5]
    at = np.array([(a, b) for a in points for b in points])
    density = theirs.pdf(endog_predict=at[:, 1], exog_predict=at[:, 0])
    return checksum(ours.values[60:110:5, 60:110:5]), checksum(density)


def _kernel_ergodic():
    """numpy's eigenvector of the kernel, in place of our linear solve."""
    found = stochastic_kernel(relative(), step=10)
    spacing = float(np.diff(found.to_value)[0])
    matrix = found.density.values * spacing
    matrix[:, [0, -1]] /= 2
    roots, vectors = np.linalg.eig(matrix.T)
    shares = abs(vectors[:, np.argmax(roots.real)].real)
    density = shares / shares.sum() / spacing
    density[[0, -1]] *= 2
    return checksum(found.ergodic), checksum(density)


US = "48 US states, 1929-2009"

CHECKS = [
    Check("classify", "mapclassify.Quantiles", US, _classify),
    Check("classify", "mapclassify.Quantiles, pooled", US, _pooled),
    Check("classify", "numpy.digitize, fixed breaks", US, _breaks),
    Check("markov_transitions", "giddy.markov.Markov", US, _counts),
    Check("markov_transitions", "counts in giddy's documentation", US, _documented_counts),
    Check("markov_transitions.estimate", "giddy.markov.Markov", US, _probabilities),
    Check("markov_transitions.std_error", "closed form", "32 units, 2 classes", _standard_errors),
    Check("ergodic_distribution", "giddy.markov.Markov.steady_state", US, _ergodic),
    Check("ergodic_distribution", "Kemeny and Snell (1976), Land of Oz", "3 classes", _oz),
    Check("ergodic_distribution", "Ross, Introduction to Probability Models, ch. 4: 0.31",
          "class mobility, 3 classes", _class_mobility, 0.005),
    Check("ergodic_distribution.start", "closed form, gambler's ruin", "4 classes", _absorbing),
    Check("first_passage_times", "giddy.ergodic.mfpt", US, _passage, 1e-6),
    Check("first_passage_times", "Kemeny and Snell (1976), Land of Oz", "3 classes", _oz_passage),
    Check("shorrocks_index", "giddy.mobility.markov_mobility", US, _shorrocks),
    Check("shorrocks_index", "closed form, equal rows", "3 classes", _perfectly_mobile),
    Check("prais_index", "giddy.markov.prais", US, _prais),
    Check("prais_index.mean_stay", "giddy.markov.sojourn_time", US, _sojourn),
    Check("prais_index.ratio", "closed form, Land of Oz", "3 classes", _prais_ratio),
    Check("markov_homogeneity", "giddy.markov.homogeneity (LR)", f"{US}, 3 periods", _likelihood_ratio),
    Check("markov_homogeneity", "giddy.markov.homogeneity (Q)", f"{US}, 3 periods", _pearson),
    Check("markov_homogeneity.df", "giddy.markov.homogeneity", f"{US}, 3 periods", _df),
    Check("markov_homogeneity.p_value", "giddy.markov.homogeneity", "48 US states, 1985-2009", _p_value),
    Check("markov_order", "scipy.stats.chi2_contingency, order 0", US, _order_0, 1e-7),
    Check("markov_order", "scipy.stats.chi2_contingency, order 1", US, _order_1, 1e-7),
    Check("rank_transitions", "pandas.qcut and crosstab", "48 US states, 1929 and 2009", _ranks),
    Check("stochastic_kernel", "statsmodels KDEMultivariateConditional",
          "48 US states, 1990-2009", _kernel, 1e-6),
    Check("stochastic_kernel.ergodic", "numpy.linalg.eig", f"{US}, 10 years", _kernel_ergodic, 1e-7),
]  # fmt: skip
