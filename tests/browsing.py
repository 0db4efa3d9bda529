"""An open page, and what a visitor does with it."""

import base64
import html
import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

import pytest

import levelkit as lk

#: A test that is to be seen with a kernel and without one.
BOTH = pytest.mark.parametrize("host", ["app", "site"])
CLAIM = "century-of-ranks"
NAME = "01-a-century-of-ranks"
ITL2 = "United Kingdom: 41 areas (ITL2), 1998-2022"
CHARTS = ("bump", "slope", "heatmap", "curve")
#: All of a page's charts are painted: 4 on the claim's page, one a card on the front page.
PAINTED = "count => document.querySelectorAll('.lk-chart-canvas[data-painted]').length === count"
SENTENCE = "text => document.querySelector('.lk-sentence')?.textContent === text"
#: Words of a chart that its edges cut, and pairs that lie on one another.
FAULTS = """canvas => {
  const box = canvas.getBoundingClientRect();
  const texts = [...canvas.querySelectorAll('text')]
    .filter(t => t.textContent.trim() && getComputedStyle(t).opacity !== '0')
    .map(t => [t.textContent, t.getBoundingClientRect()]).filter(([, b]) => b.width);
  const cut = texts.filter(([, b]) => b.left < box.left - 1 || b.right > box.right + 1);
  const over = texts.flatMap(([one, a], k) => texts.slice(k + 1)
    .filter(([, b]) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
      && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3)
    .map(([other]) => `${one} / ${other}`));
  return [cut.map(([text]) => text), over];
}"""


def charts_of(name):
    return {"index": len(lk.claim_names()), "your-area": 1}.get(name, len(CHARTS))


def shows(claim, page, **given):
    """Wait for the very sentence that Python gives for these choices and inputs."""
    found = lk.claim(claim).evaluate(**given)
    page.wait_for_function(SENTENCE, arg=found.sentence, timeout=30_000)
    followed(page)
    return found


def label_faults(page, *charts):
    """What is wrong with the words of these charts, by chart; nothing where all is well."""
    found = {
        name: page.locator(f".lk-figure-{name} .lk-chart-canvas").evaluate(FAULTS)
        for name in charts
    }
    return {name: faults for name, faults in found.items() if faults != [[], []]}


def cut_labels(page):
    """Words that the edges of a chart of the page cut."""
    charts = page.locator(".lk-chart-canvas").all()
    return [word for chart in charts for word in chart.evaluate(FAULTS)[0]]


def followed(page):
    """Wait until what is out of sight has followed the last answer: it may take some frames."""
    page.evaluate(
        """async () => {
          for (let before; before !== globalThis.levelkitWork?.rest;) {
            before = globalThis.levelkitWork?.rest;
            await before;
          }
        }"""
    )


def settled(page):
    """Wait until no part of the page has been drawn anew for some frames."""
    followed(page)
    page.evaluate(
        """async () => {
          for (let before = -1; before !== globalThis.levelkitWork?.painted;) {
            before = globalThis.levelkitWork?.painted;
            for (let k = 0; k < 6; k += 1) await new Promise(requestAnimationFrame);
          }
        }"""
    )


def unfold(page):
    """Open whatever is folded."""
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")


@dataclass
class Visit:
    """An open page with what it asked for and what it complained of."""

    page: object
    origin: str = ""
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def __post_init__(self):
        page = self.page
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("websocket", lambda socket: self.requests.append(socket.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)

    def painted(self, count=4, *, opened=True):
        """Wait until so many charts are; then open whatever is folded, unless that is what is looked at."""
        self.page.wait_for_function(PAINTED, arg=count, timeout=60_000)
        if opened:
            unfold(self.page)

    def answer(self):
        return self.page.locator(".lk-sentence").inner_text()

    def verdict(self):
        return self.page.locator(".lk-answer .lk-verdict").inner_text()

    def shows(self, **choices):
        """Wait for the very sentence that Python gives for these choices."""
        return shows(CLAIM, self.page, **choices)

    def settled(self):
        """Wait until no part has been drawn anew for some frames."""
        settled(self.page)

    def field(self, label):
        return self.page.get_by_label(label, exact=True)

    def select(self, label, option):
        self.field(label).select_option(option)

    def choose(self, label, option):
        """Select what changes the answer, and wait until the whole page has the new one."""
        before = self.answer()
        self.select(label, option)
        self.page.wait_for_function(
            "before => document.querySelector('.lk-sentence')?.innerText !== before", arg=before
        )
        followed(self.page)

    @property
    def slider(self):
        return self.field("Look at year")

    @property
    def highlight(self):
        return self.field("Highlight (or click a region)")

    def chart(self, name):
        return self.page.locator(f".lk-figure-{name} .lk-chart-canvas")

    def title(self, name):
        return self.page.locator(f".lk-figure-{name} .lk-chart-title").inner_text()

    def query(self):
        """The address's query by name; a name that stands twice is a fault."""
        pairs = parse_qsl(urlsplit(self.page.url).query, keep_blank_values=True)
        assert len(dict(pairs)) == len(pairs), pairs
        return dict(pairs)

    def address_has(self, **expected):
        """Wait until the address says so."""
        self.page.wait_for_function(
            """expected => {
              const query = new URLSearchParams(location.search);
              return Object.entries(expected).every(([name, value]) => query.get(name) === value);
            }""",
            arg={name: str(value) for name, value in expected.items()},
        )

    def download(self, kind, chart="bump"):
        """A chart's file: its name and its bytes."""
        with self.page.expect_download() as waiting:
            tools = self.page.locator(f".lk-figure-{chart} .lk-tools")
            tools.get_by_role("button", name=re.compile(f"Download as {kind}:")).click()
        return waiting.value.suggested_filename, waiting.value.path().read_bytes()

    def open_share(self):
        self.page.get_by_role("button", name="Share, download, cite", exact=True).click()
        dialog = self.page.get_by_role("dialog")
        dialog.locator(".lk-qr path").wait_for()
        return dialog

    def pixels(self, selector, colour):
        """How many pixels of a picture of the element have the colour, decoded by the browser."""
        png = base64.b64encode(self.page.locator(selector).first.screenshot()).decode()
        return self.page.evaluate(PIXELS, [png, colour])


PIXELS = """async ([png, colour]) => {
  const bytes = Uint8Array.from(atob(png), (sign) => sign.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes]));
  const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
  canvas.drawImage(image, 0, 0);
  const data = canvas.getImageData(0, 0, image.width, image.height).data;
  let found = 0;
  for (let k = 0; k < data.length; k += 4)
    if (colour.every((value, c) => Math.abs(data[k + c] - value) < 8)) found += 1;
  return found;
}"""


def pick(page, label, option):
    """Choose from a list that one types into."""
    field = page.get_by_role("combobox", name=label, exact=True)
    field.fill(option)
    field.press("Enter")


def words_of(svg):
    """The words of an SVG document, lines joined."""
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", svg)).split())
