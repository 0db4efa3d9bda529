"""Figures on their way to a browser: columns of typed values, each named by what it holds.

A column is sent once, whatever data sets and answers it stands in. A pack is what goes over the
wire: four bytes with the length of a head, the head as JSON, then the bodies of the columns, each
from a multiple of eight bytes. ``web/blocks.js`` reads it.
"""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

#: Values of a column that is shorter stand in the head, as JSON.
SHORT = 12
#: Decimal places that are tried before a number is sent in eight bytes.
PLACES = 7
_ALIGNED = 8
_INTEGERS = ("i1", "i2", "i4")


@dataclass(frozen=True)
class Block:
    """A column as it is sent.

    Attributes
    ----------
    head : dict
        ``values`` if it is short or mixed. Else ``kind`` (a NumPy type; little-endian), ``count``,
        and ``places`` (decimal places of numbers that are sent as integers) or ``words`` (texts, of
        which the body has the places). The least integer, and a number that is none, are missing.
    body : bytes
    key : str
        A hash of both.
    """

    head: dict[str, Any]
    body: bytes
    key: str


def block(values: Sequence[Any]) -> Block:
    """A column as a block.

    Parameters
    ----------
    values : sequence
        Numbers, texts, truth values or None, which is missing.

    Returns
    -------
    Block

    Raises
    ------
    ValueError
        If a number is infinite or none at all: missing is None.
    """
    head, body = _encoded(list(values))
    digest = hashlib.sha256(plain_json(head).encode())
    digest.update(body)
    return Block(head, body, digest.hexdigest()[:16])


def _encoded(values: list[Any]) -> tuple[dict[str, Any], bytes]:
    types = set(map(type, values)) - {type(None)}
    if len(values) >= SHORT:
        if types == {str}:
            return _texts(values)
        if types and types <= {int, float} and _in_eight_bytes(values):
            return _numbers(values)
    return {"values": values}, b""


def _in_eight_bytes(values: list[Any]) -> bool:
    return all(abs(value) <= 2**53 for value in values if type(value) is int)


def _texts(values: list[Any]) -> tuple[dict[str, Any], bytes]:
    words = list(dict.fromkeys(value for value in values if value is not None))
    if 2 * len(words) > len(values):
        return {"values": values}, b""
    at = {word: k for k, word in enumerate(words)}
    kind = _least_kind(len(words))
    missing = np.iinfo(kind).min
    codes = np.array([at.get(value, missing) for value in values], f"<{kind}")
    return {"kind": kind, "count": len(values), "words": words}, codes.tobytes()


def _numbers(values: list[Any]) -> tuple[dict[str, Any], bytes]:
    gaps = np.array([value is None for value in values])
    numbers = np.array([math.nan if value is None else value for value in values], dtype=float)
    known = numbers[~gaps]
    if not np.isfinite(known).all():
        raise ValueError("a number is infinite or not a number: what is missing is sent as None.")
    for places in range(PLACES + 1):
        scale = 10.0**places
        whole = np.rint(known * scale)
        largest = float(np.abs(whole).max(initial=0))
        if largest >= np.iinfo("i4").max:
            break
        if (whole / scale == known).all():  # which is what the browser works out
            kind = _least_kind(int(largest))
            coded = np.full(len(numbers), np.iinfo(kind).min, f"<{kind}")
            coded[~gaps] = whole
            return {"kind": kind, "count": len(values), "places": places}, coded.tobytes()
    return {"kind": "f8", "count": len(values)}, numbers.astype("<f8").tobytes()


def _least_kind(largest: int) -> str:
    return next(kind for kind in _INTEGERS if largest <= np.iinfo(kind).max)


def pack(blocks: Iterable[Block], **besides: Any) -> bytes:
    """Blocks, and what goes with them, as one piece.

    Parameters
    ----------
    blocks : iterable of Block
    **besides
        Plain values that the head has as well.
    """
    blocks = list(blocks)
    columns = [{"key": each.key, **each.head} for each in blocks]
    head = plain_json({**besides, "columns": columns}).encode()
    head += b" " * (-(len(head) + 4) % _ALIGNED)
    bodies = [each.body + bytes(-len(each.body) % _ALIGNED) for each in blocks]
    return b"".join([len(head).to_bytes(4, "little"), head, *bodies])


def plain_json(value: Any) -> str:
    """Compact JSON; what has no place in JSON (a missing number) is an error."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


class Blocks:
    """The columns of data sets, worked out once for each data set.

    Attributes
    ----------
    columns : dict
        By data set and field, the key of a block.
    """

    def __init__(self) -> None:
        self.columns: dict[str, dict[str, str]] = {}
        self._encoded: dict[str, tuple[Any, dict[str, Block]]] = {}

    def take(self, datasets: Mapping[str, Mapping[str, Sequence[Any]]]) -> None:
        """Have these data sets, and no others; one that is the very object it was is not read again."""
        encoded = {}
        for name, columns in datasets.items():
            known = self._encoded.get(name)
            same = known is not None and known[0] is columns
            encoded[name] = known if known and same else (columns, _blocks_of(name, columns))
        self._encoded = encoded
        self.columns = {
            name: {field: each.key for field, each in blocks.items()}
            for name, (_, blocks) in encoded.items()
        }

    def by_key(self) -> dict[str, Block]:
        """The blocks of all columns, each once."""
        return {each.key: each for _, blocks in self._encoded.values() for each in blocks.values()}


def _blocks_of(name: str, columns: Mapping[str, Sequence[Any]]) -> dict[str, Block]:
    blocks = {}
    for field, values in columns.items():
        try:
            blocks[field] = block(values)
        except (TypeError, ValueError) as error:
            raise ValueError(f"Data set {name}, column {field}: {error}") from error
    return blocks
