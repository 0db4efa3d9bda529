"""A visitor's own table: the catalogue's schema judges it, and every fault names its place."""

import re

import pytest

import levelkit as lk
from levelkit.catalogue.own import MOST_LETTERS, read_own

LIKE = "uk-policies"
SHIPPED = (lk.catalogue.package.data_folder() / "uk-policies.csv").read_text(encoding="utf-8")
HEADER = (
    "policy,name,kind,start_year,end_year,nation,predecessor,state,source_kind,source_title,says"
)
ROW = "a-board,A board,body,1999,2005,England,,verified,official,An Act of 1999,Begun and ended"
ERA = {"era": lambda row: "1997-2009" if row["start_year"].startswith("199") else row["era"]}


def read(*lines, **options):
    return read_own("mine.csv", "\n".join(lines) + "\n", LIKE, derived=ERA, **options)


def test_levelkits_own_table_comes_back_as_it_is():
    found = read_own("uk-policies.csv", SHIPPED, LIKE)
    shipped = lk.load_table(LIKE)
    assert found.columns.tolist() == shipped.columns.tolist()
    written = [
        table.astype(object).where(table.notna(), "").astype(str) for table in (found, shipped)
    ]
    assert written[0].equals(written[1])
    assert found.dtypes["start_year"] == shipped.dtypes["start_year"] == "Int64"


@pytest.mark.parametrize(
    "lines",
    [
        (HEADER, ROW),
        ("\ufeff" + HEADER, ROW, ""),
        ("# levelkit: Policy churn", "# answer: a, b; c", "", HEADER, ROW),
        ("levelkit,Policy churn", "answer,half", ",", HEADER, ROW, ",,,,,,,,", ",,"),
        (HEADER.replace(",", ";"), ROW.replace(",", ";")),
        (HEADER.replace(",", "\t"), ROW.replace(",", "\t")),
        (HEADER.replace("policy,name", "name,policy"), ROW.replace("a-board,A board", "A board,a-board")),
        (HEADER.replace("name", '"name"'), ROW.replace("A board", "\"'= A board\"")),
    ],
)  # fmt: skip
def test_what_spreadsheets_make_of_a_table_is_read(lines):
    (row,) = read(*lines).to_dict("records")
    assert row["policy"] == "a-board" and row["start_year"] == 1999 and row["end_year"] == 2005
    assert row["name"].removeprefix("= ") == "A board"
    assert row["era"] == "1997-2009"  # worked out: the column is not there
    assert row["note"] != row["note"] and row["predecessor"] != row["predecessor"]  # missing


def edited(old, new):
    return HEADER, ROW, ROW.replace("a-board,A board", "b-fund,B fund").replace(old, new)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (edited("body", "quango"), "mine.csv, row 3, column 'kind': 'quango' is not allowed: allowed are 'incentive', 'control'"),
        (edited("1999", "in 1999"), "row 3, column 'start_year': 'in 1999' is not allowed: a whole number is needed"),
        (edited("2005", "1990"), "row 3, column 'end_year': '1990' is not allowed: it is before start_year 1999"),
        (edited("2005", "2099"), "row 3, column 'end_year': '2099' is not allowed: the maximum is 2026"),
        (edited("England,", "Cornwall,"), "column 'nation': 'Cornwall' is not allowed: allowed are 'United Kingdom'"),
        (edited("England,,", "England,c-deal,"), "row 3, column 'predecessor': 'c-deal' is not allowed: no row has it as its policy"),
        (edited("b-fund", "a-board"), "row 3, column 'policy': 'a-board' is not allowed: the same as in the row at position 2"),
        (edited(",verified", ",sure"), "row 3, column 'state': 'sure' is not allowed: allowed are 'verified', 'unverified'"),
        (edited("An Act of 1999", ""), "row 3, column 'source_title'"),
        (("# about: x", HEADER, ROW.replace("body", "quango")), "mine.csv, row 3, column 'kind'"),
        ((HEADER, "", ROW.replace("body", "quango")), "mine.csv, row 3, column 'kind'"),
        ((HEADER + ",colour", ROW + ",red"), "mine.csv, row 1: Unknown column 'colour'"),
        ((HEADER + ",name", ROW + ",x"), "mine.csv, row 1: column 'name' stands there twice"),
        ((HEADER.replace(",kind", ""), ROW.replace(",body", "")), "mine.csv, row 1: column 'kind' is lacking. Needed are: policy, name, kind"),
        (("x,y", "1,2"), "mine.csv has no row of column names. Needed are: policy, name"),
        ((), "mine.csv is empty. A header is needed: policy, name"),
        (("PK\x03\x04\x00\x00", "a workbook"), "mine.csv"),
        (("a" * MOST_LETTERS,), "letters. Allowed are 2,000,000"),
    ],
)  # fmt: skip
def test_a_fault_names_file_row_column_and_what_is_allowed(lines, message):
    with pytest.raises(lk.DataError, match=re.escape(message)):
        read(*lines)
