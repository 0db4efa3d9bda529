"""The tables of regional policies and governments: what they refuse, and what their sources say."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import levelkit as lk
from levelkit.catalogue.checks import schema_faults

ROOT = Path(__file__).parents[1]
SCHEMAS = {
    entry["name"]: entry["schema"]
    for entry in json.loads((ROOT / "data/datapackage.json").read_text())["resources"]
    if "schema" in entry
}

LENGTH = 127
STATES = {"unverified": 18, "verified": 109}
ERAS = {
    "1928-1944": 5,
    "1945-1978": 31,
    "1979-1996": 30,
    "1997-2009": 25,
    "2010-2015": 12,
    "2016-2025": 24,
}
NATIONS = {
    "England": 60,
    "Great Britain": 15,
    "Northern Ireland": 10,
    "Scotland": 13,
    "United Kingdom": 21,
    "Wales": 8,
}


@pytest.fixture(scope="module")
def policies():
    return lk.load_table("uk-policies").set_index("policy")


def faults(tmp_path, name, policy, column, cell):
    """What the schema says of the shipped table with one cell changed, and the row's number."""
    table = pd.read_csv(ROOT / f"data/{name}.csv", dtype=str, keep_default_na=False)
    place = table.index[table.iloc[:, 0] == policy][0]
    table.loc[place, column] = cell
    path = tmp_path / f"{name}.csv"
    table.to_csv(path, index=False)
    return place + 2, schema_faults(path, SCHEMAS[name])


@pytest.mark.parametrize(
    ("column", "cell", "says"),
    [
        ("start_year", "1066", "minimum"),
        ("start_year", "2027", "maximum"),
        ("end_year", "soon", "a whole number is needed"),
        ("end_year", "1998", "it is before start_year 1999"),
        ("kind", "quango", "allowed are"),
        ("nation", "London", "allowed are"),
        ("state", "likely", "allowed are"),
        ("source_kind", "hearsay", "allowed are"),
        ("source_title", "", "it must not be empty"),
        ("says", "", "it must not be empty"),
        ("source_url", "see the website", "pattern"),
        ("policy", "Regional Development", "pattern"),
        ("predecessor", "regional-wishes", "regional-wishes"),
        ("name", "Northern Powerhouse", "Northern Powerhouse"),
    ],
)
def test_a_bad_cell_is_refused_with_its_row_and_column(tmp_path, column, cell, says):
    number, found = faults(tmp_path, "uk-policies", "regional-development-agencies", column, cell)
    message = "\n".join(found)
    # A name that is there twice is refused where it comes the second time.
    row = r"row \d+" if column == "name" else f"row {number}"
    assert re.search(f"uk-policies.csv, {row}, column '{column}'", message)
    assert says in message


def test_a_policy_may_end_in_the_year_it_began_or_be_open(tmp_path):
    for cell in ("1999", ""):
        number, found = faults(
            tmp_path, "uk-policies", "regional-development-agencies", "end_year", cell
        )
        assert found == [], number


def test_a_prime_minister_leaves_after_the_appointment(tmp_path):
    number, found = faults(tmp_path, "uk-governments", "truss", "end_date", "2022-09-05")
    assert len(found) == 1
    assert f"uk-governments.csv, row {number}, column 'end_date'" in found[0]
    assert "it is before start_date 2022-09-06" in found[0]


def test_a_forks_own_table_is_held_to_the_order_of_its_columns(tmp_path):
    for path in (ROOT / "data").glob("*.*"):
        shutil.copy(path, tmp_path)
    path = tmp_path / "uk-policies.csv"
    path.write_text(path.read_text().replace(",1999,2012,", ",1999,1989,"))
    with pytest.raises(lk.DataError, match=r"column 'end_year': '1989' is not allowed: it is bef"):
        lk.load_table("uk-policies", folder=tmp_path)


def test_build_writes_nothing_when_a_policy_ends_before_it_began(tmp_path):
    source, output = tmp_path / "raw", tmp_path / "out"
    shutil.copytree(ROOT / "data/raw", source)
    victim = source / "uk_regional_policies.csv"
    victim.write_text(victim.read_text().replace(",1999,2012,", ",1999,1989,"))
    command = [sys.executable, str(ROOT / "data/build")]
    command += ["--source", str(source), "--output", str(output)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    for part in ("uk-policies", "end_year", "1989", "it is before start_year 1999"):
        assert part in done.stderr
    assert list(output.iterdir()) == []


def test_every_policy_has_a_source_a_state_and_what_the_source_says(policies):
    for column in ("source_kind", "source_title", "says", "state"):
        assert policies[column].notna().all(), column
    verified = policies[policies.state == "verified"]
    assert verified.source_url.notna().all()
    assert (verified.end_source_title.notna() == verified.end_source_url.notna()).all()
    assert policies.note[policies.state == "unverified"].notna().all()  # says what is in doubt


def test_no_end_lies_after_the_reference_year(policies):
    assert policies.end_year.max() == 2025
    assert policies.start_year.min() == 1928


def test_a_successor_begins_no_earlier_than_what_it_took_over_from(policies):
    heirs = policies.dropna(subset="predecessor")
    before = policies.start_year[heirs.predecessor].to_numpy()
    assert (heirs.start_year.to_numpy() >= before).all()
    assert len(heirs) > 30


def test_kinds_states_and_source_kinds_are_described():
    fields = {field["name"]: field for field in SCHEMAS["uk-policies"]["fields"]}
    for name in ("kind", "state", "source_kind"):
        categories = fields[name]["categories"]
        assert [one["value"] for one in categories] == fields[name]["constraints"]["enum"]
        assert all(one["label"] and one["description"].endswith(".") for one in categories)


def test_counts_by_era_and_nation(policies):
    assert len(policies) == LENGTH
    assert policies.state.value_counts().to_dict() == STATES
    assert policies.era.value_counts().to_dict() == ERAS
    assert policies.nation.value_counts().to_dict() == NATIONS


@pytest.mark.parametrize(
    ("policy", "start", "end"),
    [
        ("special-areas", 1934, 1945),
        ("location-of-offices-bureau", 1963, 1980),
        ("regional-economic-planning-councils", 1965, 1979),
        ("highlands-and-islands-development-board", 1965, 1991),
        ("special-development-areas", 1967, 1984),
        ("ledu", 1971, 2002),
        ("regional-development-grants", 1972, 1988),
        ("development-board-for-rural-wales", 1977, 1998),
        ("urban-development-corporations", 1981, 1998),
        ("industrial-development-board-ni", 1982, 2002),
        ("government-offices", 1994, 2011),
        ("regional-development-agencies", 1999, 2012),
        ("housing-market-renewal", 2002, 2011),
        ("local-enterprise-growth-initiative", 2006, 2011),
        ("local-enterprise-partnerships", 2011, 2024),
        ("department-for-levelling-up", 2021, 2024),
    ],
)
def test_dates_as_the_sources_have_them(policies, policy, start, end):
    row = policies.loc[policy]
    assert (row.start_year, row.end_year, row.state) == (start, end, "verified")


def test_a_table_keyed_by_policy_loads_along_that_key():
    data = lk.load("uk-policies")
    assert dict(data.sizes) == {"policy": LENGTH}
    assert "region" not in data.dims and "code" not in data.coords
    assert data.start_year.attrs["units"] == "year"
    assert "levelkit" in data.attrs["source"] and data.attrs["licence"]
    rda = data.sel(policy="regional-development-agencies")
    assert (rda.start_year.item(), rda.end_year.item()) == (1999, 2012)
    assert rda.nation.item() == "England"
    assert data.end_year.sel(policy="scottish-enterprise").isnull()


def test_prime_ministers_follow_each_other_without_a_gap():
    table = lk.load_table("uk-governments")
    start, end = (pd.to_datetime(table[f"{side}_date"]) for side in ("start", "end"))
    days = (start.shift(-1) - end).dropna().dt.days
    assert days.between(0, 1).all()
    assert start.is_monotonic_increasing and end.isna().sum() == 1
    assert (table.start_year == start.dt.year).all()
    assert (table.end_year.dropna() == end.dropna().dt.year).all()
    party = table.set_index("government").party
    assert party[["attlee", "thatcher", "blair", "cameron", "starmer"]].tolist() == [
        "Labour", "Conservative", "Labour", "Conservative", "Labour",
    ]  # fmt: skip
    assert dict(lk.load("uk-governments").sizes) == {"government": 25}
