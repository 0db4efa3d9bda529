"""What a claim's answers follow from: its tables, and the code that it imports."""

from __future__ import annotations

import ast
import functools
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from levelkit.catalogue import resource_hash

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from levelkit.claims.claim import Claim

_PACKAGE = Path(__file__).resolve().parents[1]
#: Layers whose code decides an answer: how a table is read is vouched for by its checksum.
_LAYERS = ("claims", "measures")


def inputs_hash(claim: Claim) -> str:
    """One hash of the figures and the code that the claim's answers follow from."""
    digest = hashlib.sha256()
    for table in claim.tables:
        digest.update(f"{table} {resource_hash(table)}\n".encode())
    add_code(digest, code_of(claim))
    return digest.hexdigest()


def add_code(digest: hashlib._Hash, modules: Iterable[Path]) -> None:
    """Let a hash follow from these modules' text, too."""
    for path in sorted(modules):
        # Line ends differ between checkouts; what is computed does not.
        text = path.read_text(encoding="utf-8").replace("\r\n", "\n")
        digest.update(f"{path.relative_to(_PACKAGE).as_posix()}\n{text}".encode())


def code_of(claim: Claim) -> set[Path]:
    """The modules of claims and measures that the claim's folder imports, directly or not."""
    return code_behind((_PACKAGE / "claims" / claim.name.replace("-", "_")).rglob("*.py"))


def code_behind(modules: Iterable[Path], layers: tuple[str, ...] = _LAYERS) -> set[Path]:
    """These modules and all that they import of some layers, directly or not."""
    known: set[Path] = set()
    pending = list(modules)
    while pending:
        path = pending.pop()
        if path not in known:
            known.add(path)
            pending += _imported(path, path.stat().st_mtime_ns, layers)
    return known


@functools.lru_cache(maxsize=512)
def _imported(path: Path, _changed: int, layers: tuple[str, ...]) -> tuple[Path, ...]:
    """What a module imports; claims share measures, so that each is read once."""
    return tuple(_imports(path, layers))


def _imports(path: Path, layers: tuple[str, ...]) -> Iterator[Path]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield from _file(f"{node.module}.{alias.name}", layers)
                yield from _file(node.module, layers)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield from _file(alias.name, layers)


def _file(name: str, layers: tuple[str, ...]) -> Iterator[Path]:
    """The file of a module, or of the measure that a lazy name stands for."""
    parts = name.split(".")
    if parts[0] != "levelkit" or len(parts) < 3 or parts[1] not in layers:
        return
    if parts[1] == "measures" and parts[2] in _measures():
        yield _measures()[parts[2]]
    path = _PACKAGE.joinpath(*parts[1:]).with_suffix(".py")
    if path.is_file():
        yield path


@functools.lru_cache(maxsize=1)
def _measures() -> dict[str, Path]:
    """Public measures and the files that they are in, from the lazy stub."""
    folder = _PACKAGE / "measures"
    tree = ast.parse((folder / "__init__.pyi").read_text(encoding="utf-8"))
    return {
        alias.name: folder.joinpath(*node.module.split(".")).with_suffix(".py")
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }
