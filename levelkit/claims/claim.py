"""What every claim is: a question, finite choices, a criterion, and an answer for each choice."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from levelkit.catalogue.errors import unknown
from levelkit.claims.choice import Choice, View, written
from levelkit.claims.definition import check_definition
from levelkit.claims.evidence import Evidence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from levelkit.claims.input import Input
    from levelkit.claims.labelled_panel import Panel


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


@dataclass(frozen=True, eq=False)
class Claim:
    """A claim that can be tested; it is equal to itself alone.

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
    inputs : tuple of Input
        Inputs that are not finite; combinations are evaluated without them.
    elsewhere : str or callable
        Why it can be asked of no other panel than its own, or from a panel to why not of that one: empty
        where it can, see :meth:`on`. Its first choice is then the panel, and those after it take any.

    Raises
    ------
    UnknownDatasetError
        If the catalogue has no table or map of a name.
    ValueError
        If its name cannot stand in an address, or a choice depends on one that does not come
        before it; the message says which.
    """

    name: str
    title: str
    question: str
    quote: str
    source: str
    criterion: str
    choices: tuple[Choice, ...]
    answer: Callable[..., Evidence]
    parts: Mapping[str, str]
    effect: Effect
    counted: Callable[[Mapping[str, Any]], bool]
    counted_words: str
    tables: tuple[str, ...]
    notebook: str
    drawn: tuple[str, ...] = ()
    views: tuple[View, ...] = ()
    wider: Mapping[str, Callable[[Mapping[str, Any]], bool]] | None = None
    slow: Callable[..., Mapping[str, float]] | None = None
    inputs: tuple[Input, ...] = ()
    elsewhere: str | Callable[[Panel], str] = "it names no panel of its own."

    def __post_init__(self) -> None:
        check_definition(self)

    @property
    def files(self) -> tuple[str, ...]:
        """The tables and maps of the catalogue without which there is no page."""
        return (*self.tables, *self.drawn)

    def check(self, *, answers: bool = True, notebooks: Path | None = None) -> None:
        """See whether the claim can be shown, and say all that is wrong with it.

        Parameters
        ----------
        answers : bool
            Whether to count the combinations and evaluate the default ones, too.
        notebooks : path, optional
            A folder in which one notebook, and one alone, is to be its page.

        Raises
        ------
        ClaimError
            With one line a fault: what it is, where, and what is allowed.

        Examples
        --------
        >>> lk.claim("convergence").check()
        """
        from levelkit.claims.check import check

        check(self, answers=answers, notebooks=notebooks)

    def evaluate(self, **given: Any) -> Evidence:
        """The answer under these choices; what is not given is at its default.

        Parameters
        ----------
        **given
            Choices by name, as values or as texts from an address, and inputs by name.

        Returns
        -------
        Evidence

        Raises
        ------
        ValueError
            If there is no such choice or value, or an input is wrong; the message says what
            there is.
        """
        inputs = {
            input.name: input.given(given.pop(input.name))
            for input in self.inputs
            if input.name in given
        }
        return self.evidence(**self.complete(given), **inputs)

    def on(self, panel: Panel) -> Claim:
        """The same claim of another panel, judged by the same criterion.

        Parameters
        ----------
        panel : Panel
            Any, as :meth:`levelkit.claims.labelled_panel.Panel.of` makes it.

        Returns
        -------
        Claim
            Its first choice offers that panel alone; all its combinations count.

        Raises
        ------
        ValueError
            If the claim has no meaning on another panel, or the panel too little for any; it says why.

        Examples
        --------
        >>> from levelkit.claims import Panel
        >>> spain = lk.load("europe-century").gdp_per_head_intl2011usd
        >>> spain = spain.sel(region=spain.country == "Spain").dropna("year", how="all")
        >>> here = lk.claim("century-of-ranks").on(Panel.of(spain, label="Spain"))
        >>> round(here.evaluate().figures["spearman"], 2)
        0.6
        """
        why = self.elsewhere(panel) if callable(self.elsewhere) else self.elsewhere
        if why:
            raise ValueError(f"{self.name} cannot be judged on another panel: {why}")
        from levelkit.claims.brought import bring

        key = bring(panel)
        first, *others = self.choices
        only = replace(first, options=lambda _: {key: panel.label}, default=lambda _: key)
        return replace(
            self, choices=(only, *others), counted=lambda _: True, counted_words=f"all combinations, {panel.label}",
            wider=None, views=(),
        )  # fmt: skip

    def evidence(self, **chosen: Any) -> Evidence:
        """What :attr:`answer` returns for one value of each choice, checked.

        The choices are put down in it, so that no answer need list its own arguments again.

        Raises
        ------
        TypeError
            If it is no :class:`Evidence`.
        ValueError
            If its parts are not those of the claim, in their order and words, or it lacks the
            figures of :attr:`effect`, or a source or licence.
        """
        evidence = self.answer(**chosen)
        if not isinstance(evidence, Evidence):
            raise TypeError(
                f"{self.name}: the answer is no Evidence, but a {type(evidence).__name__}: {evidence!r:.60}."
            )
        judged = {part.name: part.label for part in evidence.parts}
        if list(judged.items()) != list(self.parts.items()) or len(judged) < len(evidence.parts):
            raise ValueError(
                f"{self.name}: the answer judges the parts {[*judged.items()]}; "
                f"the claim has {[*self.parts.items()]}."
            )
        for end in ("figure", "low", "high"):
            name = getattr(self.effect, end)
            if name not in evidence.figures and (name or end == "figure"):
                raise ValueError(
                    f"{self.name}: the effect's {end} is not among the answer's figures. "
                    f"{unknown('figure', name, evidence.figures)}"
                )
        for attribute in ("source", "licence"):
            if not evidence.attrs.get(attribute):
                raise ValueError(f"{self.name}: the answer's attrs do not say the {attribute}.")
        if evidence.choices:
            return evidence
        return replace(
            evidence, choices={choice.name: chosen[choice.name] for choice in self.choices}
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
        chosen: dict[str, Any] = {}
        for choice in self.choices:
            wished = given.get(choice.name)
            chosen[choice.name] = (
                choice.usual(chosen) if wished is None else choice.read(wished, chosen)
            )
        return chosen

    def combinations(self) -> Iterator[dict[str, Any]]:
        """Every combination of choices there is, in the order of the choices."""
        yield from self._after({})

    def _after(self, chosen: dict[str, Any]) -> Iterator[dict[str, Any]]:
        if len(chosen) == len(self.choices):
            yield chosen
            return
        choice = self.choices[len(chosen)]
        for value in choice.offered(chosen):
            yield from self._after(chosen | {choice.name: value})

    def form(self) -> list[dict[str, Any]]:
        """The choices as plain data, from which a page draws its controls.

        Returns
        -------
        list of dict
            One a choice: ``name, label, help, kind, depends, after, former``, and by the values of
            ``depends`` (joined by "|") the ``options`` (pairs of value and words) and the
            ``default``.
        """
        return self._form

    @functools.cached_property
    def _form(self) -> list[dict[str, Any]]:
        return [self._described(choice) for choice in self.choices]

    def _described(self, choice: Choice) -> dict[str, Any]:
        options, default = {}, {}
        for chosen in self.settings(choice.depends):
            key = key_of(chosen.values())
            options[key] = [[value, words] for value, words in choice.listed(chosen).items()]
            default[key] = choice.wished(chosen)
        return {
            "name": choice.name,
            "label": choice.label,
            "help": choice.help,
            "kind": choice.kind,
            "depends": list(choice.depends),
            "after": choice.after,
            "former": dict(choice.former),
            "options": options,
            "default": default,
        }

    def settings(self, names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
        """All values that earlier choices, by name, can have together."""
        if not names:
            yield {}
            return
        by_name = {choice.name: choice for choice in self.choices}
        for chosen in self.settings(names[:-1]):
            for value in by_name[names[-1]].offered(chosen):
                yield chosen | {names[-1]: value}


def key_of(values: Any) -> str:
    """Values as one text: the key of what depends on them."""
    return "|".join(written(value) for value in values)
