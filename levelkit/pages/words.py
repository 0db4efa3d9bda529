"""HTML and CSV from labelled results. Every text is escaped here and nowhere else."""

from __future__ import annotations

import csv
import io
import re
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

#: A text cell that begins so is run as a formula by a spreadsheet.
_FORMULA = ("=", "+", "-", "@")

_MARKS = {"supported": "✓", "mixed": "≈", "not supported": "✗", "cannot be tested": "?"}


def number(value: Any, digits: int = 1) -> str:
    """A number for people: true minus sign, thousands, a dash if missing."""
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return "–"
    return f"{value:,.{digits}f}".replace("-", "−")


def rank(value: float) -> str:
    """A rank for people: 3, or 5.5 where two regions share one."""
    return number(value, 0 if np.isnan(value) or value == int(value) else 1)


def verdict_card(verdict: str, subject: str, reason: str, sentence: str) -> str:
    """The verdict as word, mark and colour; on what; why; and the sentence with its numbers."""
    kind = verdict.replace(" ", "-")
    return (
        f'<div class="lk-answer" role="status"><p class="lk-verdict"><span class="lk-{escape(kind)}">'
        f'<span aria-hidden="true">{_MARKS[verdict]}</span> {escape(verdict.capitalize())}:</span> '
        f'<span class="lk-subject">{escape(subject)}</span></p>'
        f'<p class="lk-reason"><strong>{escape(reason)}</strong></p>'
        f'<p class="lk-sentence">{escape(sentence)}</p></div>'
    )


def notes(items: Iterable[str], heading: str) -> str:
    """A bulleted list, under a heading if there is one."""
    listed = "".join(f"<li>{escape(item)}</li>" for item in dict.fromkeys(items))
    head = f"<h3>{escape(heading)}</h3>" if heading else ""
    return f'<div class="lk-notes">{head}<ul>{listed}</ul></div>'


def passage(heading: str, *paragraphs: str) -> str:
    """A heading and what it says."""
    body = "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
    return f'<div class="lk-notes"><h3>{escape(heading)}</h3>{body}</div>'


def table(
    caption: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    marked: str = "",
) -> str:
    """A table that a screen reader reads as one; the first column heads its row."""
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    body = "".join(
        f'<tr class="{"lk-marked" if first == marked else ""}"><th scope="row">{escape(first)}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in rest)
        + "</tr>"
        for first, *rest in rows
    )
    return (
        f'<div class="lk-table" tabindex="0" role="region" aria-label="{escape(caption)}"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )


def to_csv(rows: Sequence[Mapping[str, Any]], about: Mapping[str, str]) -> str:
    """CSV with its source in comment lines; no cell begins like a formula.

    Text is in quotes, so that a # in it begins no comment.
    """

    def safe(cell: Any) -> Any:
        # Spreadsheets skip white space before a formula's sign.
        if isinstance(cell, str) and cell.lstrip().startswith(_FORMULA):
            return "'" + cell
        return "" if isinstance(cell, float) and np.isnan(cell) else cell

    out = io.StringIO()
    for key, text in about.items():
        line = " ".join(f"{key}: {text}".split())
        # A spreadsheet cuts comment lines at separators like any other.
        out.write("# " + re.sub(r"([,;]\s*)(?=[=+\-@])", r"\1'", line) + "\n")
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(rows[0].keys() if rows else [])
    writer.writerows([safe(cell) for cell in row.values()] for row in rows)
    return out.getvalue()
