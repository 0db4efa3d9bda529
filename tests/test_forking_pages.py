"""Pages made ahead are what they would be if their cells ran for each visitor, and belong to one visitor alone."""

import json
import re

import pytest

from levelkit.pages.folders import notebooks_folder
from levelkit.serving import forking
from levelkit.serving.page_text import PageText
from served import start_server
from talking import Talk

pytestmark = pytest.mark.skipif(not forking.possible(), reason="this system cannot fork kernels")

#: Pages with widgets; one is of words alone.
NAMES = sorted(
    path.stem for path in notebooks_folder().glob("*.ipynb") if path.stem != "corrections"
)
CENTURY = "01-a-century-of-ranks"
IDS = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")
OUTPUTS = re.compile(r"(?<=cell-output\+json.>)(.*?)(?=</script>)", re.DOTALL)


@pytest.fixture(scope="module")
def forks():
    started = start_server("--port", "8946", "--warm", "0", "--max-kernels", "20")
    yield started
    started.stop()


@pytest.fixture(scope="module")
def ordinary():
    started = start_server(
        "--port", "8945", "--warm", "0", "--max-kernels", "20", "--no-fork", "--join", "300"
    )
    yield started
    started.stop()


def ahead(server, name):
    """A page of this name once it has been made ahead: its kernel has not run a cell."""
    for _ in range(60):
        talk = Talk(server.origin, name)
        if '"text/plain"' not in talk.html:
            return talk
        talk.leave()
    raise AssertionError(f"{name} is not made ahead")


def of_anybody(text, *own):
    """A text without what is one visitor's, and with the ids of widgets by the order they come in."""
    for word in own:
        text = text.replace(word, "")
    places = {}
    return IDS.sub(lambda found: str(places.setdefault(found[0], len(places))), text)


def outputs_and_rest(html):
    """What the cells of a page display, and the page without it."""
    outputs = [json.loads(output) for output in OUTPUTS.findall(html)]
    for output in outputs:
        output.pop("execution_count")  # nobody sees it
        output["data"].pop("text/plain", None)
    html = re.sub(r"<script>globalThis.levelkitPlace.*?</script>\n", "", html)  # while one waits
    return outputs, OUTPUTS.sub("", html)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_made_ahead_is_the_page_that_its_cells_make(name, forks, ordinary):
    pages, states = [], []
    for server, talk in ((forks, ahead(forks, name)), (ordinary, Talk(ordinary.origin, name))):
        html = of_anybody(talk.html.replace(server.origin, ""), talk.secret, talk.kernel)
        pages.append(outputs_and_rest(html))
        states.append(of_anybody(json.dumps(talk.join().widgets())))
        talk.leave()
    assert pages[0] == pages[1]
    assert states[0] == states[1]


def test_visitors_of_a_page_made_ahead_share_nothing_of_their_own(forks):
    first, second = ahead(forks, CENTURY), ahead(forks, CENTURY)
    assert first.secret != second.secret and first.kernel != second.kernel
    assert first.secret not in second.html and first.kernel not in second.html
    assert of_anybody(first.html, first.secret, first.kernel) == of_anybody(
        second.html, second.secret, second.kernel
    )
    # What one chooses stays theirs, and is what they are told from then on.
    hub, state = first.join().hub()
    before = json.dumps(second.join().widgets())
    chosen = state["choices"] | {"last_year": 1990}
    update = {"method": "update", "state": {"choices": chosen, "turn": 1}, "buffer_paths": []}
    first.to_widget(hub, update)
    first.heard(until=lambda m: "answered_turn" in json.dumps(m["content"]))
    _, state = first.hub()
    assert state["answered"]["last_year"] == 1990 and state["answered_turn"] == 1
    assert json.dumps(second.widgets()) == before
    # A later visitor begins where everybody does.
    third = ahead(forks, CENTURY).join()
    assert json.dumps(third.widgets()) == before
    for talk in (first, second, third):
        talk.leave()


def test_a_page_whose_notebook_was_changed_is_made_anew(tmp_path):
    notebook = json.loads((notebooks_folder() / f"{CENTURY}.ipynb").read_text())
    words = {"cell_type": "markdown", "id": "new", "metadata": {}, "source": ["Words added since."]}
    notebook["cells"].append(words)
    (tmp_path / "changed.ipynb").write_text(json.dumps(notebook))
    server = start_server("--port", "8941", "--warm", "0", "--notebooks", str(tmp_path))
    try:
        talk = Talk(server.origin, "changed")
        assert "Words added since." in talk.html
        assert talk.join().hub()[1]["answered"]
    finally:
        server.stop()


def test_a_text_is_kept_without_what_is_its_visitors():
    text = PageText.of(
        "<head>s3cret", "k3rnel and s3cret</html>", outputs=[], secret="s3cret", kernel_id="k3rnel"
    )
    assert "s3cret" not in repr(text) and "k3rnel" not in repr(text)
    assert text.head(secret="a") == "<head>a"
    assert text.rest(secret="a", kernel_id="b") == "b and a</html>"
