"""The Kaplan-Meier curve of each group: what all measures of lifetimes start from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.measures.core.dims import check_dim, check_option, check_positive, cover

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

INTERVALS = ("log-log", "log", "plain")


@dataclass(frozen=True)
class Sample:
    """Spells that can be used: years, whether ended, and group (None without groups)."""

    duration: Floats
    ended: NDArray[np.bool_]
    group: NDArray[Any] | None
    left_out: int

    @property
    def labels(self) -> list[Any]:
        """The groups in order; a single None without groups."""
        return [None] if self.group is None else np.unique(self.group).tolist()

    def of(self, label: Any) -> tuple[Floats, NDArray[np.bool_]]:
        """Durations and endings of one group."""
        if self.group is None:
            return self.duration, self.ended
        mine = self.group == label
        return self.duration[mine], self.ended[mine]

    def curves(self) -> list[Curve]:
        """The curve of each group."""
        return [Curve.of(*self.of(label), label) for label in self.labels]

    def stack(self, parts: list[xr.Dataset]) -> xr.Dataset:
        """Results of the groups along ``group``, or the only one as it is."""
        import xarray as xr

        if self.group is None:
            found = parts[0]
        else:
            found = xr.concat(parts, xr.DataArray(self.labels, dims="group", name="group"))
        found.attrs["n_left_out"] = self.left_out
        return found


def sample(
    duration: xr.DataArray, ended: xr.DataArray, groups: xr.DataArray | str | None, dim: str
) -> Sample:
    """Check and match durations, endings and groups by label; leave gaps out."""
    import pandas as pd

    check_dim(duration, dim)
    if duration.dims != (dim,):
        raise ValueError(f"Durations must be over {dim!r} alone, not {duration.dims}. Use groups.")
    years = duration.astype("float64")
    check_positive(years, "A duration (years)")
    if np.isinf(years).any():
        raise ValueError("A duration is infinite: give an open spell its years so far, not ended.")
    over = cover(duration, ended, "ended")[1].astype("float64").to_numpy()
    odd = np.isfinite(over) & (over != 0) & (over != 1)
    if odd.any():
        raise ValueError(f"ended must be true or false (1 or 0), not {over[odd][0]:g}.")
    keep = np.isfinite(years.to_numpy()) & np.isfinite(over)
    label: Any = None
    if groups is not None:
        label = _labels(duration, groups, dim)
        keep &= ~pd.isna(label) & (label != "")
        label = np.array(label[keep].tolist())
    if not keep.any():
        raise ValueError("No spell has a duration, an ending and a group: nothing to estimate.")
    return Sample(years.to_numpy()[keep], over[keep] == 1, label, int((~keep).sum()))


def _labels(duration: xr.DataArray, groups: xr.DataArray | str, dim: str) -> NDArray[Any]:
    if isinstance(groups, str):
        if groups not in duration.coords:
            there = ", ".join(map(str, duration.coords))
            raise ValueError(f"No coordinate {groups!r} to group by. There are: {there}.")
        groups = duration[groups]
    check_dim(groups, dim)
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
    def of(cls, duration: Floats, ended: NDArray[np.bool_], label: Any) -> Curve:
        """Kaplan and Meier's product limit, by statsmodels."""
        from statsmodels.duration.survfunc import SurvfuncRight

        fit = SurvfuncRight(duration, ended.astype(int))
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
        if not 0 < level < 1:
            raise ValueError(f"level must be between 0 and 1, not {level!r}.")
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
        found = np.append(start, values)[np.searchsorted(self.times, years, side="right")]
        all_ended = self.survival.size > 0 and self.survival[-1] == 0
        return np.where((years <= self.last) | all_ended, found, np.nan)
