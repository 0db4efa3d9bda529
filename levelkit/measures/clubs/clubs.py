"""Convergence clubs: groups of places that each approach a path of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.measures.clubs.clustering import Rules, find_clubs, merge_clubs, spread_of
from levelkit.measures.clubs.slope import CRITICAL, SLOPE_VARIANCES, left_out, log_t_slope
from levelkit.measures.clubs.transition import check_panel, relative_transition
from levelkit.measures.core.dims import check_dim, check_option
from levelkit.measures.core.readable import Readable
from levelkit.measures.core.statistic import public_statistic
from levelkit.measures.core.values import finite, refuse
from levelkit.measures.core.variation import settled, sized

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr
    from numpy.typing import NDArray

ORDERS = ("last", "mean of last half")


@dataclass(frozen=True, eq=False)
class Clubs(Readable):
    """Convergence clubs of a panel, numbered from the highest; 0 is no club.

    Attributes
    ----------
    x : DataArray
        The panel they were found in, years by places.
    membership, merged : DataArray
        Number of each place's club, before and after merging; 0 if it diverges.
    attrs : dict
        The options they were found with.
    """

    x: xr.DataArray
    membership: xr.DataArray
    merged: xr.DataArray
    attrs: dict[str, Any]

    def __str__(self) -> str:
        return self.summary()

    @property
    def transition_paths(self) -> xr.DataArray:
        """Mean relative transition path by club (before merging; 0 is those in none) and year."""
        import xarray as xr

        dim, along = self.attrs["dim"], self.attrs["along"]
        h = relative_transition(self.x, dim=dim, along=along)
        numbers = np.unique(self.membership)
        paths = xr.concat(
            [h.isel({dim: (self.membership == k).to_numpy()}).mean(dim) for k in numbers], "club"
        ).assign_coords(club=numbers)
        paths.attrs = {
            "statistic": "mean relative transition path of the club",
            "units": "1",
            "n_left_out": 0,
        }
        return paths

    def summary(self) -> str:
        """Sizes of the clubs in plain words."""
        before, after = _sizes(self.membership), _sizes(self.merged)
        text = f"{len(before)} club{'s' * (len(before) != 1)} of {_listed(before)}"
        if after != before:
            text += f"; after merging {len(after)} of {_listed(after)}"
        alone = int((self.membership == 0).sum())
        return f"{text}; {alone} of {self.membership.size} in none."

    def to_dataframe(self) -> pd.DataFrame:
        """The club of each place before and after merging: ``membership`` and ``merged``."""
        import pandas as pd

        labels = self.membership[self.attrs["dim"]].to_index()
        return pd.DataFrame(
            {"membership": self.membership.to_numpy(), "merged": self.merged.to_numpy()}, labels
        )

    def table(self, *, merged: bool = False) -> pd.DataFrame:
        """Log t test of each club; row 0 is the places in none, if there are any.

        Parameters
        ----------
        merged : bool
            Clubs after merging instead of before.

        Returns
        -------
        DataFrame
            ``n``, ``members`` (labels in the order of the panel), ``estimate`` (b),
            ``std_error`` and ``statistic`` (t), by ``club``. The test is missing for fewer than 2 places.
        """
        import pandas as pd

        dim = self.attrs["dim"]
        number = (self.merged if merged else self.membership).to_numpy()
        rows = []
        for club in np.unique(number):
            group = self.x[:, number == club]
            spread = spread_of(group.to_numpy().T)
            b, error = log_t_slope(spread, self.attrs["n_discarded"], self.attrs["lrv"])
            test = {"estimate": float(b), "std_error": float(error), "statistic": float(b / error)}
            members = tuple(group[dim].to_numpy().tolist())
            rows.append({"club": int(club), "n": len(members), "members": members, **test})
        return pd.DataFrame(rows).set_index("club")


@public_statistic()
def convergence_clubs(
    x: xr.DataArray,
    *,
    dim: str = "region",
    along: str = "year",
    discard: float = 1 / 3,
    critical: float = CRITICAL,
    sieve: float = 0.0,
    sort_by: str = "last",
    lrv: str = "published",
    merge: bool = True,
) -> Clubs:
    """Groups of places that converge among themselves, by the steps of Phillips and Sul.

    If all converge (log t test) they are one club. Otherwise (1) order places by their
    last value; (2) from the first pair of neighbours that converges, add the next ones
    as long as the group converges, and take the size with the highest t as the core;
    (3) admit every other place with which the core has t > c*; if they do not all
    converge together, raise c* until they do; (4) repeat for the places left over, until
    these converge (the last club) or hold no core (they diverge). Last, clubs are merged
    with the one above, from the top, where both together converge.

    Parameters
    ----------
    x : DataArray
        Positive trends, usually of logs (``hp_trend(log(level))``), of dimensions
        ``dim`` and ``along`` and no other.
    dim, along : str
        Places and years; years are counted 1, 2, 3 and so on.
    discard : float
        Share of the first years left out, as in :func:`levelkit.log_t`.
    critical : float
        A group converges if its t statistic is above this.
    sieve : float
        c*, where the admission to a core starts. 0 is the papers' choice for short
        panels; larger values are stricter.
    sort_by : {"last", "mean of last half"}
        What places are ordered by. The mean is steadier if last values are noisy.
    lrv : {"published", "andrews", "newey-west"}
        How errors allow for autocorrelation, as in :func:`levelkit.log_t`.
    merge : bool
        False leaves ``merged`` as ``membership``.

    Returns
    -------
    Clubs
        ``membership`` and ``merged`` (club numbers by place, 0 for none),
        ``transition_paths``, ``table()`` and ``summary()``.

    Raises
    ------
    ValueError
        If a dimension or option is unknown, there are other dimensions or fewer than 2
        places, values are missing, infinite or not positive, or years are too few or uneven.

    References
    ----------
    Phillips and Sul (2007), Econometrica 75, 1771-1855, section 4; (2009), Journal of
    Applied Econometrics 24, 1153-1185, with merging.

    Notes
    -----
    Membership hangs on the convention of the errors. For log real GDP per head of 152
    countries, 1970-2003 (trend with lambda 400), "published" gives the clubs of
    50, 30, 21, 24, 14 and 11 countries in the paper and its rest of 2, which passes the
    test and so is a seventh club here; after merging 50, 30, 21, 38, 11 and 2. From the
    same figures "andrews" gives 4 clubs (65, 47, 33, 4, and 3 countries in none; after
    merging 65, 47, 37) and "newey-west" 9 (73, 7, 4, 14, 22, 5, 14, 11, 2; after merging
    73, 25, 27, 14, 11, 2). Look at all three before naming a club.

    Logs depend on the unit of the levels (a factor on all levels is added to every
    log), so clubs may change with it. Two places with the same path, or whose paths
    meet in a year, cannot be tested as a pair, for the log of their spread has no value.

    Examples
    --------
    >>> import levelkit as lk
    >>> import numpy as np
    >>> states = lk.load("us-states").income_per_head_usd
    >>> print(lk.convergence_clubs(lk.hp_trend(np.log(states))).summary())
    1 club of 48; 0 of 48 in none.
    """
    check_dim(x, dim)
    check_option("sort_by", sort_by, ORDERS)
    check_option("lrv", lrv, tuple(SLOPE_VARIANCES))
    if set(x.dims) != {dim, along}:
        check_dim(x, along)
        raise ValueError(
            f"Clubs are found in one panel of {dim} and {along}, not in {x.dims}: select one."
        )
    x = check_panel(x, along)
    refuse(x, x <= 0, "A trend must be above 0")
    for name, value in (("critical", critical), ("sieve", sieve)):
        if not finite(value):
            raise ValueError(f"{name} must be a finite number, not {value!r}.")
    if x.sizes[dim] < 2:
        raise ValueError(f"Clubs need at least 2 of {dim}, there are {x.sizes[dim]}.")
    x = x.transpose(along, dim)
    years = x.sizes[along]
    rules = Rules(left_out(years, discard), lrv, critical, sieve)

    values = np.ascontiguousarray(sized(x.to_numpy())[0].T)
    by = values[:, -1] if sort_by == "last" else values[:, years // 2 :].mean(axis=1)
    # Of places that tie, the one that was higher the year before comes first, and so on.
    keys = -np.vstack([settled(values.T), settled(by)])
    clubs = find_clubs(values, np.lexsort(keys), rules)
    merged = merge_clubs(values, clubs, rules) if merge else clubs
    attrs = {
        "statistic": "convergence clubs (Phillips and Sul)", "dim": dim, "along": along,
        "discard": discard, "n_discarded": rules.first, "critical": critical, "sieve": sieve,
        "sort_by": sort_by, "lrv": lrv, "n_left_out": 0,
    }  # fmt: skip
    return Clubs(x, _numbers(x, dim, clubs), _numbers(x, dim, merged), attrs)


def _numbers(x: xr.DataArray, dim: str, clubs: list[NDArray[np.intp]]) -> xr.DataArray:
    number = np.zeros(x.sizes[dim], dtype=int)
    for k, club in enumerate(clubs, start=1):
        number[club] = k
    frame = x.isel({x.dims[0]: 0}, drop=True).copy(data=number)
    frame.attrs = {"statistic": "convergence club (0: none)", "units": "1", "n_left_out": 0}
    return frame.rename("club")


def _sizes(membership: xr.DataArray) -> list[int]:
    return [int(n) for n in np.bincount(membership.to_numpy())[1:]]


def _listed(sizes: list[int]) -> str:
    return ", ".join(map(str, sizes)) or "none"
