"""What every claim is: a question, finite choices, a criterion, and an answer for each choice."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from levelkit.catalogue.errors import unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from levelkit.claims.evidence import Evidence


@dataclass(frozen=True)
class Choice:
    """One thing that the answer may depend on.

    Attributes
    ----------
    name : str
        The argument of the claim's ``evaluate``, and its name in a page's address.
    label, help : str
        For the control, in plain words.
    values : callable
        From the choices made before this one to the values there are then, sorted as
        they are to be offered. Finite: that is what lets every combination be computed.
    default : callable
        From the same to the value that is taken unless another is chosen.
    show : callable
        A value in words.
    """

    name: str
    label: str
    help: str
    values: Callable[[Mapping[str, Any]], list[Any]]
    default: Callable[[Mapping[str, Any]], Any]
    show: Callable[[Any], str] = str

    def read(self, text: Any, made: Mapping[str, Any]) -> Any:
        """The value that a text from an address means.

        Raises
        ------
        ValueError
            If there is none such, naming those there are.
        """
        offered = self.values(made)
        for value in offered:
            if value == text or written(value) == str(text):
                return value
        raise ValueError(unknown(self.label.lower(), text, [written(value) for value in offered]))


@dataclass(frozen=True)
class View:
    """A prepared view: a stop in a lecture."""

    label: str
    choices: Mapping[str, Any]


@dataclass(frozen=True)
class Claim:
    """A claim that can be tested.

    Attributes
    ----------
    name : str
        As in ``levelkit.claim(name)``: ``century-of-ranks``.
    title, question : str
        A page's heading, and what is asked.
    quote, source, source_url : str
        Who claims it, in which words, and where that can be read.
    criterion : str
        What makes a verdict: one for all choices.
    choices : tuple of Choice
        Each may depend on those before it.
    evaluate : callable
        From one value of each choice (by name) to an :class:`Evidence`.
    views : tuple of View
        Prepared views, in a speaker's order.
    """

    name: str
    title: str
    question: str
    quote: str
    source: str
    source_url: str
    criterion: str
    choices: tuple[Choice, ...]
    evaluate: Callable[..., Evidence]
    views: tuple[View, ...] = field(default=())

    def defaults(self) -> dict[str, Any]:
        """Every choice at its default."""
        return self.complete({})[0]

    def complete(self, given: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
        """Every choice, taken from ``given`` where that is possible.

        Parameters
        ----------
        given : mapping of str to str or value
            Some choices by name, as in an address.

        Returns
        -------
        choices : dict
            A value for every choice.
        notices : list of str
            One sentence for each that was unknown or not to be had and was left out.
        """
        made: dict[str, Any] = {}
        notices = []
        for choice in self.choices:
            value = choice.default(made)
            if choice.name in given:
                try:
                    value = choice.read(given[choice.name], made)
                except ValueError as error:
                    notices.append(f"{error} Shown instead: {choice.show(value)}.")
            made[choice.name] = value
        names = [choice.name for choice in self.choices]
        notices += [unknown("choice", name, names) for name in given if name not in names]
        return made, notices

    def combinations(self, **fixed: Any) -> Iterator[dict[str, Any]]:
        """Every combination of choices there is, in the order of the choices.

        Parameters
        ----------
        **fixed
            Choices that are to have this one value.
        """
        yield from self._after({}, fixed)

    def _after(self, made: dict[str, Any], fixed: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        if len(made) == len(self.choices):
            yield made
            return
        choice = self.choices[len(made)]
        for value in choice.values(made):
            if choice.name not in fixed or value == fixed[choice.name]:
                yield from self._after(made | {choice.name: value}, fixed)


def written(value: Any) -> str:
    """A value as it stands in an address: yes and no for true and false."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
