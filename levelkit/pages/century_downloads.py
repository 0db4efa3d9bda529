"""What the downloads of the century-of-ranks page hold, and what they are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from levelkit.claims.panels import MEASURES, panel
from levelkit.pages import words

if TYPE_CHECKING:
    from levelkit.claims.evidence import Evidence

    Row = dict[str, Any]

#: Stands for the year looked at, which the browser knows and the kernel need not.
YEAR = "{year}"


def ranks_files(found: Evidence, ranks: list[Row]) -> dict[str, Any]:
    """Every region and year."""
    return {
        "filename": _name("ranks", found),
        "csv": words.to_csv([_csv_row(row) for row in ranks], _about(found)),
        "csv_by_year": {},
    }


def slope_files(found: Evidence, ranks: list[Row]) -> dict[str, Any]:
    """The two years of the picture alone; the browser adds the rows of the second."""
    first = found.choices["first_year"]
    about = _about(found, years=f"{first} and {YEAR}")
    by_year: dict[int, list[Row]] = {}
    for row in ranks:
        by_year.setdefault(row["year"], []).append(_csv_row(row))
    rows = {year: words.to_csv(those, {}) for year, those in by_year.items()}
    return {
        "filename": _name("output-per-head", found, last=YEAR),
        "csv": words.to_csv(by_year.get(first, []), about),
        "csv_by_year": {
            str(year): text.partition("\n")[2] for year, text in rows.items() if year != first
        },
    }


def pairs_files(found: Evidence, pairs: list[Row]) -> dict[str, Any]:
    """The rank correlation of each pair of years."""
    about = _about(found) | {"unit": "Spearman's rank correlation"}
    return {
        "filename": _name("rank-correlations", found),
        "csv": words.to_csv(pairs, about),
        "csv_by_year": {},
    }


def _name(what: str, found: Evidence, last: Any = None) -> str:
    chosen = found.choices
    last = chosen["last_year"] if last is None else last
    without = "" if chosen["include_capital"] else "-without-capital"
    return f"{what}-{chosen['data']}{without}-{chosen['first_year']}-{last}"


def _about(found: Evidence, years: str = "") -> dict[str, str]:
    chosen = found.choices
    capital = panel(chosen["data"]).capital
    return {
        "levelkit": "a century of ranks",
        "regions": found.attrs["panel"],
        "capital": f"{'with' if chosen['include_capital'] else 'without'} {capital}",
        "years": years or f"{chosen['first_year']} to {chosen['last_year']}",
        "measure": MEASURES[chosen["measure"]],
        "unit": found.attrs["units"],
        "verdict": f"{found.verdict} ({found.subject})",
        "reason": found.reason,
        "answer": found.sentence,
        "source": found.attrs["source"],
        "licence": found.attrs["licence"],
    }


def _csv_row(row: Row) -> Row:
    return {
        "region_name": row["region"],
        "year": row["year"],
        "basis": row["basis"],
        "value": row["value"],
        "mean_of_regions_100": round(row["relative"], 4),
        **{key: _whole(row[key]) for key in ("rank", "rank_best", "rank_worst")},
    }


def _whole(value: float) -> float | int:
    """3 rather than 3.0; regions that tie share 5.5."""
    return int(value) if value == int(value) else value
