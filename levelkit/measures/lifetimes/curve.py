"""The Kaplan-Meier curve of each group: what all measures of lifetimes start from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from levelkit.measures.core.dims import check_dim, check_groups, check_level, check_option, cover
from levelkit.measures.core.values import (
    check_array,
    check_not_negative,
    check_positive,
    numbers,
    refuse,
)
from levelkit.measures.core.variation import above, settled
from levelkit.measures.lifetimes.spells import in_years

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

INTERVALS = ("log-log", "log", "plain")


class Lives(NamedTuple):
    """Years that spells lasted, whether they ended, and since when each was watched."""

    duration: Floats
    ended: NDArray[np.bool_]
    entry: Floats | None  # None: all from their start

    def at_risk(self, years: Floats) -> NDArray[np.int_]:
        """Spells that were watched and still running just before each age; at 0, from the start."""
        running = np.sort(self.duration)
        running_on = running.size - np.searchsorted(running, years, "left")
        if self.entry is None:
            return np.asarray(running_on)
        later = np.sort(self.entry)
        began = np.searchsorted(later, years, "left")
        return np.asarray(running_on - later.size + np.where(years > 0, began, (later == 0).sum()))


@dataclass(frozen=True)
class Sample:
    """Spells that can be used, and their groups (None without groups)."""

    lives: Lives
    group: NDArray[Any] | None
    left_out: int

    @property
    def labels(self) -> list[Any]:
        """The groups in order; a single None without groups."""
        return [None] if self.group is None else np.unique(self.group).tolist()

    def of(self, label: Any) -> Lives:
        """The spells of one group."""
        if self.group is None:
            return self.lives
        mine = self.group == label
        years, over, since = self.lives
        return Lives(years[mine], over[mine], None if since is None else since[mine])

    def ages(self, years: Floats) -> Floats:
        """Ages to look at; one that is a duration but for rounding is that duration."""
        known = np.unique(self.lives.duration)
        nearest = known[abs(known - years[..., None]).argmin(axis=-1)]
        return np.where(above(years, nearest) | above(nearest, years), years, nearest)

    def curves(self) -> list[Curve]:
        """The curve of each group."""
        each = ((self.of(label), label) for label in self.labels)
        return [Curve.of(own.duration, own.ended, label, own.entry) for own, label in each]

    def stack(self, parts: list[xr.Dataset]) -> xr.Dataset:
        """Results of the groups along ``group``, or the only one as it is."""
        import xarray as xr

        if self.group is None:
            running_on = parts[0]
        else:
            running_on = xr.concat(parts, xr.DataArray(self.labels, dims="group", name="group"))
        running_on.attrs["n_left_out"] = self.left_out
        return running_on


def sample(
    duration: xr.DataArray,
    ended: xr.DataArray,
    groups: xr.DataArray | str | None,
    dim: str,
    entry: xr.DataArray | None = None,
) -> Sample:
    """Check and match durations, endings, entries and groups by label; leave gaps out.

    Durations that are equal but for rounding are made equal: spells that end together are
    one step of the curve.
    """
    import pandas as pd

    check_dim(duration, dim)
    if duration.dims != (dim,):
        raise ValueError(f"Durations must be over {dim!r} alone, not {duration.dims}. Use groups.")
    # An open spell has its years so far, and is not ended.
    years = check_positive(in_years(duration), "A duration (years, so far if it is open)")
    over = cover(years, _flags(ended), "ended")[1].to_numpy()
    keep = np.isfinite(years.to_numpy()) & np.isfinite(over)
    since = None if entry is None else _entries(entry, years)
    if since is not None:
        keep &= np.isfinite(since)
    label: Any = None
    if groups is not None:
        label = _labels(duration, groups, dim)
        keep &= ~pd.isna(label) & (label != "")
        label = np.array(label[keep].tolist())
    if not keep.any():
        raise ValueError("No spell has a duration, an ending and a group: nothing to estimate.")
    lives = Lives(
        settled(years.to_numpy()[keep]), over[keep] == 1, None if since is None else since[keep]
    )
    return Sample(lives, label, int((~keep).sum()))


def _flags(ended: xr.DataArray) -> xr.DataArray:
    """True and false, or 1 and 0, as numbers."""
    check_array(ended)
    if ended.dtype.kind == "O" and ended.isin([True, False, None, np.nan]).all():
        ended = ended.astype("float64")
    over = numbers(ended, "ended", flags=True)
    refuse(over, over.notnull() & (over != 0) & (over != 1), "ended must be true or false (1 or 0)")
    return over


def _entries(entry: xr.DataArray, years: xr.DataArray) -> Floats:
    """Ages at which spells came under watch: 0 or more, and before they ended."""
    check_array(entry)
    since = check_not_negative(in_years(entry), "An entry (years)")
    since = cover(years, since, "entries")[1]
    late = since.notnull() & years.notnull() & ~above(years, since)
    refuse(since, late, "An entry must come before the duration, when the spell was last seen")
    return np.asarray(since.to_numpy(), dtype=np.float64)


def _labels(duration: xr.DataArray, groups: xr.DataArray | str, dim: str) -> NDArray[Any]:
    if isinstance(groups, str):
        if groups not in duration.coords:
            there = ", ".join(map(str, duration.coords))
            raise ValueError(f"No coordinate {groups!r} to group by. There are: {there}.")
        groups = duration[groups]
    check_dim(groups, dim)
    check_groups(groups)
    return np.asarray(cover(duration, groups, "groups")[1].to_numpy().astype(object))


@dataclass(frozen=True)
class Curve:
    """Survival of one group: steps down at ``times``, known up to ``last``."""

    times: Floats  # when spells ended, ascending
    survival: Floats  # share that lasts longer
    error: Floats  # Greenwood's standard error; missing where survival is 0
    at_risk: Floats  # spells still running just before
    ended: Floats  # spells that ended
    last: float  # longest duration, ended or not
    n: int
    label: Any

    @classmethod
    def of(
        cls, duration: Floats, ended: NDArray[np.bool_], label: Any, entry: Floats | None = None
    ) -> Curve:
        """Kaplan and Meier's product limit, by statsmodels."""
        from statsmodels.duration.survfunc import SurvfuncRight

        fit = SurvfuncRight(duration, ended.astype(int), entry=entry)
        return cls(
            times=fit.surv_times,
            survival=fit.surv_prob,
            error=fit.surv_prob_se,
            at_risk=fit.n_risk,
            ended=fit.n_events,
            last=float(duration.max()),
            n=duration.size,
            label=label,
        )

    def bounds(self, level: float, interval: str) -> tuple[Floats, Floats]:
        """Pointwise interval of the survival; none where it is 0 or still 1.

        Log-log: S^exp(-+ z se / (S ln S)); log: S exp(-+ z se / S); plain: S -+ z se.
        """
        from scipy.special import ndtri

        check_option("interval", interval, INTERVALS)
        check_level(level)
        s = np.where(self.survival > 0, self.survival, np.nan)
        half = float(ndtri(0.5 + level / 2)) * self.error
        if interval == "log-log":
            low, high = (s ** np.exp(sign * half / (s * np.log(s))) for sign in (-1, 1))
        elif interval == "log":
            low, high = s * np.exp(-half / s), s * np.exp(half / s)
        else:
            low, high = s - half, s + half
        return np.clip(low, 0.0, 1.0), np.clip(high, 0.0, 1.0)

    def at(self, years: Floats, values: Floats | None = None) -> Floats:
        """Survival (or its bounds) after so many years; missing where nothing is known.

        Past the longest spell nothing is known, unless by then all have ended. Before
        the first ending Greenwood's standard error is 0 and bounds would say nothing.
        """
        start, values = (1.0, self.survival) if values is None else (np.nan, values)
        running_on = np.append(start, values)[np.searchsorted(self.times, years, side="right")]
        all_ended = self.survival.size > 0 and self.survival[-1] == 0
        return np.where((years <= self.last) | all_ended, running_on, np.nan)
