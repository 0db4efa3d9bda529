"""Neighbours and spatial dependence against esda, libpysal and by-hand loops."""

import itertools
import math
import warnings

import numpy as np
import scipy.stats
import xarray as xr

from levelkit.measures.space.contrast import neighbour_contrast
from levelkit.measures.space.local_moran import local_moran
from levelkit.measures.space.moran import moran_i
from levelkit.measures.space.neighbours import nearest_neighbours, neighbours_from_list
from levelkit.measures.space.tenths import both_extremes_share
from validation import Check


def units(values):
    values = np.asarray(values, float)
    return xr.DataArray(values, dims="region", coords={"region": np.arange(values.size)})


def sids():
    """Sudden infant deaths in 100 counties of North Carolina, 1974-78, with their borders."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import libpysal

        w = libpysal.io.open(libpysal.examples.get_path("sids2.gal")).read()
        table = libpysal.io.open(libpysal.examples.get_path("sids2.dbf"))
        rate = np.array(table.by_col["SIDR74"])
        table.close()
    x = xr.DataArray(rate, dims="region", coords={"region": list(w.id_order)})
    return x, neighbours_from_list(w.neighbors, w.id_order), w


def peer(function, x, w, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import esda

        return getattr(esda, function)(x.to_numpy(), w, **options)


def lattice(side, *, torus):
    """Rook neighbours of a square lattice."""
    links = []
    for row, column in itertools.product(range(side), repeat=2):
        for down, right in ((1, 0), (0, 1)):
            r, c = row + down, column + right
            if torus or (r < side and c < side):
                links.append((row * side + column, r % side * side + c % side))
    return neighbours_from_list(links, range(side * side))


def checkerboard(side):
    return units(np.add.outer(np.arange(side), np.arange(side)).ravel() % 2)


def position_sum(weights):
    """One number that tells apart all sets of links (all but surely)."""
    mark = np.sqrt(np.arange(2, weights.shape[0] + 2))
    return float(mark @ (weights @ np.log(mark)))


def _list():
    _, neighbours, w = sids()
    return position_sum(neighbours.weights), position_sum(w.sparse)


def _row_standardised():
    _, neighbours, w = sids()
    w.transform = "r"
    return position_sum(neighbours.row_standardised().weights), position_sum(w.sparse)


def points(n=300):
    rng = np.random.default_rng(5)
    return units(rng.uniform(-80, 80, n)), units(rng.uniform(-180, 180, n))


def _nearest_haversine():
    latitude, longitude = (np.radians(v.to_numpy()) for v in points())
    phi, lam = np.subtract.outer(latitude, latitude), np.subtract.outer(longitude, longitude)
    h = np.sin(phi / 2) ** 2 + np.outer(np.cos(latitude), np.cos(latitude)) * np.sin(lam / 2) ** 2
    h[np.diag_indices_from(h)] = np.inf
    theirs = np.zeros(h.shape)
    np.put_along_axis(theirs, np.argsort(h, axis=1)[:, :5], 1, axis=1)
    return position_sum(nearest_neighbours(*points(), k=5).weights), position_sum(theirs)


def _nearest_libpysal():
    latitude, longitude = points()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import libpysal

        pairs = np.column_stack([longitude, latitude])
        tree = libpysal.cg.KDTree(pairs, distance_metric="Arc", radius=6371.0)
        theirs = libpysal.weights.KNN(tree, k=8).sparse
    return position_sum(nearest_neighbours(latitude, longitude, k=8).weights), position_sum(theirs)


def _moran(name, attribute):
    def values():
        x, neighbours, w = sids()
        theirs = peer("Moran", x, w, permutations=0)
        return float(moran_i(x, neighbours)[name]), float(getattr(theirs, attribute))

    return values


def _moran_published():
    x, neighbours, _ = sids()
    return float(moran_i(x, neighbours).estimate), 0.248


def _moran_binary():
    x, neighbours, w = sids()
    ours = moran_i(x, neighbours, row_standardise=False).estimate
    return float(ours), float(peer("Moran", x, w, transformation="B", permutations=0).I)


def _moran_torus():
    return float(moran_i(checkerboard(8), lattice(8, torus=True)).estimate), -1.0


SIX = units([1.0, 2.0, 4.0, 4.5, 9.0, 7.0])
PATH = neighbours_from_list([(k, k + 1) for k in range(5)], range(6))


def _moran_p():
    """All 720 orders, I as a double loop."""

    def moran(v):
        z = v - v.mean()
        near = [[j for j in (i - 1, i + 1) if 0 <= j < 6] for i in range(6)]
        return sum(z[i] * np.mean([z[j] for j in near[i]]) for i in range(6)) / (z @ z)

    values = SIX.to_numpy()
    orders = np.array([moran(np.array(p)) for p in itertools.permutations(values)])
    ours = moran_i(SIX, PATH, resamples=20_000, alternative="greater").p_value
    return float(ours), float((orders >= moran(values) - 1e-12).mean())


def _local():
    x, neighbours, w = sids()
    ours, theirs = local_moran(x, neighbours), peer("Moran_Local", x, w, permutations=0)
    mark = np.sqrt(np.arange(x.size) + 1)
    return float(ours.estimate.to_numpy() @ mark), float(theirs.Is @ mark)


def _quadrants():
    x, neighbours, w = sids()
    code = {"high-high": 1, "low-high": 2, "low-low": 3, "high-low": 4}
    ours = [code[q] for q in local_moran(x, neighbours).quadrant.to_numpy()]
    return float(np.sum(ours != peer("Moran_Local", x, w, permutations=0).q)), 0.0


def _local_sum():
    x, neighbours, _ = sids()
    # Row-standardised, without islands: local values add up to (n - 1) I.
    ours = local_moran(x, neighbours, alternative=None).estimate.sum()
    return float(ours), 99 * float(moran_i(x, neighbours, alternative=None).estimate)


def _local_p():
    """Unit 4 of the path: all pairs of others in the place of its two neighbours."""
    z = SIX.to_numpy() - SIX.to_numpy().mean()
    lags = np.array([z[list(pair)].mean() for pair in itertools.combinations([0, 1, 2, 3, 5], 2)])
    exact = (lags * z[4] >= z[[3, 5]].mean() * z[4] - 1e-12).mean()
    found = local_moran(SIX, PATH, resamples=20_000, alternative="greater")
    return float(found.p_value[4]), float(exact)


def _local_adjusted():
    from statsmodels.stats.multitest import multipletests

    x, neighbours, _ = sids()
    found = local_moran(x, neighbours)
    theirs = multipletests(found.p_value.to_numpy(), method="fdr_bh")[1]
    return float(found.p_adjusted.sum()), float(theirs.sum())


def _geary():
    x, neighbours, w = sids()
    ours = neighbour_contrast(x, neighbours.row_standardised(), statistic="mean_squared").ratio
    return float(ours), float(peer("Geary", x, w, permutations=0).C)


def _spatial_gini(name):
    def values():
        x, neighbours, w = sids()
        place = {label: k for k, label in enumerate(w.id_order)}
        links = {place[a]: [place[b] for b in near] for a, near in w.neighbors.items()}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import libpysal
            from inequality.gini import Gini_Spatial

            theirs = Gini_Spatial(x.to_numpy(), libpysal.weights.W(links), permutations=0)
        n = x.size
        value = {"estimate": theirs.wg / w.s0, "all_pairs": theirs.dtotal / (n * (n - 1))}
        return float(neighbour_contrast(x, neighbours)[name]), float(value[name])

    return values


def _extreme_pairs():
    x, neighbours, w = sids()
    ranks = scipy.stats.rankdata(x)
    tenth = [math.ceil(10 * r / x.size) for r in ranks]
    place = {label: k for k, label in enumerate(w.id_order)}
    links = [(tenth[place[a]], tenth[place[b]]) for a in w.neighbors for b in w.neighbors[a]]
    theirs = np.mean([pair in {(1, 10), (10, 1)} for pair in links])
    return float(neighbour_contrast(x, neighbours, statistic="extreme_pairs").estimate), theirs


def _checkerboard_contrast():
    # Neighbours always differ; of all pairs n / (2 (n - 1)) do.
    found = neighbour_contrast(checkerboard(6), lattice(6, torus=False))
    return float(found.ratio), 2 * 35 / 36


GROUPS = xr.DataArray(np.repeat([0, 1, 2], [3, 5, 2]), dims="region")


def _both():
    # Ten ranks: 1 and 10 are the extremes, both in the second group of three.
    ranks = xr.DataArray([2.0, 3, 4, 1, 10, 5, 6, 7, 8, 9], dims="region")
    return float(both_extremes_share(ranks, GROUPS, ranked=True).estimate), 1 / 3


def _both_expected():
    """Places of the lowest and the highest of ten, all 90 of them."""
    codes = GROUPS.to_numpy()
    together = [codes[a] == codes[b] for a, b in itertools.permutations(range(10), 2)]
    x = xr.DataArray(np.arange(10.0), dims="region")
    return float(both_extremes_share(x, GROUPS).expected), float(np.mean(together)) / 3


def _both_simulated():
    rng = np.random.default_rng(1)
    x = xr.DataArray(rng.normal(size=200), dims="region")
    groups = rng.integers(0, 12, 200)
    ranks = rng.permuted(np.tile(np.arange(200) + 1, (4_000, 1)), axis=1)
    drawn = [
        (ranks[:, groups == g] <= 20).any(axis=1) & (ranks[:, groups == g] > 180).any(axis=1)
        for g in range(12)
    ]
    ours = both_extremes_share(x, xr.DataArray(groups, dims="region")).expected
    return float(ours), float(np.mean(drawn))


SIDS = "deaths of infants, 100 counties"
CHECKS = [
    Check("neighbours_from_list", "libpysal.weights.W", SIDS, _list),
    Check("neighbours_from_list.row_standardised", "libpysal.weights.W", SIDS, _row_standardised),
    Check("nearest_neighbours", "haversine of all pairs, by hand", "300 points", _nearest_haversine),
    Check("nearest_neighbours", "libpysal.weights.KNN (arc)", "300 points", _nearest_libpysal),
    Check("moran_i", "esda documentation and OpenGeoda, I = 0.248", SIDS, _moran_published, 5e-4),
    Check("moran_i", "esda.Moran", SIDS, _moran("estimate", "I"), 1e-10),
    Check("moran_i", "esda.Moran, binary weights", SIDS, _moran_binary, 1e-10),
    Check("moran_i.z_score", "esda.Moran", SIDS, _moran("z_score", "z_rand")),
    Check("moran_i.p_value_normal", "esda.Moran", SIDS, _moran("p_value_normal", "p_rand")),
    Check("moran_i", "closed form, checkerboard", "torus of 8 by 8", _moran_torus, 1e-12),
    Check("moran_i.p_value", "all 720 orders", "6 units", _moran_p, 0.003),
    Check("local_moran", "esda.Moran_Local", SIDS, _local),
    Check("local_moran.quadrant", "esda.Moran_Local", SIDS, _quadrants),
    Check("local_moran", "closed form, sum is (n - 1) I", SIDS, _local_sum),
    Check("local_moran.p_value", "all pairs of others", "6 units", _local_p, 0.008),
    Check("local_moran.p_adjusted", "statsmodels multipletests (fdr_bh)", SIDS, _local_adjusted),
    Check("neighbour_contrast.ratio", "esda.Geary", SIDS, _geary, 1e-10),
    Check("neighbour_contrast", "inequality.gini.Gini_Spatial", SIDS, _spatial_gini("estimate")),
    Check("neighbour_contrast.all_pairs", "inequality.gini.Gini_Spatial", SIDS, _spatial_gini("all_pairs")),
    Check("neighbour_contrast", "deciles and links, by hand", SIDS, _extreme_pairs),
    Check("neighbour_contrast", "closed form, checkerboard", "6 by 6", _checkerboard_contrast),
    Check("both_extremes_share", "by hand", "10 ranks, 3 groups", _both),
    Check("both_extremes_share.expected", "all 90 arrangements", "10 units, 3 groups", _both_expected),
    Check("both_extremes_share.expected", "simulation", "200 units, 12 groups", _both_simulated, 0.01),
]  # fmt: skip
