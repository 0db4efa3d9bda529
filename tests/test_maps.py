"""The maps: every region has its shape, and a file that was changed is refused."""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import levelkit as lk
from levelkit.catalogue import load_map, map_attrs

ROOT = Path(__file__).parents[1]
FAR = {"FRY1", "FRY2", "FRY3", "FRY4", "FRY5", "ES70", "PT20", "PT30"}


def shapes(name):
    return {g["id"]: g for g in load_map(name)["objects"]["regions"]["geometries"]}


def rings(name):
    """Code, whether it is a hole, and the points of every ring."""
    made = load_map(name)
    (sx, sy), (tx, ty) = made["transform"]["scale"], made["transform"]["translate"]
    lines = []
    for arc in made["arcs"]:
        x = y = 0
        lines.append([((x := x + dx) * sx + tx, (y := y + dy) * sy + ty) for dx, dy in arc])
    for geometry in made["objects"]["regions"]["geometries"]:
        parts = geometry["arcs"]
        for polygon in [parts] if geometry["type"] == "Polygon" else parts:
            for n, ring in enumerate(polygon):
                pieces = [lines[i] if i >= 0 else lines[~i][::-1] for i in ring]
                for before, after in zip(pieces, [*pieces[1:], pieces[0]], strict=True):
                    assert before[-1] == after[0], geometry["id"]
                yield geometry["id"], n > 0, [point for piece in pieces for point in piece[:-1]]


def area(points):
    after = [*points[1:], points[0]]
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, after, strict=True)) / 2


def test_uk_map_has_the_regions_of_the_table():
    table = lk.load("uk-itl")
    table = table.isel(region=(table.level == "ITL3").values)
    found = shapes("uk-itl3")
    assert sorted(found) == table.region.values.tolist()
    assert found["TLI31"]["properties"] == {"name": "Camden and City of London"}


def test_europe_map_has_the_regions_of_the_table_but_those_it_says():
    found, table = set(shapes("europe-nuts2")), set(lk.load("eurostat-nuts2").region.values)
    new = {"HR02", "HR05", "HR06", "NO08", "NO09", "NO0A"}
    elsewhere = {"IS00", "LI00", *(f"CH0{n}" for n in range(1, 8))}
    assert found - table == new | elsewhere
    assert table - found == {"HR04", "NO01", "NO03", "NO04", "NO05"} | FAR
    said = json.loads((ROOT / "data/datapackage.json").read_text())["resources"][-1]["notes"]
    for code in new | (elsewhere - {f"CH0{n}" for n in range(2, 7)}) | (table - found - FAR):
        assert code in " ".join(said), code


@pytest.mark.parametrize(
    ("name", "box"),
    [("uk-itl3", (-9, 49, 2, 61)), ("europe-nuts2", (-25, 34, 45, 72))],
)
def test_rings_are_closed_in_the_right_place_and_wound_for_the_globe(name, box):
    for code, hole, points in rings(name):
        assert len(points) >= 3, code
        assert all(box[0] < x < box[2] and box[1] < y < box[3] for x, y in points), code
        # Exteriors clockwise: a ring the other way round would fill the globe but for itself.
        assert (area(points) > 0) == hole, code


@pytest.mark.parametrize("name", ["uk-itl3", "europe-nuts2"])
def test_maps_are_small_enough_for_a_page(name):
    assert (ROOT / f"data/maps/{name}.topojson").stat().st_size < 300_000


def test_neighbours_share_their_border():
    """Camden's border with Westminster is one arc of both, so no gap can open between them."""
    found = shapes("uk-itl3")

    def arcs(code):
        flat = json.dumps(found[code]["arcs"])
        return {max(int(n), ~int(n)) for n in flat.replace("[", " ").replace("]", " ").split(", ")}

    assert arcs("TLI31") & arcs("TLI32")


def test_maps_say_whose_they_are():
    assert "Crown copyright" in map_attrs("uk-itl3")["citation"]
    assert "© EuroGeographics" in map_attrs("europe-nuts2")["citation"]
    assert set(map_attrs("uk-itl3")) == {"title", "source", "licence", "citation"}


def test_maps_are_no_tables():
    with pytest.raises(lk.UnknownDatasetError, match="Did you mean 'uk-itl'"):
        lk.load("uk-itl3")
    with pytest.raises(
        lk.UnknownDatasetError, match="Unknown map 'uk-itl'. Did you mean 'uk-itl3'"
    ):
        load_map("uk-itl")
    assert not {"uk-itl3", "europe-nuts2"} & set(lk.datasets().index)


@pytest.fixture
def copy(tmp_path):
    shutil.copy(ROOT / "data/datapackage.json", tmp_path)
    shutil.copytree(ROOT / "data/maps", tmp_path / "maps")
    return tmp_path


def test_changed_map_is_refused(copy):
    path = copy / "maps/uk-itl3.topojson"
    path.write_text(path.read_text().replace("Westminster", "Eastminster"))
    with pytest.raises(
        lk.DataError, match=r"uk-itl3.topojson: checksum is .*\nThe map was changed"
    ):
        load_map("uk-itl3", folder=copy)


def test_absent_map_says_what_to_run(copy):
    (copy / "maps/uk-itl3.topojson").unlink()
    with pytest.raises(lk.DataError, match="--maps"):
        load_map("uk-itl3", folder=copy)


@pytest.mark.parametrize(
    ("text", "message"),
    [("{", "line 1"), ('{"type": "FeatureCollection"}', "not TopoJSON with an object 'regions'")],
)
def test_a_forks_own_map_is_judged(copy, text, message):
    path = copy / "maps/uk-itl3.topojson"
    package = json.loads((copy / "datapackage.json").read_text())
    entry = next(entry for entry in package["resources"] if entry["name"] == "uk-itl3")
    entry["hash"] = "sha256:" + hashlib.sha256(text.encode()).hexdigest()
    path.write_text(text)
    (copy / "datapackage.json").write_text(json.dumps(package))
    with pytest.raises(lk.DataError, match=message):
        load_map("uk-itl3", folder=copy)


def test_maps_are_what_the_build_makes(tmp_path):
    pytest.importorskip("topojson")
    command = [sys.executable, str(ROOT / "data/build"), "--maps", "--output", str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True)
    for name in ("uk-itl3", "europe-nuts2"):
        made = (tmp_path / f"maps/{name}.topojson").read_bytes()
        assert made == (ROOT / f"data/maps/{name}.topojson").read_bytes(), name
