"""A visitor's indices: read as they are meant, or refused with the place and what is allowed."""

import pytest

import levelkit as lk
from levelkit.claims.devolution.own import MOST_INDICES, country_names, read_own
from reading import read

HEAD = "country_code,index,year,value"
GOOD = f"{HEAD}\nGBR,Autonomy,2018,10\nGBR,Autonomy,2020,12.5\nfra,Autonomy,2019,9\n"


def test_each_countrys_latest_value_is_taken():
    found = read_own("own.csv", GOOD)
    assert found.names == ("Autonomy",)
    assert found.values["Autonomy"] == {"United Kingdom": 12.5, "France": 9.0}
    assert found.polarity == {"Autonomy": 1} and found.last_year == {"Autonomy": 2020}


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters_spaces_and_polarity(delimiter):
    text = "\n".join([
        " country_code ,index,year,value,polarity", "GBR,Control,2020, 3 ,-1", "DEU,Control,2020,1,-1",
        "GBR,Other,2020,1,", "",
    ]).replace(",", delimiter)  # fmt: skip
    found = read_own("own.csv", text)
    assert found.polarity == {"Control": -1, "Other": 1}
    assert found.values["Control"]["Germany"] == 1.0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "own.csv is empty. A header is needed: country_code, index, year, value"),
        ("country,index,year,value\nGBR,A,2020,1", "row 1: no column 'country_code'. There are: country, index"),
        (f"{HEAD},value\nGBR,A,2020,1,1", "row 1: column 'value' stands there twice"),
        (f"{HEAD}\n", "own.csv has a header and no row"),
        (f"{HEAD}\nUK,A,2020,1", "row 2, column 'country_code': 'UK' is not allowed; a code of ISO 3166"),
        (f"{HEAD}\nGBR,A,20,1", "row 2, column 'year': '20' is not allowed; a year from 1900 to 2100"),
        (f"{HEAD}\nGBR,A,2020,1\nFRA,A,2020,high", "row 3, column 'value': 'high' is not allowed; a number"),
        (f"{HEAD}\nGBR,A,2020,nan", "has a header and no row with a figure"),
        (f"{HEAD}\nGBR,A,2020,", "has a header and no row with a figure"),
        (f"{HEAD}\nGBR,tax,2020,1", "row 2, column 'index': 'tax' is not allowed; .* not one of ours"),
        (f"{HEAD}\nGBR,a|b,2020,1", "row 2, column 'index': .* is not allowed; a name .* without"),
        (f"{HEAD}\nGBR,,2020,1", "row 2, column 'index': '' is not allowed; a name of 1 to 60 letters"),
        (f"{HEAD},polarity\nGBR,A,2020,1,2", "row 2, column 'polarity': '2' is not allowed; 1 .* or -1"),
        (f"{HEAD},polarity\nGBR,A,2020,1,1\nFRA,A,2020,1,-1", "row 3, column 'polarity': '-1' is not allowed; 'A' has 1 in one row and -1"),
        (f"{HEAD}\nGBR,A,2020,1\nGBR,A,2020,2", "row 3: 'A' has a second value for United Kingdom in 2020"),
        (f"{HEAD}\nGBR,A,2020,1,input", "row 2: more cells than columns"),
        (f"{HEAD}\nFRA,A,2020,1", "'A' has no row for GBR, the United Kingdom"),
        (HEAD + "".join(f"\nGBR,I{k},2020,1" for k in range(MOST_INDICES + 1)), "one index more than the 8 allowed"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(text, message):
    with pytest.raises(ValueError, match=message):
        read_own("own.csv", text)


def test_a_file_reaches_the_index(tmp_path):
    file = tmp_path / "own.csv"
    rows = "".join(
        f"{code},Autonomy,2020,{len(name)}\n"
        for code, name in country_names().items()
        if code != "GBR"
    )
    file.write_text(f"{HEAD}\nGBR,Autonomy,2020,0\n{rows}", encoding="utf-8")
    found = lk.claim("devolution").evaluate(
        index="composite", components="authority", own=str(file)
    )
    assert found.tables["components"].sizes["component"] == 3
    assert (
        found.figures["place"]
        < lk.claim("devolution")
        .evaluate(index="composite", components="authority")
        .figures["place"]
    )


def test_markup_in_a_name_stays_text():
    found = lk.claim("devolution").evaluate(
        index="composite",
        own={
            "name": "own.csv",
            "text": f"{HEAD}\nGBR,<b>x</b>,2020,1\nFRA,<b>x</b>,2020,2\nDEU,<b>x</b>,2020,3\n",
        },
    )
    assert "<b>x</b>" in found.tables["components"].component
    page = lk.pages.ClaimPage("devolution")
    given = {"name": "own.csv", "text": GOOD.replace("Autonomy", "<b>x</b>")}
    own = next(one for one in page.claim.inputs if one.name == "own")
    inputs = {"own": own.accept(given)}
    words = read(page, inputs, index="composite")["words"]
    assert all("<b>x" not in said.get("html", "") for said in words.values())
