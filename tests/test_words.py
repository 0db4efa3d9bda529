"""User text never reaches HTML unescaped; numbers are for people."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelkit.claims import Part, Verdict
from levelkit.pages import words

NASTY = "<img src=x onerror=alert(1)>&\"'"


def test_html_escapes_every_text():
    for html in (
        words.table(NASTY, [NASTY, NASTY], [[NASTY, NASTY]]),
        words.notes([NASTY], NASTY),
        words.passage(NASTY, NASTY),
        words.verdict_card("mixed", NASTY, "", ""),
        words.verdict_card("mixed", "", NASTY, ""),
        words.verdict_card("mixed", "", "", NASTY),
        words.verdict_line("mixed", NASTY),
        words.verdict_card("mixed", "", "", "", [Part("a", NASTY, Verdict.CANNOT_TELL)] * 2),
        words.verdict_card("mixed", "", "", "", [Part("a", "", Verdict.CANNOT_TELL, NASTY)] * 2),
    ):
        assert "<img" not in html
        assert "&lt;img" in html


@given(st.text(max_size=20), st.text(max_size=20))
def test_html_holds_the_text_and_no_more(heading, text):
    """Whatever the text, what a browser makes of the HTML is that text."""
    for html, expected in (
        (words.passage(heading, text), [heading, text]),
        (words.table(heading, [heading, text], [[heading, text]]), [heading, heading, text, heading, text]),
        (words.notes([text], ""), [text]),
    ):  # fmt: skip
        found = Texts()
        found.feed(html)
        found.close()
        assert found.tags <= {
            "div",
            "h3",
            "p",
            "ul",
            "li",
            "table",
            "caption",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
        }
        assert "".join(found.texts) == "".join(expected)


class Texts(HTMLParser):
    """The tags and texts of a passage."""

    def __init__(self):
        super().__init__()
        self.tags, self.texts = set(), []

    def handle_starttag(self, tag, _):
        self.tags.add(tag)

    def handle_data(self, data):
        self.texts.append(data)


def test_each_part_is_a_line_with_its_verdict_and_reason():
    parts = [
        Part("ends", "The ends agree", Verdict.SUPPORTED, "They do."),
        Part("path", "It never loosened", Verdict.CANNOT_TEST, "There is no year between."),
    ]
    html = words.verdict_card("supported", "", "", "", parts)
    lines = [re.sub("<[^>]+>", "", line) for line in re.findall("<li>(.+?)</li>", html)]
    assert lines == [
        "The ends agree: ✓ Supported. They do.",
        "It never loosened: – Cannot be tested. There is no year between. This does not count.",
    ]
    assert "<li>" not in words.verdict_card("supported", "", "", "", parts[:1])
    assert words.parts_said(parts) == (
        "The ends agree: supported; It never loosened: cannot be tested"
    )


def test_every_verdict_has_a_mark_of_its_own():
    assert list(words.MARKS) == list(Verdict)
    assert len(set(words.MARKS.values())) == len(Verdict)


def test_shares_are_drawn_to_scale_and_said():
    html = words.share_bar(
        {"supported": 0.0, "mixed": 0.251, "cannot tell": 0.004, "not supported": 0.745, "cannot be tested": 0.0}
    )  # fmt: skip
    assert re.findall(r"lk-share-([\w-]+)\" style=\"flex: ([\d.]+)", html) == [
        ("mixed", "0.2510"), ("cannot-tell", "0.0040"), ("not-supported", "0.7450"),
    ]  # fmt: skip
    # That none supports it is said as well.
    assert re.findall(r"</span> (.+?)</li>", html) == [
        "✓ 0% supported",
        "≈ 25% mixed",
        "? under 1% cannot tell",
        "✗ 74% not supported",
    ]


@pytest.mark.parametrize(
    ("share", "said"),
    [(0, "0%"), (0.004, "under 1%"), (0.005, "under 1%"), (0.006, "1%"), (0.5, "50%"), (0.994, "99%"), (0.996, "over 99%"), (1, "100%")],
)  # fmt: skip
def test_a_few_are_not_none_and_almost_all_are_not_all(share, said):
    assert words.share_said(share) == said


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [(1234.56, 1, "1,234.6"), (-0.5, 2, "−0.50"), (float("nan"), 1, "–"), (None, 1, "–")],
)
def test_numbers_for_people(value, digits, text):
    assert words.number(value, digits) == text


@pytest.mark.parametrize(("value", "text"), [(3.0, "3"), (5.5, "5.5"), (float("nan"), "–")])
def test_ranks_for_people(value, text):
    assert words.rank(value) == text


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ({"supported": 1.0}, "We tried 1,200 ways of measuring it: all support the claim"),
        (
            {"supported": 0.001, "mixed": 0.2, "cannot tell": 0.799},
            "We tried 1,200 ways of measuring it: under 1% support the claim; in 80% the figures cannot tell",
        ),
        (
            {"supported": 0, "mixed": 0.6, "not supported": 0.4},
            "We tried 1,200 ways of measuring it: none fully supports the claim; in 60% its parts disagree",
        ),
        (
            {"supported": 0, "cannot be tested": 1.0},
            "We tried 1,200 ways of measuring it: none fully supports the claim; in 100% it cannot be tested",
        ),
        (
            {"supported": 0.6, "mixed": 0.1, "not supported": 0.3},
            "We tried 1,200 ways of measuring it: 60% support the claim; 30% do not support it",
        ),
    ],
)
def test_how_a_claim_fared_is_said_in_words(shares, said):
    assert words.tried(shares, 1200) == said
