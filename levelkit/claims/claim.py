"""What every claim is: a question, finite choices, a criterion, and an answer for each choice."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from levelkit.catalogue.errors import unknown
from levelkit.claims.choice import Choice, View, written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from levelkit.claims.evidence import Evidence
    from levelkit.claims.extra import Extra


@dataclass(frozen=True)
class Effect:
    """The number that the verdict rests on most, for the specification curve.

    Attributes
    ----------
    figure, low, high : str
        Names in :attr:`Evidence.figures` of the number and the ends of its interval.
    label : str
        With its unit, for an axis.
    guides : mapping
        Thresholds of the criterion to draw, with what each means.
    ends : str
        What the two ends are, in words: not all are those of a confidence interval.
    columns : tuple of str
        What the ends are called in a file.
    """

    figure: str
    label: str
    low: str = ""
    high: str = ""
    guides: Mapping[float, str] | None = None
    ends: str = "its 95% interval"
    columns: tuple[str, str] = ("ci_low", "ci_high")


@dataclass(frozen=True)
class Claim:
    """A claim that can be tested.

    Attributes
    ----------
    name : str
        As in ``levelkit.claim(name)`` and in addresses: ``century-of-ranks``.
    title, question : str
        A page's heading, and what is asked.
    quote, source : str
        The claim's words, and who says so where.
    criterion : str
        What makes a verdict: one for all choices.
    choices : tuple of Choice
        Each may depend on those before it.
    answer : callable
        From one value of each choice, by name, to an :class:`Evidence`; see :meth:`evaluate`.
    parts : mapping
        The parts that are judged apart, from their short names to what each claims in a few
        words: ``{"ends": "The two ends agree"}``. They are the same for all choices.
    effect : Effect
    counted : callable
        Whether a combination of choices bears on the claim, so that it counts in the share
        of combinations under which the verdict holds.
    counted_words : str
        What is counted, in words: "UK regions, from 1960 or before to 2000 or later".
    tables : tuple of str
        The tables of the catalogue that it rests on.
    notebook : str
        The notebook that is its page, without folder and ending.
    drawn : tuple of str
        The tables and maps of the catalogue that its page draws besides.
    views : tuple of View
        Prepared views, in a speaker's order.
    wider : mapping of str to callable
        Wider sets of combinations, in words, whose shares are given as well.
    slow : callable, optional
        Figures that take too long for a page, computed with the combinations: from a
        combination to named numbers.
    extras : tuple of Extra
        Inputs that are not finite; combinations are evaluated without them.
    """

    name: str
    title: str
    question: str
    quote: str
    source: str
    criterion: str
    choices: tuple[Choice, ...]
    answer: Callable[..., Evidence]
    effect: Effect
    counted: Callable[[Mapping[str, Any]], bool]
    counted_words: str
    tables: tuple[str, ...]
    notebook: str
    drawn: tuple[str, ...] = ()
    views: tuple[View, ...] = ()
    wider: Mapping[str, Callable[[Mapping[str, Any]], bool]] | None = None
    slow: Callable[..., Mapping[str, float]] | None = None
    extras: tuple[Extra, ...] = ()
    parts: Mapping[str, str] = field(default_factory=lambda: {"claim": "The claim"})

    @property
    def files(self) -> tuple[str, ...]:
        """The tables and maps of the catalogue without which there is no page."""
        return (*self.tables, *self.drawn)

    def evaluate(self, **given: Any) -> Evidence:
        """The answer under these choices; what is not given is at its default.

        Parameters
        ----------
        **given
            Choices by name, as values or as texts from an address, and extras by name.

        Returns
        -------
        Evidence

        Raises
        ------
        ValueError
            If there is no such choice or value, or an extra is wrong; the message says what
            there is.
        """
        extras = {
            one.name: one.given(given.pop(one.name)) for one in self.extras if one.name in given
        }
        return self.evidence(**self.complete(given), **extras)

    def evidence(self, **made: Any) -> Evidence:
        """What :attr:`answer` returns for one value of each choice, its parts checked.

        The choices are put down in it, so that no answer need list its own arguments again.

        Raises
        ------
        ValueError
            If the answer's parts are not those of the claim, in their order and words.
        """
        answered = self.answer(**made)
        judged = {part.name: part.label for part in answered.parts}
        if list(judged.items()) != list(self.parts.items()) or len(judged) < len(answered.parts):
            raise ValueError(
                f"{self.name}: the answer judges the parts {[*judged.items()]}; "
                f"the claim has {[*self.parts.items()]}."
            )
        if answered.choices:
            return answered
        return replace(
            answered, choices={choice.name: made[choice.name] for choice in self.choices}
        )

    def complete(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Every choice: as given, else at its default.

        Raises
        ------
        ValueError
            If there is no such choice or value; the message lists those there are.
        """
        names = [choice.name for choice in self.choices]
        for name in given:
            if name not in names:
                raise ValueError(unknown("choice", name, names))
        made: dict[str, Any] = {}
        for choice in self.choices:
            wished = given.get(choice.name)
            made[choice.name] = choice.usual(made) if wished is None else choice.read(wished, made)
        return made

    def combinations(self) -> Iterator[dict[str, Any]]:
        """Every combination of choices there is, in the order of the choices."""
        yield from self._after({})

    def _after(self, made: dict[str, Any]) -> Iterator[dict[str, Any]]:
        if len(made) == len(self.choices):
            yield made
            return
        choice = self.choices[len(made)]
        for value in choice.offered(made):
            yield from self._after(made | {choice.name: value})

    def form(self) -> list[dict[str, Any]]:
        """The choices as plain data, from which a page draws its controls.

        Returns
        -------
        list of dict
            One a choice: ``name, label, help, kind, depends, after``, and by the values of
            ``depends`` (joined by "|") the ``options`` (pairs of value and words) and the
            ``default``.
        """
        return [self._described(choice) for choice in self.choices]

    def _described(self, choice: Choice) -> dict[str, Any]:
        options, default = {}, {}
        for made in self._settings(choice.depends):
            key = key_of(made.values())
            options[key] = [[value, words] for value, words in choice.options(made).items()]
            default[key] = choice.default(made)
        return {
            "name": choice.name,
            "label": choice.label,
            "help": choice.help,
            "kind": choice.kind,
            "depends": list(choice.depends),
            "after": choice.after,
            "options": options,
            "default": default,
        }

    def _settings(self, names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
        """All values that earlier choices, by name, can have together."""
        if not names:
            yield {}
            return
        by_name = {choice.name: choice for choice in self.choices}
        for made in self._settings(names[:-1]):
            for value in by_name[names[-1]].offered(made):
                yield made | {names[-1]: value}


def key_of(values: Any) -> str:
    """Values as one text: the key of what depends on them."""
    return "|".join(written(value) for value in values)
