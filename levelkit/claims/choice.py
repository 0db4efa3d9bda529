"""Choices: what an answer may depend on, each with finitely many values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from levelkit.catalogue.errors import unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    Chosen = Mapping[str, Any]

#: A visitor cannot look through more, nor can all of them be evaluated.
MOST_VALUES = 5_000
KINDS = ("select", "check")


@dataclass(frozen=True)
class Choice:
    """One thing that the answer may depend on.

    Attributes
    ----------
    name : str
        The argument of the claim's ``evaluate``, and its name in a page's address.
    label, help : str
        For the control, in plain words.
    options : callable
        From the choices named in ``depends`` to the values there are then, each with its
        words, sorted as they are to be offered: ``{1900: "1900", 1910: "1910"}``.
    default : callable
        From the same to the value taken unless another is chosen; where that is not on
        offer (see ``after``), the last one is.
    depends : tuple of str
        Earlier choices that decide what is on offer.
    after : str
        An earlier choice whose value this one must exceed: a last year comes after the first.
    kind : str
        How a page asks: "select", or "check" for yes or no.
    former : mapping of str
        What values were called in addresses before, to what they are called now.
    """

    name: str
    label: str
    options: Callable[[Chosen], dict[Any, str]]
    default: Callable[[Chosen], Any]
    help: str = ""
    depends: tuple[str, ...] = ()
    after: str = ""
    kind: str = "select"
    former: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("options", "default"):
            if not callable(given := getattr(self, name)):
                raise TypeError(
                    f"Choice {self.name!r}: its {name} must be a function of the choices before it "
                    f"(lambda chosen: ...), not a {type(given).__name__}."
                )
        if self.kind not in KINDS:
            raise ValueError(f"Choice {self.name!r}: {unknown('kind', self.kind, KINDS)}")

    def listed(self, chosen: Chosen) -> Mapping[Any, str]:
        """Values and their words, whatever they must come after.

        Raises
        ------
        TypeError
            If they are no mapping: a generator need not end.
        ValueError
            If there are none, or too many, or they depend on a choice that is not declared.
        """
        options = self.options(_Asked(self, chosen))
        if not isinstance(options, Mapping):
            raise TypeError(
                f"Choice {self.name!r}: its options must be a dict from values to their words, "
                f"not a {type(options).__name__}."
            )
        if not 0 < len(options) <= MOST_VALUES:
            raise ValueError(
                f"Choice {self.name!r} offers {len(options):,} values; allowed are 1 to {MOST_VALUES:,}."
            )
        return options

    def wished(self, chosen: Chosen) -> Any:
        """The default, whether or not it is on offer."""
        return self.default(_Asked(self, chosen))

    def offered(self, chosen: Chosen) -> Mapping[Any, str]:
        """Values and their words, given the earlier choices."""
        options = self.listed(chosen)
        if not self.after:
            return options
        return {value: words for value, words in options.items() if value > chosen[self.after]}

    def usual(self, chosen: Chosen) -> Any:
        """The value taken unless another is chosen."""
        offered = list(self.offered(chosen))
        wished = self.wished(chosen)
        return wished if wished in offered else offered[-1]

    def read(self, given: Any, chosen: Chosen) -> Any:
        """The value meant by ``given``, which may be a text from an address or a former name.

        Raises
        ------
        ValueError
            If there is none such, naming those there are.
        """
        offered = self.offered(chosen)
        for value in offered:
            if value == given or written(value) == str(given):
                return value
        now = self.former.get(written(given))
        if now in offered:
            return now
        listed = [written(value) for value in offered]
        known = self.listed(chosen)
        if self.after and any(given in (value, written(value)) for value in known):
            raise ValueError(
                f"{self.label} {given} must come after {chosen[self.after]}. There are: {', '.join(listed)}."
            )
        if not any(isinstance(value, str) for value in offered):
            # A year is not like another because it is written with the same digits.
            raise ValueError(f"Unknown {self.name} {str(given)!r}. There are: {', '.join(listed)}.")
        # A short name is far from a long one letter by letter, yet may plainly be part of it.
        wished = str(given).lower().replace(" ", "-")
        inside = [name for name in listed if wished and wished in name]
        message = unknown(self.name, given, listed)
        if inside and "Did you mean" not in message:
            hint = f". Did you mean {' or '.join(map(repr, inside[:3]))}? There are"
            message = message.replace(". There are", hint, 1)
        raise ValueError(message)


class _Asked(dict[str, Any]):
    """What a choice may see of those before it; it is told when it asks for another."""

    def __init__(self, choice: Choice, chosen: Chosen) -> None:
        super().__init__({name: chosen[name] for name in choice.depends})
        self._choice = choice

    def __missing__(self, name: str) -> Any:
        choice = self._choice
        raise ValueError(
            f"Choice {choice.name!r} asks for {name!r}, which its depends do not name. "
            f"Declare depends={(*choice.depends, name)}."
        )


@dataclass(frozen=True)
class View:
    """A prepared view: a stop in a lecture.

    Attributes
    ----------
    label : str
        What the stop shows, in a few words.
    choices : mapping
        Choices that differ from the defaults.
    marks : mapping
        What is marked in the charts: a region (``highlight``), a year (``year``).
    """

    label: str
    choices: Mapping[str, Any]
    marks: Mapping[str, Any]


def written(value: Any) -> str:
    """A value as it stands in an address: yes and no for true and false."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
