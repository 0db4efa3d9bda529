"""Places in words."""

from __future__ import annotations

_NUMERALS = (
    "", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
)  # fmt: skip


def nth(place: float, ties: int = 1) -> str:
    """A place in words: first, tenth, 21st; "joint fifth" where several share places 5 to 8.

    Parameters
    ----------
    place : float
        The mean of the places that they share, as ranks have it: 6.5 for places 5 to 8.
    ties : int
        How many share it, itself among them.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If no such places have this mean: two share 5.5, three share 6.

    Examples
    --------
    >>> nth(6.5, ties=4)
    'joint fifth'
    >>> nth(21)
    '21st'
    """
    if ties == 1 and place != int(place):
        ties = 2  # at least: a mean between two places is shared
    first = place - (ties - 1) / 2
    if ties < 1 or first != int(first) or first < 1:
        raise ValueError(f"A place of {place:g} is not the mean of {ties} whole places from 1.")
    return f"joint {_ordinal(int(first))}" if ties > 1 else _ordinal(int(first))


def between(low: float, high: float) -> str:
    """From one place to another; one place alone where they are the same."""
    return nth(low) if low == high else f"{nth(low)} to {nth(high)}"


def _ordinal(n: int) -> str:
    if n < len(_NUMERALS):
        return _NUMERALS[n]
    ending = "th" if 10 <= n % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"
