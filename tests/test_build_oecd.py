"""The tables behind widening gaps and the OECD comparison: their figures, and what they say."""

import unicodedata

import pandas as pd
import pytest

import levelkit as lk


def at_level(level, *, counted_twice=False):
    """2019, regions with GDP, by country with four or more of them."""
    data = lk.load("oecd-regions").sel(year=2019)
    mask = (data.level == level) & data.gdp_per_head_usd_ppp.notnull()
    data = data.isel(region=(mask & (counted_twice | ~data.set_apart)).values)
    countries = {c: data.isel(region=(data.country == c).values) for c in set(data.country.values)}
    return {c: d for c, d in countries.items() if d.sizes["region"] >= 4}


def ranked(countries):
    """The UK's value and its rank from the top, for each measure."""
    rows = {}
    for country, data in countries.items():
        x, people = data.gdp_per_head_usd_ppp, data.population
        rows[country] = {
            "cv": lk.coefficient_of_variation(x).item(),
            "weighted cv": lk.williamson(x, weights=people).item(),
            "theil": lk.theil(x, weights=people).item(),
            "max/min": lk.max_min_ratio(x).item(),
            "p90/p10": lk.percentile_ratio(x).item(),
        }
    table = pd.DataFrame(rows).T
    uk = table.loc["United Kingdom"]
    return uk, table.rank(ascending=False).loc["United Kingdom"].astype(int).to_dict()


def test_uk_among_the_oecd_small_regions():
    countries = at_level("TL3")
    assert len(countries) == 19
    uk, rank = ranked(countries)
    assert rank == {"cv": 1, "weighted cv": 1, "theil": 1, "max/min": 1, "p90/p10": 6}
    assert uk["cv"] == pytest.approx(1.14, abs=0.005)
    assert uk["weighted cv"] == pytest.approx(0.98, abs=0.005)
    assert uk["theil"] == pytest.approx(0.184, abs=0.0005)
    assert uk["max/min"] == pytest.approx(25, abs=0.5)
    assert uk["p90/p10"] == pytest.approx(2.0, abs=0.05)


def test_uk_among_the_oecd_large_regions_as_the_source_lists_them():
    countries = at_level("TL2", counted_twice=True)
    assert len(countries) == 21
    uk, rank = ranked(countries)
    assert countries["United Kingdom"].sizes["region"] == 13
    assert rank["cv"] == 10
    assert rank["weighted cv"] == rank["theil"] == 8
    assert rank["p90/p10"] == 16
    assert uk["cv"] == pytest.approx(0.27, abs=0.005)


def test_uk_among_the_oecd_large_regions_with_west_london_counted_once():
    """One region too many hides how close the UK's middle is: nineteenth, not sixteenth."""
    uk, rank = ranked(at_level("TL2"))
    assert rank == {"cv": 10, "weighted cv": 8, "theil": 8, "max/min": 10, "p90/p10": 19}
    assert uk["cv"] == pytest.approx(0.276, abs=0.0005)
    assert uk["weighted cv"] == pytest.approx(0.301, abs=0.0005)
    assert uk["p90/p10"] == pytest.approx(1.416, abs=0.0005)


def test_the_region_set_apart_is_part_of_london():
    table = lk.load_table("oecd-regions").query("year == 2019 and country == 'United Kingdom'")
    assert table.region_code[table.set_apart].tolist() == ["UKI7"]
    people = table.set_index("region_code").population
    assert people["UKI7"] == people[people.index.str.fullmatch("UKI7.")].sum()
    assert people["UKI"] == people[people.index.str.fullmatch("UKI..")].sum()
    large = table[(table.level == "TL2") & ~table.set_apart]
    assert large.population.sum() == people["GBR"]


def test_oecd_per_head_and_per_worker_are_gdp_over_people():
    table = lk.load_table("oecd-regions").dropna(subset=["gdp_million_usd_ppp", "population"])
    again = 1e6 * table.gdp_million_usd_ppp / table.population.astype(float)
    assert (again / table.gdp_per_head_usd_ppp - 1).abs().max() < 1e-4
    again = 1e6 * table.gdp_million_usd_ppp / table.employment.astype("float64")
    off = (again / table.gdp_per_worker_usd_ppp - 1).abs()
    assert off.max() < 1e-3


def test_one_capital_at_each_level_and_metros_by_one_rule():
    table = lk.load_table("oecd-regions").drop_duplicates("region_code").set_index("region_code")
    capitals = table[table.is_capital].groupby(["level", "country"]).size()
    assert (capitals["TL2"] == 1).all()
    assert set(capitals["TL2"].index) == set(table.country[table.level == "TL2"])
    assert capitals["TL3"].drop("United Kingdom").eq(1).all()
    assert capitals["TL3", "United Kingdom"] == 9
    assert table.metro[table.level != "TL3"].isna().all()
    small_capital = table[table.is_capital & (table.level == "TL3")]
    assert small_capital.metro.notna().all()
    sizes = table.metro.value_counts()
    assert sizes[sizes > 1].to_dict() == {
        "London": 21, "Paris": 8, "Athens": 7, "Amsterdam": 7, "Rome": 5, "Bern": 5, "Tokyo": 4,
    }  # fmt: skip
    assert table.loc[table.metro == "London"].index.str.startswith("UKI").all()


def test_oecd_names_are_of_the_region_itself():
    names = lk.load_table("oecd-regions").drop_duplicates("region_code").set_index("region_code")
    names = names.region_name
    assert names["UKI31"] == "Camden and City of London"
    assert names["DE2"] == "Bayern"
    assert names["DE600"] == "Hamburg"  # as large as DE6: the 0 says so
    assert names["US01"] == "Alabama"
    assert names["US010"] == "US010"  # an economic area, no part of Alabama
    assert names["GBR"] == "United Kingdom"


def test_dispersion_of_the_ten_long_run_units():
    data = lk.load("uk-century")
    found = lk.williamson(data.gdp_per_head_intl2011usd, weights=data.population)
    expected = {1900: 0.189, 1938: 0.269, 1950: 0.176, 1990: 0.128, 2015: 0.301}
    for year, value in expected.items():
        assert found.sel(year=year).item() == pytest.approx(value, abs=0.0005), year


def test_dispersion_on_single_bases():
    income = lk.load("uk-itl1-income")
    gva = lk.williamson(income.gva_per_head_gbp, weights=income.population)
    assert gva.sel(year=1998).item() == pytest.approx(0.275, abs=0.0005)
    assert gva.sel(year=2023).item() == pytest.approx(0.326, abs=0.0005)
    gdhi = lk.williamson(income.gdhi_per_head_gbp, weights=income.population)
    assert gdhi.sel(year=1998).item() == pytest.approx(0.138, abs=0.0005)
    assert gdhi.sel(year=2020).item() == pytest.approx(0.183, abs=0.0005)


def test_dispersion_of_the_dti_index_and_the_region_it_lacks_in_1989():
    data = lk.load("uk-index-1989")
    assert data.population.sel(region="TLN", year=slice(1989, 1991)).isnull().all()
    found = lk.williamson(data.relative_to_uk_percent, weights=data.population)
    assert found.sel(year=1989).item() == pytest.approx(0.185, abs=0.0005)
    assert found.sel(year=2005).item() == pytest.approx(0.215, abs=0.0005)
    britain = data.isel(region=(data.region != "TLN").values)
    found = lk.williamson(britain.relative_to_uk_percent, weights=britain.population)
    assert found.sel(year=2005).item() > found.sel(year=1989).item()


def test_local_authorities_have_their_regions_and_the_city_is_set_apart():
    gdp, gdhi = (
        lk.load_table(name).drop_duplicates("region_code") for name in ("uk-lad-gdp", "uk-gdhi")
    )
    assert (len(gdp), len(gdhi)) == (374, 361)
    for table in (gdp, gdhi):
        assert table.region_name[table.set_apart].tolist() == ["City of London"]
        assert (table.itl3_2025_code.str[:3] == table.itl1_code).all()
        assert (table.itl3_2025_code.str[:4] == table.itl2_2025_code).all()
        assert (table.is_capital == (table.itl1_code == "TLI")).all()
        assert table.is_capital.sum() == 33
    both = gdp.merge(gdhi, on="region_code")
    assert (both.itl3_2025_code_x == both.itl3_2025_code_y).all()
    merged = gdp[~gdp.region_code.isin(gdhi.region_code)]
    assert len(merged) == 17  # the districts of the four new unitary authorities
    assert set(merged.itl3_2025_code) == {"TLD13", "TLD14", "TLE22", "TLK62"}
    city = lk.load("uk-lad-gdp").gdp_per_head_gbp.sel(region="E09000001", year=2019)
    assert city.item() == pytest.approx(7.28e6, abs=0.005e6)


def test_local_authorities_add_up_to_the_regions_people():
    table = lk.load_table("uk-lad-gdp").query("year == 2019")
    regions = lk.load("uk-itl").population.sel(year=2019)
    for code, people in table.groupby("itl1_code").population.sum().items():
        assert people == pytest.approx(regions.sel(region=code).item(), rel=0.011)


def test_output_and_income_stand_side_by_side():
    data = lk.load("uk-itl1-income")
    assert data.sizes == {"region": 12, "year": 44}
    ratio = (data.gva_per_head_gbp / data.gdhi_per_head_gbp).sel(year=2022)
    assert ratio.idxmax().item() == "TLI"  # commuters earn in London what they spend elsewhere
    prices = lk.load("uk-price-levels").price_level_2016_percent
    assert prices.idxmax().item() == "TLI"
    assert prices.region.values.tolist() == data.region.values.tolist()


def test_dti_index_moves_with_present_accounts_and_lies_below_them_in_london():
    index = lk.load("uk-index-1989").relative_to_uk_percent.sel(year=slice(1998, 2005))
    now = lk.load("uk-itl1-income").sel(year=slice(1998, 2005))
    uk = now.gva_per_head_gbp.weighted(now.population).mean("region")
    relative = 100 * now.gva_per_head_gbp / uk
    together = pd.Series(index.values.ravel()).corr(pd.Series(relative.values.ravel()))
    assert together == pytest.approx(0.99, abs=0.01)
    assert (relative - index).sel(region="TLI").mean().item() == pytest.approx(16.5, abs=1)


def test_standard_regions_of_1979_and_1986():
    data = lk.load("uk-standard-regions")
    assert data.sizes == {"region": 11, "year": 2}
    assert data.relative_to_uk_percent.sel(region="South East", year=1986) == 117.47
    cv = lk.coefficient_of_variation(data.relative_to_uk_percent)
    assert cv.sel(year=1986) > cv.sel(year=1979)


def test_eurostat_is_one_set_of_regions_a_year():
    table = lk.load_table("eurostat-nuts2")
    regions = table.drop_duplicates("region_code")
    assert (len(regions), regions.country.nunique()) == (323, 34)
    per_year = table.groupby(["country", "year"]).size().groupby("country")
    assert (per_year.nunique() == 1).all()  # no region comes or goes: one vintage of codes
    capitals = regions.groupby("country").is_capital.sum()
    assert capitals.drop("United Kingdom").eq(1).all()
    assert capitals["United Kingdom"] == 2
    assert table.population[table.year == 2007].isna().all()
    letters = {letter for name in regions.region_name for letter in name if letter.isalpha()}
    assert all("LATIN" in unicodedata.name(letter) for letter in letters)


def test_us_states_have_every_year():
    data = lk.load("us-states")
    assert data.sizes == {"region": 48, "year": 81}
    assert data.income_per_head_usd.notnull().all()
    found = lk.standard_deviation_of_logs(data.income_per_head_usd)
    assert found.sel(year=1929) > 2 * found.sel(year=2009)
