"""The site of plain files: every answer is there, as the kernel gives it, and no other host is asked."""

import base64
import gzip
import json
import re
import shutil
from pathlib import Path

import pytest

from added_claim import added
from levelkit.cli import main
from levelkit.figures import Column, Table
from levelkit.pages import PageLayout, page_state
from levelkit.pages.blocks import plain_json
from levelkit.pages.claim_page import layout_of
from levelkit.site.answers import write_answers
from levelkit.site.build import FONTS, _embedded, _put_in_place, build_site, write_static
from toy import TOY
from web_modules import call


def unpacked(path):
    """The chunk's name and content, as the browser unpacks it."""
    name, packed = re.fullmatch(
        r'levelkitChunk\((".+?"), (".+?")\);\n', path.read_text(encoding="utf-8")
    ).groups()
    return json.loads(name), unpack(gzip.decompress(base64.b64decode(json.loads(packed))))


def unpack(pack):
    """What a chunk's head says, and its columns by their keys, as the browser reads them."""
    end = 4 + int.from_bytes(pack[:4], "little")
    columns = call("blocks", "columnsIn", base64.b64encode(pack).decode())
    return json.loads(pack[4:end]) | {"columns": columns}


def answer_of(chunk, key):
    """One answer put together again, by the browser's own function."""
    traits = call("static_answers", "traitsOf", chunk | {"columns": {}}, key)
    datasets = {
        name: {field: chunk["columns"][column] for field, column in fields.items()}
        for name, fields in traits.pop("columns", {}).items()
    }
    return traits | ({"datasets": datasets} if datasets else {})


def same_as_kernel(folder, claim, layout):
    """Every combination's answer is in its chunk and equals the kernel's."""
    first = claim.choices[0].name
    chunks = dict(unpacked(path) for path in folder.glob("*.js"))
    n = 0
    for made in claim.combinations():
        key = "|".join({True: "yes", False: "no"}.get(v, str(v)) if isinstance(v, bool) else str(v)
                       for v in made.values())  # fmt: skip
        expected = json.loads(json.dumps(page_state(claim, layout, made).traits()))
        expected.pop("answered")
        found = answer_of(chunks[str(made[first])], key)
        # What has no entry needs no path.
        assert found == {trait: value for trait, value in expected.items() if value}
        n += 1
    assert n == sum(len(chunk["answers"]) for chunk in chunks.values())
    return chunks


def test_every_answer_is_the_kernels(register, tmp_path):
    claim = register(TOY)
    layout = layout_of(claim)
    assert write_answers(claim, layout, tmp_path / "answers") == ["first", "second"]
    chunks = same_as_kernel(tmp_path / "answers", claim, layout)
    assert sorted(chunks) == ["first", "second"]
    assert [len(chunks[name]["answers"]) for name in ("first", "second")] == [4, 2]
    # What is the same in many answers is kept once.
    for chunk in chunks.values():
        assert len({json.dumps(value) for value in chunk["pool"]}) == len(chunk["pool"])


def test_large_figures_that_are_equal_are_kept_once(register, tmp_path):
    def table(name):
        def rows(_):
            return Table(name, {name: {"n": list(range(5000))}}, (Column("n", "Number"),))

        rows.__name__ = name
        return rows

    claim, layout = register(TOY), PageLayout(tables=(table("a"), table("b")))
    write_answers(claim, layout, tmp_path / "answers")
    for chunk in same_as_kernel(tmp_path / "answers", claim, layout).values():
        assert list(chunk["columns"].values()).count(list(range(5000))) == 1


def test_an_answer_with_other_parts_is_refused(register, tmp_path):
    claim = register(TOY)
    layout = PageLayout(values=lambda evidence: {"n": 1} if evidence.choices["whole"] else {})
    with pytest.raises(
        ValueError, match="toy-claim: the answer for .*'whole': False.* has other parts"
    ):
        write_answers(claim, layout, tmp_path / "answers")


def test_a_number_that_json_lacks_is_refused():
    with pytest.raises(ValueError, match="not JSON compliant"):
        plain_json({"rho": float("nan")})
    assert plain_json({"é": [1, None]}) == '{"é":[1,null]}'


def test_a_folder_that_is_no_site_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(SystemExit, match="is not empty and no levelkit site"):
        main(["site", "--output", str(tmp_path)])
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_site_that_fails_replaces_nothing(tmp_path):
    notebooks, old = tmp_path / "notebooks", tmp_path / "site"
    (old / "static").mkdir(parents=True)
    (old / "static/levelkit.js").write_text("old")
    notebooks.mkdir()
    (notebooks / "broken.ipynb").write_text("{")
    with pytest.raises(Exception, match="JSON"):
        build_site(old, notebooks=notebooks)
    assert [path.name for path in old.rglob("*")] == ["static", "levelkit.js"]
    (notebooks / "broken.ipynb").unlink()
    build_site(old, notebooks=notebooks)  # an older site is replaced
    assert (old / "static/levelkit.js").read_text() != "old"
    assert (old / ".nojekyll").is_file()


def site_of(folder, text):
    (folder / "static").mkdir(parents=True)
    (folder / "static/levelkit.js").write_text(text)
    return folder


def said_by(folder):
    return (folder / "static/levelkit.js").read_text()


@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize("when", ["copying", "renaming the old", "renaming the new"])
def test_interrupted_while_it_is_put_in_place_the_old_site_stays(
    when, there, tmp_path, monkeypatch
):
    made, output = site_of(tmp_path / "made", "new"), tmp_path / "out/site"
    if there:
        site_of(output, "old")
    copytree, rename = shutil.copytree, Path.rename

    def half(source, target):
        (target / "static").mkdir(parents=True)
        raise KeyboardInterrupt

    def interrupted(path, target):
        if path.name == {"renaming the old": "site", "renaming the new": ".site.new"}.get(when):
            raise KeyboardInterrupt
        return rename(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "copytree", half if when == "copying" else copytree)
        patch.setattr(Path, "rename", interrupted)
        if there or when != "renaming the old":
            with pytest.raises(KeyboardInterrupt):
                _put_in_place(made, output)
            assert said_by(output) == "old" if there else not output.exists()
            assert [path.name for path in output.parent.iterdir()] == ["site"] * there
    _put_in_place(made, output)
    assert said_by(output) == "new" and [path.name for path in output.parent.iterdir()] == ["site"]


def test_what_a_killed_build_left_is_cleared_away(tmp_path):
    made, output = site_of(tmp_path / "made", "new"), tmp_path / "out/site"
    (tmp_path / "out/.site.new/static").mkdir(parents=True)
    site_of(tmp_path / "out/.site.old", "old")
    _put_in_place(made, output)
    assert said_by(output) == "new" and [path.name for path in output.parent.iterdir()] == ["site"]


def test_models_cannot_end_the_script_that_they_stand_in():
    nasty = {
        "html": '</script><script>alert(1)</script><!-- <a href="01-a.ipynb">x</a> <a href="https://a.b/c.ipynb">'
    }
    text = _embedded(nasty)
    assert "<" not in text
    read = json.loads(text)["html"]
    assert '<a href="01-a.html">' in read  # links between notebooks are links between pages
    assert '<a href="https://a.b/c.ipynb">' in read
    assert read.replace(".html", ".ipynb") == nasty["html"]


def test_scripts_are_plain_and_load_nothing_from_elsewhere(tmp_path):
    write_static(tmp_path / "static")
    files = {
        path.name: path.read_text(encoding="utf-8")
        for path in (tmp_path / "static").iterdir()
        if path.name not in FONTS
    }
    assert all((tmp_path / "static" / name).is_file() for name in FONTS)
    assert set(files) == {
        "vega.js",
        "tools.js",
        "maps.js",
        "host.js",
        "page.css",
        "theme.js",
        "levelkit.js",
        "levelkit.css",
    }
    assert not re.search(r"^(export|import) ", files["levelkit.js"], re.MULTILINE)
    for name in ("levelkit.js", "theme.js", "page.css", "levelkit.css"):
        addresses = set(
            re.findall(
                r"(?:https?:)?//[\w.-]+\.\w+[^\s\"'`]*",
                re.sub(r"^\s*//.*", "", files[name], flags=re.MULTILINE),
            )
        )
        assert {a for a in addresses if "www.w3.org" not in a} == set(), (
            name
        )  # names of SVG and such


def test_the_written_site_is_whole():
    site = added().folder / "made"
    assert "11-poorest-region ..." in added().said
    page = (site / "11-poorest-region.html").read_text(encoding="utf-8")
    assert "<title>Does the poorest region of the UK stay the poorest? – levelkit</title>" in page
    assert "The poorest region stays the poorest." in page
    # Links lead to pages of this folder alone.
    stems = {path.stem for path in site.glob("*.html")}
    for linked in re.findall(r'<a[^>]* href="([\w-]+)[.]html', page):
        assert linked in stems | {"index"}, linked
    assert (
        set(
            json.loads(re.findall(r'id="levelkit-models"[^>]*>(.*?)</script>', page, re.DOTALL)[0])[
                "pages"
            ]
        )
        == stems
    )
    (models,) = re.findall(r'<script[^>]*id="levelkit-models"[^>]*>(.*?)</script>', page, re.DOTALL)
    found = json.loads(models)
    mounted = re.findall(r'class="lk-mount" data-model="(\w+)"', page)
    assert len(mounted) == 5
    assert set(mounted) <= set(found["models"])
    ((hub, folder),) = found["answers"].items()
    state = found["models"][hub]["state"]
    assert folder == "11-poorest-region"
    # The code is in a file beside it, once.
    assert not {"code", "style", "_esm"} & set(state)
    chunks = dict(unpacked(path) for path in (site / folder).glob("*.js"))
    assert set(chunks) == {"uk-10", "uk-itl1"}
    key = "|".join(str(value) for value in state["choices"].values())
    # The page itself has what no choice changes.
    lasting = {"criterion", "facts", "fragility", "curve"}
    words = {name: said for name, said in state["words"].items() if name not in lasting}
    assert answer_of(chunks["uk-10"], key)["words"] == words
    table = (added().folder / "data/combinations/poorest-region.csv").read_text().splitlines()
    assert sum(len(chunk["answers"]) for chunk in chunks.values()) == len(table) - 1
    # What it loads is beside it: every address of a script, style or picture.
    loaded = re.findall(r'<(?:script|link|img|iframe)[^>]*(?:src|href)="([^"?]+)', page)
    assert {"static/levelkit.js", "static/vega.js", "static/levelkit.css"} <= set(loaded)
    for address in loaded:
        assert address.startswith("data:") or (site / address).is_file(), address
    assert [path.name for path in site.glob("*.json")] == ["pages.json"]
    # Nothing tells where it was made.
    for path in filter(Path.is_file, site.rglob("*")):
        assert str(added().folder).encode() not in path.read_bytes(), path.name


def test_every_answer_of_the_written_site_is_the_kernels():
    code = """
import sys; sys.path.insert(0, "TESTS")
import pathlib, test_site, levelkit as lk
from levelkit.pages.claim_page import layout_of
claim = lk.claim("poorest-region")
print(len(test_site.same_as_kernel(pathlib.Path("made/11-poorest-region"), claim, layout_of(claim))))
"""
    out = added().run("-c", code.replace("TESTS", str(Path(__file__).parent)))
    assert out.strip() == "2"
