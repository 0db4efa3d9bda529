"""Every answer of a page, packed: what is the same in many answers is kept once.

A pack has one chunk for each value of the claim's first choice, so that a visitor loads
those that are asked for. A chunk is a pack of blocks (:mod:`levelkit.pages.blocks`) whose head
also has ``paths`` (hub trait, key, and for words and parameters the name of each), ``pool``
(values), and ``answers``, from the key of the choices to one place in the pool for each path.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from levelkit.claims import claim as claim_named
from levelkit.claims import claim_names
from levelkit.claims.choice import written
from levelkit.claims.claim import key_of
from levelkit.measures.core.spread import spread
from levelkit.pages.blocks import Block, Blocks, pack, plain_json
from levelkit.pages.claim_page import layout_of
from levelkit.pages.state import page_state

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from levelkit.claims.claim import Claim
    from levelkit.pages.layout import PageLayout

    Work = tuple[str, str, list[dict[str, Any]], Path]

#: Traits of the hub that an answer sets, key by key.
TRAITS = ("columns", "signals", "params", "offered", "marks", "words")


def write_answers(
    claim: Claim,
    layout: PageLayout,
    folder: Path,
    combinations: Iterable[dict[str, Any]] | None = None,
) -> list[str]:
    """Write one script a chunk into ``folder``; returns the names of the chunks.

    A script rather than JSON: a page opened from a disk may run the one and not read the
    other. Every combination of the claim is answered, unless some are named.
    """
    folder.mkdir(parents=True, exist_ok=True)
    first = claim.choices[0].name
    chunks: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for chosen in claim.combinations() if combinations is None else combinations:
        chunks[written(chosen[first])].append(chosen)
    names = list(chunks)
    work: list[Work] = [(claim.name, name, chunks[name], folder) for name in names]
    if packaged(claim, layout):
        spread(_write_chunk_of, work, what=f"Answers of {claim.name}")
    else:  # what was made in a notebook does not travel to another process
        for _, chunk, inside, place in work:
            _write_chunk(claim, layout, chunk, inside, place)
    return names


def packaged(claim: Claim, layout: PageLayout) -> bool:
    """Whether another process finds this very claim and layout by the claim's name."""
    return (
        claim.name in claim_names()
        and claim_named(claim.name) is claim
        and layout is layout_of(claim)
    )


def _write_chunk_of(piece: Work) -> None:
    name, chunk, combinations, folder = piece
    claim = claim_named(name)
    _write_chunk(claim, layout_of(claim), chunk, combinations, folder)


def _write_chunk(
    claim: Claim, layout: PageLayout, chunk: str, combinations: list[dict[str, Any]], folder: Path
) -> None:
    pool: dict[str, int] = {}
    blocks: dict[str, Block] = {}
    latest = Blocks()
    paths: list[tuple[str, ...]] = []
    answers = {}
    for chosen in combinations:
        traits = page_state(claim, layout, chosen).traits()
        latest.take(traits["datasets"])
        blocks |= latest.by_key()
        flat = dict(_flat(traits | {"columns": latest.columns}))
        if not paths:
            paths = list(flat)
        if list(flat) != paths:
            raise ValueError(
                f"{claim.name}: the answer for {chosen} has other parts than the first."
            )
        answers[key_of(chosen.values())] = [
            pool.setdefault(plain_json(value), len(pool)) for value in flat.values()
        ]
    values = [json.loads(text) for text in pool]
    packed = packed_text(pack(blocks.values(), paths=paths, pool=values, answers=answers))
    script = f"levelkitChunk({json.dumps(chunk)}, {json.dumps(packed)});\n"
    (folder / f"{chunk}.js").write_text(script, encoding="utf-8")


def packed_text(packed: bytes) -> str:
    """A pack as text, for where there is no other way to keep it beside a page."""
    return base64.b64encode(gzip.compress(packed, compresslevel=9, mtime=0)).decode()


def _flat(state: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Values by path: words text by text, since the same text stands in many answers."""
    for trait in TRAITS:
        for key, value in state[trait].items():
            if trait in ("words", "params"):
                yield from (((trait, key, name), text) for name, text in value.items())
            else:
                yield (trait, key), value
