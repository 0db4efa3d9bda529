"""What a module's text means: what it imports, and a hash that no comment or docstring changes."""

from __future__ import annotations

import ast
import functools
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

#: Fields that say how a text was written, not what it does.
_NO_MEANING = frozenset({"kind", "type_comment", "type_ignores"})


@dataclass(frozen=True)
class Source:
    """One module.

    Attributes
    ----------
    imports : tuple of str
        Names of modules, and of what is taken from them, as they stand: those of a relative
        import begin with their dots.
    meaning : str
        A hash of what the code does. Comments, docstrings, blank lines and line breaks leave
        it as it is; a constant, a name or an operator does not.
    """

    imports: tuple[str, ...]
    meaning: str


def read_source(path: Path) -> Source:
    """What a file of Python says; it is read again once it has changed.

    Parameters
    ----------
    path : path

    Returns
    -------
    Source

    Raises
    ------
    OSError
        If there is no such file.
    SyntaxError
        If it is no Python.
    """
    state = path.stat()
    return _read(path, state.st_mtime_ns, state.st_size)


@functools.lru_cache(maxsize=512)
def _read(path: Path, _changed: int, _size: int) -> Source:
    """Claims share modules, so that each is read once."""
    imports: list[str] = []
    said: list[str] = []
    _walk(ast.parse(path.read_text(encoding="utf-8")), said, imports)
    return Source(
        tuple(dict.fromkeys(imports)), hashlib.sha256("\n".join(said).encode()).hexdigest()
    )


def _walk(node: ast.AST, said: list[str], imports: list[str]) -> None:
    """Write a node and all below it down in order.

    Unlike ``ast.dump``, this leaves out what is empty: newer versions of Python add fields that
    are, and a stored hash is to be the same on all.
    """
    said.append(type(node).__name__)
    if isinstance(node, ast.Import | ast.ImportFrom):
        imports += _imports(node)
    for field in node._fields:
        value = getattr(node, field, None)
        if value is None or value == [] or field in _NO_MEANING:
            continue
        said.append(field)
        for item in value if isinstance(value, list) else [value]:
            if not isinstance(item, ast.AST):
                said.append(repr(item))
            elif not _is_text_alone(item):
                _walk(item, said, imports)
    said.append(")")


def _imports(node: ast.Import | ast.ImportFrom) -> list[str]:
    names = [alias.name for alias in node.names]
    if isinstance(node, ast.Import):
        return names
    module = "." * node.level + (node.module or "")
    joint = "" if module.endswith(".") else "."
    return [module, *(f"{module}{joint}{name}" for name in names)]


def _is_text_alone(node: ast.AST) -> bool:
    """A text that is a statement by itself does nothing: a docstring."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )
