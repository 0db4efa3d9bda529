"""What a claim's answers follow from: its tables, and the code that it imports."""

from __future__ import annotations

import ast
import functools
import hashlib
import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

from levelkit.catalogue import resource_hash
from levelkit.claims.registry import module_of
from levelkit.claims.source import read_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from levelkit.claims.claim import Claim

_PACKAGE = Path(__file__).resolve().parents[1]
#: Layers whose code decides an answer: how a table is read is vouched for by its checksum.
_LAYERS = ("claims", "measures")
#: Looks at claims and changes no answer.
_NO_ANSWERS = ("claims/check.py",)


def inputs_hash(claim: Claim) -> str:
    """One hash of the figures and the code that the claim's answers follow from."""
    digest = hashlib.sha256()
    for table in claim.tables:
        digest.update(f"{table} {resource_hash(table)}\n".encode())
    add_code(digest, code_of(claim))
    return digest.hexdigest()


def add_code(digest: hashlib._Hash, modules: Iterable[Path]) -> None:
    """Let a hash follow from what these modules do, too; not from how that is written."""
    for name, path in sorted((_name(path), path) for path in modules):
        digest.update(f"{name}\n{read_source(path).meaning}\n".encode())


def _name(path: Path) -> str:
    """A module's file, told alike on every machine."""
    inside = path.is_relative_to(_PACKAGE)
    return path.relative_to(_PACKAGE if inside else path.parents[1]).as_posix()


def code_of(claim: Claim) -> set[Path]:
    """The modules that a claim is made of, and those of claims and measures that they import.

    A claim that lies outside levelkit is made of its module (of all in its folder, where that is
    a package) and of whatever that imports from the same package.
    """
    module = module_of(claim)
    if module is None or module.startswith("levelkit."):
        return code_behind((_PACKAGE / "claims" / claim.name.replace("-", "_")).rglob("*.py"))
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        return set()
    path = Path(spec.origin)
    whole = path.parent.rglob("*.py") if path.name == "__init__.py" else [path]
    package = importlib.util.find_spec(module.split(".")[0])
    folders = package.submodule_search_locations if package else None
    return code_behind(whole, own=Path(next(iter(folders))) if folders else path)


def code_behind(
    modules: Iterable[Path], layers: tuple[str, ...] = _LAYERS, *, own: Path | None = None
) -> set[Path]:
    """These modules and all that they import, directly or not.

    Parameters
    ----------
    modules : iterable of path
    layers : tuple of str
        Those of levelkit whose modules count.
    own : path, optional
        The folder of another package whose modules count as well, or its one module.

    Returns
    -------
    set of path
    """
    known: set[Path] = set()
    pending = list(modules)
    while pending:
        path = pending.pop()
        if path not in known:
            known.add(path)
            pending += _imported(path, path.stat().st_mtime_ns, layers, own)
    return known


@functools.lru_cache(maxsize=512)
def _imported(
    path: Path, _changed: int, layers: tuple[str, ...], own: Path | None
) -> tuple[Path, ...]:
    """What a module imports; claims share measures, so that each is read once."""
    names = read_source(path).imports
    return tuple(file for name in names for file in _files(name, path, layers, own))


def _files(name: str, origin: Path, layers: tuple[str, ...], own: Path | None) -> Iterator[Path]:
    """The file of a module, or of the measure that a lazy name stands for, if it counts."""
    parts = name.split(".")
    if name.startswith("."):
        dots = len(name) - len(name.lstrip("."))
        yield from _at(origin.parents[dots - 1].joinpath(*filter(None, parts)))
    elif own is not None and parts[0] == own.name:
        yield from _at(own.joinpath(*parts[1:]))
    elif own is not None and name == "levelkit":
        # Which statistics it uses cannot be told from its imports: it may be any.
        yield from (path for layer in layers for path in (_PACKAGE / layer).rglob("*.py"))
    elif parts[0] == "levelkit" and len(parts) > 2 and parts[1] in layers:
        if path := _public(parts[1]).get(parts[2]):
            yield path
        path = _PACKAGE.joinpath(*parts[1:]).with_suffix(".py")
        if path.is_file() and not path.as_posix().endswith(_NO_ANSWERS):
            yield path


def _at(path: Path) -> Iterator[Path]:
    for file in (path.with_suffix(".py"), path / "__init__.py"):
        if file.is_file():
            yield file


@functools.lru_cache(maxsize=4)
def _public(layer: str) -> dict[str, Path]:
    """The names that a layer gives, and the files that they are in."""
    folder = _PACKAGE / layer
    stub = folder / "__init__.pyi"
    start = stub if stub.is_file() else folder / "__init__.py"
    if not start.is_file():
        return {}
    tree = ast.parse(start.read_text(encoding="utf-8"))
    return {
        alias.name: folder.joinpath(*_inside(node.module, layer)).with_suffix(".py")
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
        if _inside(node.module, layer)
    }


def _inside(module: str, layer: str) -> list[str]:
    """The parts of a module's name below its layer."""
    return module.removeprefix(f"levelkit.{layer}").strip(".").split(".")
