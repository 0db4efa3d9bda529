"""Inputs: what an answer may depend on that is not finite, such as weights or a visitor's table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from levelkit.catalogue.text_table import decoded

if TYPE_CHECKING:
    from collections.abc import Callable

KINDS = ("names", "weights", "number", "file")


@dataclass(frozen=True)
class Input:
    """One free input of a claim, which a page with a kernel asks for.

    It reaches the claim's ``answer`` as a keyword argument, and only where it is given: the
    answer has a default of its own, under which all combinations of choices are evaluated.

    Attributes
    ----------
    name : str
        The argument of the claim's ``answer``, and its name in a page's address.
    label, help : str
        For the control, in plain words.
    kind : str
        "names", a list of texts (regions left out); "weights", numbers from 0 to 1 by name;
        "number", one from ``low`` to ``high``; "file", a text file of the visitor's, ``{"name": ..., "text": ...}``.
    read : callable, optional
        Of a file: from its name and text to what the answer takes. It raises a ValueError
        that says where the file is wrong (row, column) and what is allowed. A program may
        give a path instead, or what the answer takes.
    low, high : float
        Ends of a number, above 0: its slider moves by ratios.
    """

    name: str
    label: str
    kind: str
    help: str = ""
    read: Callable[[str, str], Any] | None = None
    low: float = 0.0
    high: float = 1.0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"Unknown kind {self.kind!r} of input. There are: {', '.join(KINDS)}.")
        if self.kind == "number" and not 0 < self.low < self.high:
            raise ValueError(
                f"{self.label}: its ends are {self.low:g} and {self.high:g}; they must rise from above 0."
            )

    def accept(self, sent: Any) -> Any:
        """What the answer takes, from what a browser sent: data alone, never a path.

        Parameters
        ----------
        sent : list, dict, number
            A list of names; weights by name; a number; or of a file ``{"name": str, "text": str}``.

        Raises
        ------
        ValueError
            If it is not of this kind, or the file is wrong.
        """
        if self.kind == "names":
            if not isinstance(sent, list | tuple) or not all(
                isinstance(name, str) for name in sent
            ):
                raise ValueError(f"{self.label}: a list of names is needed, not {_short(sent)}.")
            return tuple(dict.fromkeys(sent))
        if self.kind == "number":
            return self._number(sent)
        if not isinstance(sent, Mapping):
            raise ValueError(f"{self.label}: values by name are needed, not {_short(sent)}.")
        if self.kind == "weights":
            return {str(name): self._weight(name, value) for name, value in sent.items()}
        name, text = sent.get("name"), sent.get("text")
        if not isinstance(name, str) or not isinstance(text, str) or self.read is None:
            raise ValueError(f"{self.label}: a file's name and text are needed.")
        return self.read(name, text.removeprefix("\ufeff"))

    def given(self, value: Any) -> Any:
        """What the answer takes, from what a program gives: for a file also a path or a table.

        Raises
        ------
        ValueError
            As :meth:`accept`.
        OSError
            If there is no file at the path.
        """
        if self.kind != "file" or isinstance(value, dict):
            return self.accept(value)
        if isinstance(value, str | Path):
            path = Path(value)
            text, _ = decoded(path.name, path.read_bytes())
            return self.accept({"name": path.name, "text": text})
        return value  # the table itself

    def _number(self, value: Any) -> float:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not self.low <= value <= self.high:
            raise ValueError(
                f"{self.label}: a number from {self.low:g} to {self.high:g} is needed, not {_short(value)}."
            )
        return float(value)

    def form(self) -> dict[str, Any]:
        """For the browser: ``name``, ``label``, ``help``, ``kind``, and the ends of a number."""
        said = {"name": self.name, "label": self.label, "help": self.help, "kind": self.kind}
        return said | ({"low": self.low, "high": self.high} if self.kind == "number" else {})

    def _weight(self, name: str, value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise ValueError(f"{self.label}: {name} has weight {_short(value)}; it must be 0 to 1.")
        return float(value)


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:59]}…"
