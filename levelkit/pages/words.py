"""HTML from labelled results. Every text is escaped here and nowhere else."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.claims.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import xarray as xr

    from levelkit.claims.evidence import Evidence
    from levelkit.claims.verdict import Part

#: One sign a verdict, for whoever does not see colours.
MARKS = {
    Verdict.SUPPORTED: "✓",
    Verdict.MIXED: "≈",
    Verdict.CANNOT_TELL: "?",
    Verdict.NOT_SUPPORTED: "✗",
    Verdict.CANNOT_TEST: "–",
}


def number(value: Any, digits: int = 1) -> str:
    """A number for people: true minus sign, thousands, a dash if missing."""
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return "–"
    text = f"{value:,.{digits}f}".replace("-", "−")
    return text if text.strip("−0.") else text.removeprefix("−")


def rank(value: float) -> str:
    """A rank for people: 3, or 5.5 where two regions share one."""
    return number(value, 0 if np.isnan(value) or value == int(value) else 1)


def source_of_tables(*tables: xr.Dataset) -> str:
    """Who published the figures of these tables, as it stands under a chart."""
    return f"Source: {'; '.join(table.attrs['source'] for table in tables)}."


def p_value(value: float) -> str:
    """A p-value for people."""
    return "below 0.001" if value < 0.001 else f"{value:.3f}"


def lower(text: str) -> str:
    """A label as it goes on within a sentence."""
    return text[:1].lower() + text[1:]


def source_of(evidence: Evidence) -> str:
    """Whose the figures of the whole answer are, as it stands under a chart."""
    return f"Source: {evidence.attrs['source']}. Licence: {evidence.attrs['licence']}."


def verdict_line(verdict: str, subject: str) -> str:
    """The verdict as word, mark and colour, and on what."""
    return (
        f'<p class="lk-verdict">{_judged(verdict, ":")} '
        f'<span class="lk-subject">{escape(subject)}</span></p>'
    )


def _judged(verdict: str, stop: str = "") -> str:
    """Mark and word in the verdict's colour."""
    return (
        f'<span class="lk-{_kind(verdict)}">'
        f'<span aria-hidden="true">{MARKS[Verdict(verdict)]}</span> '
        f"{escape(verdict.capitalize())}{stop}</span>"
    )


def _kind(verdict: str) -> str:
    """As in a class of the style sheet: not-supported."""
    return Verdict(verdict).value.replace(" ", "-")


def verdict_card(
    verdict: str, subject: str, reason: str, sentence: str, parts: Sequence[Part] = ()
) -> str:
    """The verdict; why; each part with its own; and the sentence with its numbers."""
    return (
        f'<div class="lk-answer lk-is-{_kind(verdict)}" role="status">{verdict_line(verdict, subject)}'
        f'<p class="lk-reason">{_lead(reason)}</p>'
        f"{parts_list(parts)}"
        '<details class="lk-numbers" open><summary>The numbers</summary>'
        f'<p class="lk-sentence">{escape(sentence)}</p></details></div>'
    )


def _lead(reason: str) -> str:
    """The answer's first sentence in large letters, what else there is to say beside it."""
    first, stop, rest = reason.partition(". ")
    more = f' <span class="lk-rest">{escape(rest)}</span>' if rest else ""
    return f"<strong>{escape(first + stop.rstrip())}</strong>{more}"


def parts_list(parts: Sequence[Part], *, reasons: bool = True) -> str:
    """One line a part: what is claimed, its verdict and why; nothing where there is one alone."""
    if len(parts) < 2:
        return ""
    lines = "".join(
        f'<li><span class="lk-part">{escape(part.label)}:</span> {_judged(part.verdict)}'
        f"{_why(part) if reasons else ''}</li>"
        for part in parts
    )
    return f'<ul class="lk-parts">{lines}</ul>'


def _why(part: Part) -> str:
    """Why, as HTML; what cannot be tested counts neither way, and that is said."""
    counts = " This does not count." if part.verdict == Verdict.CANNOT_TEST else ""
    reason = f". {part.reason}" if part.reason else "."
    return f'<span class="lk-why">{escape(f"{reason}{counts}")}</span>'


def parts_said(parts: Iterable[Part]) -> str:
    """Each part's verdict in one line: "The ends agree: supported; …"."""
    return "; ".join(f"{part.label}: {part.verdict}" for part in parts)


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


def damaged(faults: Sequence[str]) -> str:
    """That a page's figures are damaged on this server, in plain words.

    Parameters
    ----------
    faults : sequence of str
        What is wrong with which file.
    """
    return (
        f"The figures behind this page are damaged on this server: {'; '.join(faults)}. "
        "So nothing is shown here until whoever hosts this server has put the file back. Other pages are not affected."
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
    pieces = "".join(
        f'<span class="lk-share lk-share-{_kind(verdict)}" style="flex: {share:.4f} 0 0"></span>'
        for verdict, share in shares.items()
        if share > 0
    )
    items = "".join(
        f'<li><span class="lk-swatch lk-share-{_kind(verdict)}" aria-hidden="true"></span> '
        f"{MARKS[Verdict(verdict)]} {share_said(share)} {escape(verdict)}</li>"
        for verdict, share in shares.items()
        if share > 0 or verdict == Verdict.SUPPORTED
    )
    return (
        f'<div class="lk-shares"><div class="lk-share-bar" aria-hidden="true">{pieces}</div>'
        f"<ul>{items}</ul></div>"
    )


def share_said(share: float) -> str:
    """A share in whole per cent; a few are not none, and not quite all are not all."""
    text = f"{share:.0%}"
    if text == "0%" and share > 0:
        return "under 1%"
    return "over 99%" if text == "100%" and share < 1 else text


#: What the ways of measuring that do not support a claim say of it.
_OTHERWISE = {
    Verdict.MIXED: "in {} its parts disagree",
    Verdict.CANNOT_TELL: "in {} the figures cannot tell",
    Verdict.NOT_SUPPORTED: "{} do not support it",
    Verdict.CANNOT_TEST: "in {} it cannot be tested",
}


def tried(shares: Mapping[str, float], number: int) -> str:
    """How a claim fared under all choices, in a sentence without its full stop.

    Parameters
    ----------
    shares : mapping
        Verdict to its share.
    number : int
        Combinations of choices.

    Returns
    -------
    str
        "We tried 132 ways of measuring it: none fully supports the claim; in 68% its parts disagree".

    Examples
    --------
    >>> tried({"supported": 0.0, "mixed": 0.68, "not supported": 0.32}, 132)
    'We tried 132 ways of measuring it: none fully supports the claim; in 68% its parts disagree'
    """
    share = shares[Verdict.SUPPORTED]
    said = f"{share_said(share)} support the claim"
    if share in (0, 1):
        said = "all support the claim" if share else "none fully supports the claim"
    other = max(_OTHERWISE, key=lambda verdict: shares.get(verdict, 0))
    rest = f"; {_OTHERWISE[other].format(share_said(shares[other]))}" if share < 1 else ""
    return f"We tried {number:,} ways of measuring it: {said}{rest}"
