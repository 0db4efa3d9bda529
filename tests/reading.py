"""What a page holds of one answer, as its browser gets it."""

import json

from levelkit.pages import page_state


def read(page, inputs=None, **given):
    """All that the hub holds; ``signals`` with the parameters of all charts, each name as its last chart has it."""
    state = page_state(page.claim, page.layout, page.claim.complete(given), inputs)
    traits = page.traits(state)
    every = {name: value for params in traits["params"].values() for name, value in params.items()}
    return traits | {"signals": every | traits["signals"]}


def plain(state):
    """The same after a way through JSON, which has no missing numbers."""
    return json.loads(json.dumps(state, allow_nan=False))
