"""One door for files: whatever program wrote a table, it is read, or refused with row and reason."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import levelkit as lk
from levelkit.catalogue import DataError
from levelkit.catalogue.text_table import MOST_FAULTS, Faults, decoded, read_table
from levelkit.claims.devolution.own import read_own
from levelkit.claims.policy_churn.policies import shipped

CASES = Path(__file__).parent / "cases"
NEEDED = ("region", "year", "gdp")
HEADER = "region,year,gdp\n"


def own(name):
    content = (CASES / name).read_bytes()
    return read_own(name, decoded(name, content)[0])


@pytest.mark.parametrize(
    "name",
    [
        "index-mac-line-ends.csv",
        "index-semicolon-decimal-comma.csv",
        "index-title-rows-blank-rows.csv",
    ],
)
def test_a_table_as_it_is_written_elsewhere_is_read(name):
    table = own(name)
    assert table.names == ("Autonomy",)
    assert table.values["Autonomy"]["United Kingdom"] == 14.1
    assert table.values["Autonomy"]["Italy"] == 21.5
    assert len(table.values["Autonomy"]) == 7
    assert table.notes == ()


def test_an_older_encoding_is_detected_and_said():
    content = (CASES / "index-windows-1252.csv").read_bytes()
    text, encoding = decoded("index-windows-1252.csv", content)
    assert encoding == "Windows-1252"
    assert "Autonomía" in text
    assert own("index-windows-1252.csv").names[0].startswith("Autonomía")


def test_marks_for_what_is_missing_and_flags_are_kept_apart_from_figures():
    table = own("index-missing-marks.csv")
    assert "Austria" not in table.values["Autonomy"]
    assert table.values["Autonomy"]["Denmark"] == 12.3
    assert table.notes == (
        "rows without a figure: 2",
        "figures taken with the flags beside them: b",
    )


def test_countries_that_we_have_no_name_for_are_left_out_and_said():
    table = own("index-countries-without-our-name.csv")
    assert len(table.values["Autonomy"]) == 7
    assert table.notes == ("left out, for no index of ours knows these codes: LIE, TWN, HKG",)
    evidence = lk.claim("devolution").evaluate(
        index="composite", own=CASES / "index-countries-without-our-name.csv"
    )
    assert any("LIE, TWN, HKG" in caveat for caveat in evidence.caveats)


def test_our_own_table_comes_back_from_pandas(tmp_path):
    path = tmp_path / "again.csv"
    frame = shipped().frame.astype({"start_year": "float64", "end_year": "float64"})
    frame.to_csv(path, index=False)
    assert ".0," in path.read_text()
    again = lk.claim("policy-churn").evaluate(own=path)
    assert again.figures == lk.claim("policy-churn").evaluate().figures


def test_rows_have_the_numbers_of_the_file():
    text = "A title\r\n\r\n" + HEADER + "Wales,1900,1\n,,\n\nLondon,x,2\n"
    table = read_table("f.csv", text, NEEDED)
    assert (table.head, [row.number for row in table.rows]) == (3, [4, 7])


@pytest.mark.parametrize(
    ("delimiter", "cell", "value", "flag"),
    [
        (",", "12.3", 12.3, ""), (",", "12.3 b", 12.3, "b"), (",", "−4", -4.0, ""), (",", "+4", 4.0, ""),
        (";", "1,5", 1.5, ""), (";", "1.234,5", 1234.5, ""), (";", "1,5 p", 1.5, "p"), ("\t", "12,340", 12340.0, ""),
        (",", "1e3", 1000.0, ""), (";", "12", 12.0, ""),
    ],
)  # fmt: skip
def test_numbers_are_read_as_they_are_written(delimiter, cell, value, flag):
    rows = [["region", "year", "gdp"], ["Wales", "1900", cell]]
    text = "\n".join(delimiter.join(row) for row in rows)
    table = read_table("f.csv", text, NEEDED)
    assert table.number(table.rows[0].cells["gdp"]) == (value, flag)


@pytest.mark.parametrize("cell", ["twelve", "1.2.3", "12 pounds each", "--4", "1,2,3", ""])
def test_what_is_no_number_is_said_to_be_none(cell):
    table = read_table("f.csv", HEADER, NEEDED)
    with pytest.raises(ValueError):
        table.number(cell)


@pytest.mark.parametrize("mark", ["..", ":", "n/a", "NA", "-", "", "  ", "NaN", "#N/A"])
def test_marks_for_nothing_are_empty(mark):
    table = read_table("f.csv", HEADER + f"Wales,1900,{mark}\n", NEEDED)
    assert table.rows[0].cells["gdp"] == ""


def test_a_stated_separator_counts():
    table = read_table("f.csv", "sep=|\nregion|year|gdp\nA, B and C|1900|1\n", NEEDED)
    assert table.rows[0].cells["region"] == "A, B and C"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "f.csv is empty. A header is needed: region, year, gdp"),
        ("a,b,c\n1,2,3\n", "f.csv has no row of column names. Needed are: region, year, gdp"),
        (HEADER.strip() + ",year\n", "f.csv, row 1: column 'year' stands there twice"),
        (HEADER + "Wales,1900,1,2\n", "f.csv, row 2: more cells than columns"),
        (HEADER + 'Wales,1900,"1\n' + "x" * 140_000, "f.csv, row 2: a cell has more than 131,072 letters"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_its_place(text, said):
    with pytest.raises(DataError) as error:
        read_table("f.csv", text, NEEDED)
    assert said in str(error.value)


@pytest.mark.parametrize("content", [b"PK\x03\x04rest", b"\x89PNG\r\n\x00\x00"])
def test_what_is_no_text_is_refused(content):
    with pytest.raises(DataError, match="f.xlsx is no text. Save the table as CSV"):
        decoded("f.xlsx", content)


def test_all_problems_are_told_at_once_and_not_without_end():
    rows = "".join(f"XX,A,{year},x\n" for year in range(1, 31))
    with pytest.raises(DataError) as error:
        read_own("f.csv", "country_code,index,year,value\nGBR,A,2020,1\n" + rows)
    lines = str(error.value).splitlines()
    assert lines[0] == (
        "f.csv, row 3, column 'country_code': 'XX' is not allowed; a code of ISO 3166 with three "
        "letters is needed, such as GBR."
    )
    assert len(lines) == MOST_FAULTS + 1
    assert lines[-1] == "… and 70 more."
    Faults("f.csv").raise_any()


CELL = st.text(
    st.characters(codec="cp1252", exclude_characters="\r\n\x00'"), min_size=1, max_size=8
)


@given(
    st.lists(st.tuples(CELL, st.integers(1900, 2020), st.floats(-1e6, 1e6)), min_size=1, max_size=5),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    st.integers(0, 3),
)  # fmt: skip
def test_any_table_comes_back_however_it_is_written(rows, delimiter, ends, encoding, above):
    rows = [(f"r{name.strip()}r", year, round(value, 3)) for name, year, value in rows]
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=ends)
    writer.writerows([["A title"]] * above + [list(NEEDED)])
    for name, year, value in rows:
        written = str(value).replace(".", ",") if delimiter == ";" else str(value)
        writer.writerow([name, year, written])
    table = read_table("f.csv", decoded("f.csv", text.getvalue().encode(encoding))[0], NEEDED)
    assert table.head == above + 1
    found = [
        (row.cells["region"], int(row.cells["year"]), table.number(row.cells["gdp"])[0])
        for row in table.rows
    ]
    assert found == rows
