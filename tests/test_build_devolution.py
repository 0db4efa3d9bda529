"""The tables behind the devolution claim: figures, codes, and ratios that are no shares."""

import pandas as pd
import pytest

import levelkit as lk

PERCENT = [
    "vertical_imbalance_percent", "net_transfers_percent", "capital_spending_percent", "economic_affairs_percent",
    "education_percent", "health_percent", "housing_percent",
]  # fmt: skip


@pytest.fixture(scope="module")
def raw():
    table = pd.read_csv("data/raw/imf_fiscal_decentralization_1972_2017.csv.gz")
    return table[table.sector != "CG"]


def test_every_ratio_stands_in_one_of_the_two_tables(raw):
    inside, outside = (
        lk.load_table(name) for name in ("imf-decentralisation", "imf-decentralisation-set-apart")
    )
    numbers = [one for one in inside if one.endswith("_percent")]
    assert inside[numbers].min().min() >= 0 and inside[numbers].max().max() <= 100
    apart = outside[PERCENT].stack().dropna()
    assert ((apart < 0) | (apart > 100)).all()
    assert inside[numbers].count().sum() + len(apart) == len(raw)
    out = raw[(raw.value < 0) | (raw.value > 1)]
    assert len(apart) == len(out) == 936
    assert 100 * out.value.max() == pytest.approx(apart.max(), abs=1e-4)


def test_fiscal_figures_are_the_sources(raw):
    table = lk.load_table("imf-decentralisation").set_index(["region_code", "year"])
    for code, country, sector, year, column, indicator in (
        ("GBR-SNG", "United Kingdom", "SNG", 2016, "tax_revenue_percent", "tax_revenue_share_of_general_government"),
        ("DEU-SG", "Germany", "SG", 1974, "own_revenue_percent", "own_revenue_share_of_general_government"),
        ("ESP-LG", "Spain", "LG", 2010, "education_percent", "education_spending_share"),
    ):  # fmt: skip
        row = raw[
            (raw.country == country)
            & (raw.sector == sector)
            & (raw.year == year)
            & (raw.indicator == indicator)
        ]
        known = lk.load_table("imf-decentralisation-set-apart").set_index(["region_code", "year"])
        value = table[column].get((code, year))
        if pd.isna(value):
            value = known[column][code, year]
        assert value == pytest.approx(100 * row.value.item(), abs=1e-4)
    assert table.region_name.nunique() == 75
    assert not table.region_name.str.contains("Republic of|P.R.").any()


def test_check_values_of_the_uk():
    fiscal = lk.load("imf-decentralisation").sel(region="GBR-SNG", year=2016)
    assert float(fiscal.tax_revenue_percent) == pytest.approx(5.8, abs=0.05)
    assert float(fiscal.own_revenue_percent) == pytest.approx(8.5, abs=0.05)
    assert float(fiscal.own_spending_percent) == pytest.approx(24.2, abs=0.05)
    score = lk.load("regional-authority").regional_authority_score.sel(region="GBR")
    for year, expected in {
        1950: 10.5,
        1980: 10.0,
        1990: 6.9,
        1997: 4.4,
        2000: 11.2,
        2010: 11.2,
    }.items():
        assert float(score.sel(year=year)) == pytest.approx(expected, abs=0.05)


def test_components_add_up_to_the_sums():
    table = lk.load_table("regional-authority")
    names = [one for one in table if one.endswith("_score")]
    self_rule, shared_rule = names[:5], names[5:10]
    for parts, whole in (
        (self_rule, "self_rule_score"),
        (shared_rule, "shared_rule_score"),
        (["self_rule_score", "shared_rule_score"], "regional_authority_score"),
    ):
        assert (table[parts].sum(axis=1) - table[whole]).abs().max() <= 0.02


def test_country_codes_are_iso_3166():
    """By the source's own codes Germany and Switzerland drop out of every join."""
    table = lk.load_table("regional-authority")
    codes = dict(zip(table.region_code, table.region_name, strict=True))
    assert {codes[one] for one in ("DEU", "CHE", "JPN")} == {"Germany", "Switzerland", "Japan"}
    assert not set(codes) & {
        "GER",
        "SWI",
        "JAP",
        "INO",
        "SIN",
        "ROM",
        "MLY",
        "BRU",
        "SAM",
        "TML",
        "KOS",
    }
    assert len(codes) == 81
    fiscal = lk.load_table("imf-decentralisation")
    named = dict(zip(fiscal.country_code, fiscal.region_name, strict=True))
    assert all(codes[one] == named[one] for one in set(codes) & set(named))


def test_each_event_has_a_date_and_a_source():
    table = lk.load_table("uk-devolution-events")
    assert (table.date.str[:4].astype(int) == table.year).all()
    assert table.year.is_monotonic_increasing and table.event.is_unique
    assert table.source_url.str.startswith("http").all()
    wanted = {"scotland-referendum", "wales-referendum", "scotland-act-1998", "gla-act", "north-east-referendum",
              "rdas-announced", "localism-act", "scotland-act-2012", "cities-act", "scotland-act-2016", "wales-act-2014",
              "wales-act-2017"}  # fmt: skip
    assert wanted <= set(table.event)
