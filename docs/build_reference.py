"""Write ``docs/reference.md``: what each public function does, and what it was held against.

Run ``make reference``. The text comes from the docstrings, the table from the checks that
``make test`` runs.
"""

from __future__ import annotations

import inspect
import math
import re
import sys
from pathlib import Path

import griffe
from griffe2md import render_object_docs

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import levelkit as lk
from validation import checks

FAMILIES = {
    "catalogue": "Data",
    "measures.ranking": "Ranks",
    "measures.inequality": "Dispersion and decomposition",
    "measures.convergence": "Convergence",
    "measures.clubs": "Convergence clubs",
    "measures.transitions": "Transitions",
    "measures.composite": "Composite indices",
    "measures.lifetimes": "Lifetimes",
    "measures.space": "Space and concentration",
    "measures.core": "Grids of specifications and robustness",
}
CONFIG = {"show_root_heading": False, "show_root_toc_entry": False, "heading_level": 4,
          "docstring_section_style": "list"}  # fmt: skip
TABLE = "## What each statistic was held against"


PUBLIC = {"datasets", "load", "load_table", *lk.measures.__all__}
#: What some functions return, beyond arrays and datasets.
RESULTS = {
    "Regression": "measures.convergence.result",
    "SigmaConvergence": "measures.convergence.sigma",
    "Clubs": "measures.clubs.clubs",
    "Neighbours": "measures.space.neighbours",
}


def exported(family: str) -> dict[str, str]:
    """Public names of a family and the modules they are in, from the lazy stubs."""
    if family == "catalogue":
        return {"datasets": "package", "load": "load", "load_table": "load"}
    stub = (ROOT / "levelkit/measures/__init__.pyi").read_text()
    folder = family.partition(".")[2]
    found = re.findall(rf"from \.{folder}\.(\w+) import (\w+) as", stub)
    return {name: module for module, name in sorted(found, key=lambda pair: pair[1])}


def plain(text: str) -> str:
    """Markdown that reads well on its own: no links to anchors that are not there."""
    text = re.sub(r"\[(\*\*[^\]]*\*\*)\]\(#[^)]*\)", r"\1", text)
    text = re.sub(r" \(<code>.*?</code>\)", "", text)  # types of parameters: the text has them
    text = re.sub(
        r"<code>(.*?)</code>", lambda m: f"`{re.sub(r'[(]#[^)]*[)]|[][]', '', m[1])}`", text
    )
    text = re.sub(r":\w+:`~?(?:levelkit\.)?([^`]*)`", link, text)
    text = re.sub(r"<details[^>]*>\s*<summary>(.*?)</summary>", r"**\1:**", text)
    text = re.sub(r"(?<!`)``(?!`)", "`", text.replace("</details>", "").replace("&lt;", "<"))
    return re.sub(r"\n{3,}", "\n\n", grouped(text)).strip()


def link(role: re.Match[str]) -> str:
    """A cross-reference, to its heading if it is on this page."""
    name = role[1]
    return f"[`{name}`](#{name})" if name in PUBLIC else f"`{name}`"


def grouped(text: str) -> str:
    """Parameters that share a description on one line, as the docstring has them."""
    kept: list[tuple[str, str, str]] = []  # names, what is said of them, what follows
    for item in re.split(r"^(?=- \*\*)", text, flags=re.M):
        found = re.match(r"- (\*\*\w+\*\*) – ((?:.|\n)*)", item)
        said, gap, rest = found[2].partition("\n\n") if found else ("", "", item)
        if found and kept and kept[-1][1].strip() == said.strip() and not kept[-1][2]:
            kept[-1] = (f"{kept[-1][0]}, {found[1]}", said, gap + rest)
        else:
            kept.append((found[1] if found else "", said, gap + rest))
    return "".join(f"- {names} – {said}{rest}" if names else rest for names, said, rest in kept)


def signature(name: str) -> str:
    """How it is called, without types: the docstring has those."""
    parameters = inspect.signature(getattr(lk, name)).parameters.values()
    bare = [each.replace(annotation=inspect.Parameter.empty) for each in parameters]
    return f"```python\nlk.{name}{inspect.Signature(bare)}\n```"


def functions() -> str:
    """One section a family, one heading a function."""
    package = griffe.load("levelkit", search_paths=[str(ROOT)], docstring_parser="numpy",
                          docstring_options={"warnings": False})  # fmt: skip
    parts = []
    for family, title in FAMILIES.items():
        names = exported(family)
        intro = package[family].docstring.value.splitlines()[0] if package[family].docstring else ""
        parts.append(f"## {title}\n\n{plain(intro)}")
        for name, module in names.items():
            found = package[family].modules[module].members[name]
            text = plain(render_object_docs(found, config=CONFIG))
            parts.append(f"### {name}\n\n{signature(name)}\n\n{text}")
    parts.append("## Results with parts\n\nWhat some functions return, beyond arrays and datasets.")
    for name, module in RESULTS.items():
        found = package[module].members[name]
        members = [key for key, member in found.members.items()
                   if key[0] != "_" and (member.is_function or "property" in member.labels)]  # fmt: skip
        listed = "\n".join(
            f"- **{key}** – {found.members[key].docstring.value.splitlines()[0]}"
            for key in members if found.members[key].docstring
        )  # fmt: skip
        text = plain(render_object_docs(found, config=CONFIG | {"members": False}))
        parts.append(f"### {name}\n\n{text}\n\n**Also:**\n\n{plain(listed)}")
    return "\n\n".join(parts)


def contents() -> str:
    """Links to every heading, a line a family."""
    lines = []
    for family, title in FAMILIES.items():
        links = ", ".join(f"[{name}](#{name})" for name in exported(family))
        lines.append(f"- {title}: {links}")
    return "\n".join(lines)


def bound(difference: float) -> str:
    """The difference as a power of ten it is below: the last digits vary by machine."""
    if difference == 0:
        return "0"
    return f"< 1e{max(-12, math.floor(math.log10(difference)) + 1)}"


def table() -> str:
    """All checks with our value beside theirs."""
    lines = [
        "| statistic | oracle | on | ours | theirs | difference |",
        "|---|---|---|--:|--:|--:|",
    ]
    for check in checks():
        ours, theirs = (float(value) for value in check.values())
        cells = (check.statistic, check.oracle, check.on, f"{ours:.6g}", f"{theirs:.6g}",
                 bound(abs(ours - theirs)))  # fmt: skip
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines)


def page() -> str:
    """The whole page."""
    head = (
        "# Reference\n\nGenerated by `make reference` from the docstrings and the checks that `make test` "
        "runs; do not edit.\nEverything here is `levelkit.<name>`."
    )
    reading = (
        "Statistics take an `xarray.DataArray` and name its dimensions. They give a DataArray, or a Dataset of "
        "labelled\nresults: `.to_dataframe()` makes a table of one with dimensions, `.to_pandas()` a column of one "
        "without, and\n`float(found.estimate)` a number. `attrs` say what was computed and how many values were "
        "left out.\nResampling runs wherever joblib does: `with joblib.parallel_config(n_jobs=-1): ...`"
    )
    note = (
        "Published values, closed forms and independent implementations, with the figures they were "
        "compared on.\nA statistic with a dot is a part of the result (`kendall_tau.p_value`). "
        "Where a result has many\nnumbers, the row compares their sum, weighted so that no two can trade places."
    )
    return (
        f"{head}\n\n{reading}\n\n{contents()}\n\n{functions()}\n\n{TABLE}\n\n{note}\n\n{table()}\n"
    )


if __name__ == "__main__":
    (ROOT / "docs/reference.md").write_text(page(), encoding="utf-8")
