"""Which areas are neighbours: from a list, or the nearest centroids."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.measures.core.dims import check_dim, cover
from levelkit.measures.core.readable import Readable
from levelkit.measures.core.values import numbers, refuse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd
    import xarray as xr
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]


@dataclass(frozen=True, eq=False, repr=False)
class Neighbours(Readable):
    """Units and the weights of the links between them.

    Parameters
    ----------
    labels : array
        One label a unit, each once.
    weights : scipy.sparse.csr_array
        Square, in the order of ``labels``. Row i holds the weights of the neighbours of
        unit i: above 0, and none for the unit itself. A stored 0 is no link.

    Raises
    ------
    ValueError
        If the shape does not fit, a label is there twice, a weight is negative or not
        finite, or a unit is its own neighbour.
    """

    labels: NDArray[Any]
    weights: Any

    def __post_init__(self) -> None:
        """Check, and drop links that weigh nothing."""
        from scipy.sparse import csr_array

        labels = np.asarray(self.labels)
        weights = csr_array(self.weights, dtype=np.float64, copy=True)
        weights.sum_duplicates()
        weights.eliminate_zeros()
        n = labels.size
        if weights.shape != (n, n):
            raise ValueError(f"{n} labels need weights of {n} by {n}, not {weights.shape}.")
        check_once(labels)
        if not (np.isfinite(weights.data) & (weights.data > 0)).all():
            raise ValueError("Weights of links must be finite and not negative.")
        selves = np.flatnonzero(weights.diagonal())
        if selves.size:
            raise ValueError(f"A unit cannot be its own neighbour: {labels[selves[0]]!s}.")
        object.__setattr__(self, "labels", labels)
        object.__setattr__(self, "weights", weights)

    def __repr__(self) -> str:
        return f"Neighbours({self.labels.size} units, {self.n_links} links, {self.islands.size} islands)"

    @property
    def attrs(self) -> dict[str, Any]:
        """What the links are, in figures."""
        kind = "add up to 1" if self.is_row_standardised else "as given"
        return {
            "statistic": "neighbours", "links": self.n_links, "islands": self.islands.size,
            "weights": kind,
        }  # fmt: skip

    def table(self) -> pd.DataFrame:
        """One row a link: the unit, its neighbour, and the weight."""
        import pandas as pd

        links = self.weights.tocoo()
        columns = {"unit": self.labels[links.row], "neighbour": self.labels[links.col]}
        return pd.DataFrame({**columns, "weight": links.data})

    def to_dataframe(self) -> pd.DataFrame:
        """One row a unit: how many neighbours it has, and the sum of their weights."""
        import pandas as pd

        number = np.diff(self.weights.indptr)
        return pd.DataFrame(
            {"neighbours": number, "weight": self.weights.sum(axis=1)},
            index=pd.Index(self.labels, name="unit"),
        )

    @property
    def n_links(self) -> int:
        """Directed links: two areas that are neighbours of each other count as two."""
        return int(self.weights.nnz)

    @property
    def islands(self) -> NDArray[Any]:
        """Labels of units without any neighbour."""
        return np.asarray(self.labels[np.diff(self.weights.indptr) == 0])

    @property
    def symmetric(self) -> bool:
        """Whether each link goes both ways, with the same weight.

        False for most row-standardised weights, even of a mutual list.
        """
        return bool(abs(self.weights - self.weights.T).max() < 1e-12) if self.n_links else True

    @property
    def is_row_standardised(self) -> bool:
        """Whether the weights of each unit's neighbours add up to 1 (islands aside)."""
        total = self.weights.sum(axis=1)
        return bool((np.isclose(total, 1) | (total == 0)).all())

    def row_standardised(self) -> Neighbours:
        """The same links with weights that add up to 1 for each unit.

        Each area then has the same say, however many neighbours it has, and the
        spatial lag is a mean over neighbours. Islands keep none.
        """
        from scipy.sparse import diags_array

        total = self.weights.sum(axis=1)
        scale = np.divide(1.0, total, out=np.zeros_like(total), where=total > 0)
        return Neighbours(self.labels, diags_array(scale) @ self.weights)

    def at(self, positions: Integers) -> Neighbours:
        """Some of the units, in the order given; row-standardised again if they were."""
        some = Neighbours(self.labels[positions], self.weights[positions][:, positions])
        return some.row_standardised() if self.is_row_standardised else some

    def along(self, x: xr.DataArray, dim: str) -> Neighbours:
        """The neighbours in the order of a dimension of ``x``, matched by label.

        Units that ``x`` lacks are left out. Without labels in ``x``, positions count.

        Raises
        ------
        ValueError
            If ``x`` has a unit that is not in the list.
        """
        import pandas as pd

        check_dim(x, dim)
        if dim not in x.indexes:
            if x.sizes[dim] != self.labels.size:
                raise ValueError(
                    f"{dim} has no labels and {x.sizes[dim]} units; neighbours are of {self.labels.size}."
                )
            return self
        wanted = x.indexes[dim]
        check_once(wanted.to_numpy())
        at = pd.Index(self.labels).get_indexer(wanted)
        if (at < 0).any():
            lacking = wanted[at < 0]
            listed = ", ".join(map(str, lacking[:5]))
            raise ValueError(f"No neighbours are given for {len(lacking)} of {dim}: {listed} ...")
        return self if np.array_equal(at, np.arange(self.labels.size)) else self.at(at)


def check_once(labels: NDArray[Any]) -> None:
    """Raise ``ValueError`` naming the first label that is there twice."""
    import pandas as pd

    again = pd.Index(labels).duplicated()
    if again.any():
        raise ValueError(f"The label {labels[again][0]!s} is there more than once.")


def neighbours_from_list(
    links: Mapping[Any, Iterable[Any]] | Iterable[tuple[Any, Any]],
    labels: Iterable[Any],
    *,
    both_ways: bool = True,
) -> Neighbours:
    """Neighbours from a list of who borders whom.

    Parameters
    ----------
    links : mapping or pairs
        ``{unit: [its neighbours]}`` or pairs ``(unit, neighbour)``. A link given twice
        counts once; all links weigh 1.
    labels : iterable
        All units, each once; those without a link are islands.
    both_ways : bool
        Borders are mutual, so a link stated one way counts for both. False keeps links
        as they are stated.

    Returns
    -------
    Neighbours
        In the order of ``labels``.

    Raises
    ------
    ValueError
        If a link names a unit that is not among the labels, links a unit to itself, or
        a label is there twice.

    Examples
    --------
    >>> import levelkit as lk
    >>> areas = lk.load("uk-itl").query(region="level == 'ITL1'").sel(year=2019)
    >>> links = {"TLC": "DE", "TLD": "EFGL", "TLE": "F", "TLF": "GHJ", "TLG": "JKL", "TLH": "IJ", "TLI": "J", "TLJ": "K", "TLK": "L"}
    >>> pairs = {code: [f"TL{letter}" for letter in letters] for code, letters in links.items()}
    >>> borders = lk.neighbours_from_list(pairs, areas.region.values)
    >>> borders
    Neighbours(12 units, 36 links, 2 islands)
    """
    import pandas as pd
    from scipy.sparse import csr_array

    names = pd.Index(list(labels)).to_numpy()
    check_once(names)
    items = getattr(links, "items", None)
    pairs = (
        [(unit, other) for unit, others in items() for other in others] if items else list(links)
    )
    # Of objects, so that labels of mixed types are compared as they are.
    index = pd.Index(names, dtype=object)
    ends = [pd.Index([pair[side] for pair in pairs], dtype=object) for side in (0, 1)]
    # Keys of a mapping are checked too: one without neighbours may be misspelt as well.
    named = pd.Index([*ends[0], *ends[1], *(links if items else ())], dtype=object)
    unknown = named[index.get_indexer(named) < 0].unique()
    if len(unknown):
        listed = ", ".join(map(str, unknown[:5]))
        raise ValueError(f"{len(unknown)} in the list are not among the labels: {listed} ...")
    focal, other = (index.get_indexer(end) for end in ends)
    n = names.size
    weights = csr_array((np.ones(len(pairs)), (focal, other)), shape=(n, n))
    if both_ways:
        weights = weights + weights.T
    weights.data[:] = 1.0
    return Neighbours(names, weights)


def nearest_neighbours(
    latitude: xr.DataArray, longitude: xr.DataArray, *, k: int = 8, dim: str = "region"
) -> Neighbours:
    """The ``k`` nearest units of each, by great-circle distance between centroids.

    Parameters
    ----------
    latitude, longitude : DataArray
        Degrees, along ``dim``; matched by label. Longitude from -180 to 360.
    k : int
        How many neighbours. Units exactly as near as the k-th are neighbours too, so
        that the order of the units decides nothing: a unit may then have more than k.
    dim : str
        The dimension of units.

    Returns
    -------
    Neighbours
        Links weigh 1. Being near is not mutual: a unit in the country has near ones in
        town that have nearer ones.

    Raises
    ------
    ValueError
        If a coordinate is missing or not in degrees, or there are not more than k units.

    Notes
    -----
    The straight line through the globe grows with the great circle, so the nearest are
    the same; on points of the unit sphere a k-d tree finds them quickly.

    Examples
    --------
    >>> import levelkit as lk
    >>> import xarray as xr
    >>> codes = lk.load("uk-itl").query(region="level == 'ITL1'").region[:4].values
    >>> places = {"region": codes}
    >>> latitude = xr.DataArray([54.9, 53.8, 53.8, 52.8], places)
    >>> longitude = xr.DataArray([-1.9, -2.6, -1.3, -0.9], places)
    >>> lk.nearest_neighbours(latitude, longitude, k=1).table()
      unit neighbour  weight
    0  TLC       TLE     1.0
    1  TLD       TLE     1.0
    2  TLE       TLD     1.0
    3  TLF       TLE     1.0
    """
    from scipy.sparse import csr_array
    from scipy.spatial import cKDTree

    check_dim(latitude, dim)
    check_dim(longitude, dim)
    latitude, longitude = cover(latitude, longitude, "longitude")
    labels = latitude[dim].to_numpy()
    n = labels.size
    if not 1 <= k < n:
        raise ValueError(f"k must be from 1 to {n - 1} for {n} units, not {k}.")
    tree = cKDTree(
        _on_sphere(
            _degrees(latitude, "latitude", -90, 90), _degrees(longitude, "longitude", -180, 360)
        )
    )
    # Each point is the nearest to itself: its k-th neighbour is number k + 1.
    reach = tree.query(tree.data, k=[k + 1])[0][:, 0]
    # A hair more, for distances that are equal but for rounding.
    nearby = tree.query_ball_point(tree.data, reach * (1 + 1e-9) + 1e-15, return_sorted=True)
    focal = np.repeat(np.arange(n), [len(near) for near in nearby])
    other = np.concatenate([np.asarray(near, dtype=np.int64) for near in nearby])
    apart = focal != other
    links = (np.ones(int(apart.sum())), (focal[apart], other[apart]))
    return Neighbours(labels, csr_array(links, shape=(n, n)))


def _degrees(x: xr.DataArray, name: str, low: float, high: float) -> Floats:
    """Checked degrees as radians."""
    if x.ndim != 1:
        raise ValueError(f"{name} must have one dimension, not {x.dims}.")
    x = numbers(x, name)
    refuse(x, ~((x >= low) & (x <= high)), f"{name} must be from {low:g} to {high:g} degrees")
    return np.asarray(np.radians(x.to_numpy()))


def _on_sphere(latitude: Floats, longitude: Floats) -> Floats:
    """Points of the unit sphere, three columns."""
    flat = np.cos(latitude)
    return np.column_stack([flat * np.cos(longitude), flat * np.sin(longitude), np.sin(latitude)])


def along_of(neighbours: Neighbours, x: xr.DataArray, dim: str) -> Neighbours:
    """``neighbours.along(x, dim)``; says how to make them of another package's weights."""
    if not isinstance(neighbours, Neighbours):
        raise TypeError(
            f"neighbours must come from neighbours_from_list or nearest_neighbours, not from "
            f"{type(neighbours).__name__}. Of libpysal's W: neighbours_from_list(w.neighbors, w.id_order)."
        )
    return neighbours.along(x, dim)
