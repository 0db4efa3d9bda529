"""How a page answers what a visitor chose: always, and with nothing left half done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from traitlets.log import get_logger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from levelkit.claims.claim import Claim
    from levelkit.claims.input import Input
    from levelkit.pages.widgets import Hub

    States = Callable[[Mapping[str, Any], Mapping[str, Any]], Iterator[tuple[dict[str, Any], bool]]]

#: What the two parts of an answer share, key by key.
PARTED = ("datasets", "params", "words")
NO_ANSWER = (
    "Something went wrong here while this choice was answered. The page shows the answer before it: "
    "choose again, or choose something else."
)
NOT_READ = "could not be used: something went wrong here while it was read."
NOT_USED = (
    "It could not be used: something went wrong here while the answer was worked out with it."
)


class Answering:
    """Answers each choice of a visitor's on the page's hub.

    Whatever an answer raises, the page is told that it has been answered: what a visitor gave
    besides is left out and it is said why, or else the page goes back to the answer before.

    Parameters
    ----------
    claim : Claim
    hub : Hub
        Holds the first answer already.
    states : callable
        From choices and inputs to the hub's state, and whether that is whole: where the design
        puts off a part, it follows.
    """

    def __init__(self, claim: Claim, hub: Hub, states: States) -> None:
        self._claim, self._hub, self._states = claim, hub, states
        self._read: dict[str, tuple[Any, Any]] = {}
        self._last = dict(hub.answered)
        self._busy = False
        hub.observe(self._answer, names=["choices", "turn"])

    def _answer(self, _: Any) -> None:
        """Evaluate what a visitor chose; a choice that there is none of changes nothing."""
        if self._busy:  # a choice that this very answer sets
            return
        self._busy = True
        try:
            self._answer_chosen(self._chosen(), *self._given())
        finally:
            self._busy = False

    def _answer_chosen(
        self, choices: Mapping[str, Any], inputs: Mapping[str, Any], refused: dict[str, str]
    ) -> None:
        fault = self._fault(choices, inputs, refused)
        if fault is None:
            self._last = dict(choices)
            return
        # Together they leave no answer: all inputs are left out, and it is said why.
        said = str(fault) if isinstance(fault, ValueError) else NOT_USED
        without = refused | dict.fromkeys(inputs, said)
        if inputs and self._fault(choices, {}, without) is None:
            self._last = dict(choices)
            return
        went_back = self._fault(self._last, inputs, refused) is None or (
            inputs and self._fault(self._last, {}, without) is None
        )
        self._say_no_answer(went_back=bool(went_back))

    def _chosen(self) -> Mapping[str, Any]:
        try:
            return self._claim.complete(self._hub.choices)
        except Exception:
            return dict(self._hub.answered)

    def _fault(
        self, choices: Mapping[str, Any], inputs: Mapping[str, Any], refused: dict[str, str]
    ) -> Exception | None:
        """Show the answer; what it raised instead, if it did."""
        try:
            self._show(choices, inputs, refused)
        except Exception as error:
            if not (inputs and isinstance(error, ValueError)):  # which says what is wrong
                # In a kernel this goes to the server's log, never to the page.
                get_logger().exception("%s has no answer for %s", self._claim.name, dict(choices))
            return error
        return None

    def _say_no_answer(self, *, went_back: bool) -> None:
        hub = self._hub
        with hub.hold_sync():
            if not went_back:
                hub.answered_turn = hub.turn
                hub.set_trait("choices", dict(hub.answered))
            hub.failure = {"number": hub.failure.get("number", 0) + 1, "words": NO_ANSWER}

    def _show(
        self, choices: Mapping[str, Any], inputs: Mapping[str, Any], refused: dict[str, str]
    ) -> None:
        """Send the answer as soon as it is there, and what follows it later."""
        hub = self._hub
        for state, whole in self._states(choices, inputs):
            with hub.hold_sync():
                if state["answered"] == hub.answered and hub.turn == hub.answered_turn:
                    hub.rest += 1
                hub.refused, hub.answered_turn = refused, hub.turn
                for name, value in state.items():
                    # What is yet to come stays as it was meanwhile.
                    kept = {} if whole or name not in PARTED else getattr(hub, name)
                    setattr(hub, name, {**kept, **value})
                if choices != hub.choices:
                    hub.set_trait("choices", choices)

    def _given(self) -> tuple[dict[str, Any], dict[str, str]]:
        """What a visitor gave, as the claim takes it; what is wrong is left out, and said."""
        inputs, refused = {}, {}
        for input in self._claim.inputs:
            if input.name not in self._hub.inputs:
                continue
            try:
                inputs[input.name] = self._accepted(input, self._hub.inputs[input.name])
            except ValueError as error:
                refused[input.name] = str(error)
            except Exception:
                get_logger().exception("%s: %s was not read", self._claim.name, input.name)
                refused[input.name] = f"{input.label}: it {NOT_READ}"
        return inputs, refused

    def _accepted(self, input: Input, given: Any) -> Any:
        """A file is read once, not at every change of a choice; its text is sent once as well.

        A browser names a file that it has sent before by its ``id`` alone.
        """
        mark = _mark(given)
        if input.name not in self._read or self._read[input.name][0] != mark:
            if _is_named_alone(given):
                raise ValueError(f"{input.label}: choose the file again.")
            try:
                accepted = input.accept(given)
            except ValueError as error:
                accepted = error
            self._read[input.name] = (mark, accepted)
        accepted = self._read[input.name][1]
        if isinstance(accepted, ValueError):
            raise accepted
        return accepted


def _mark(given: Any) -> Any:
    """What tells one input from another: of a file that has one, its id."""
    named = isinstance(given, Mapping) and isinstance(given.get("id"), str)
    return ("file", given["id"]) if named else given


def _is_named_alone(given: Any) -> bool:
    return isinstance(given, Mapping) and "id" in given and "text" not in given
