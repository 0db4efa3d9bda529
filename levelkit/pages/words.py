"""HTML from labelled results. Every text is escaped here and nowhere else."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_MARKS = {"supported": "✓", "mixed": "≈", "not supported": "✗", "cannot be tested": "?"}


def number(value: Any, digits: int = 1) -> str:
    """A number for people: true minus sign, thousands, a dash if missing."""
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return "–"
    return f"{value:,.{digits}f}".replace("-", "−")


def rank(value: float) -> str:
    """A rank for people: 3, or 5.5 where two regions share one."""
    return number(value, 0 if np.isnan(value) or value == int(value) else 1)


def verdict_line(verdict: str, subject: str) -> str:
    """The verdict as word, mark and colour, and on what."""
    kind = verdict.replace(" ", "-")
    return (
        f'<p class="lk-verdict"><span class="lk-{escape(kind)}">'
        f'<span aria-hidden="true">{_MARKS[verdict]}</span> {escape(verdict.capitalize())}:</span> '
        f'<span class="lk-subject">{escape(subject)}</span></p>'
    )


def verdict_card(verdict: str, subject: str, reason: str, sentence: str) -> str:
    """The verdict; why; and the sentence with its numbers."""
    return (
        f'<div class="lk-answer" role="status">{verdict_line(verdict, subject)}'
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


def notice(heading: str, text: str) -> str:
    """What must not be overlooked."""
    return (
        f'<div class="lk-notice" role="status"><strong>{escape(heading)}</strong> '
        f"{escape(text)}</div>"
    )


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


def share_bar(shares: Mapping[str, float]) -> str:
    """Shares of combinations as one bar, each verdict with its own pattern, mark and words."""
    parts = "".join(
        f'<span class="lk-share lk-share-{verdict.replace(" ", "-")}" style="flex: {share:.4f} 0 0"></span>'
        for verdict, share in shares.items()
        if share > 0
    )
    items = "".join(
        f'<li><span class="lk-swatch lk-share-{verdict.replace(" ", "-")}" aria-hidden="true"></span> '
        f"{_MARKS[verdict]} {share:.0%} {escape(verdict)}</li>"
        for verdict, share in shares.items()
        if share > 0 or verdict == "supported"
    )
    return (
        f'<div class="lk-shares"><div class="lk-share-bar" aria-hidden="true">{parts}</div>'
        f"<ul>{items}</ul></div>"
    )
