"""What pages say under choices by chance, read for what docs/style.md rules out."""

import html
import random
import re

import pytest

import levelkit as lk
from levelkit.pages.claim_page import layout_of
from levelkit.pages.state import page_state

#: What must not stand in a sentence, and an example of it.
RULED_OUT = {
    "a sign before zero": (r"(?<![\d.])[+−-]0(?:\.0+)?(?![\d.])", "a trend of +0.0%"),
    "nought": (r"\bnought", "the interval holds nought"),
    "a p-value of zero": (r"p = 0\.000", "p = 0.000"),
    "a date for machines": (r"\b\d{4}-\d{2}-\d{2}\b", "on 2022-02-02"),
    "what is no number": (r"\bnan\b|\bNone\b(?! stated)|\binf\b", "a share of nan"),
    "a hyphen for a minus": (r"(?<![\w–-])-\d", "a slope of -0.2"),
    "a number for machines": (r"\d[eE][+-]?\d", "1e-05"),
    "one of many": (r"(?<![\d.,])1 (?:regions|countries|places|areas|policies)\b", "1 policies"),
    "what does not apply": (r"\b(?:of|scale) –", "composite of –"),
}
LONGEST = 45  # words of the sentence in large letters
SAMPLED = 10  # views a claim


def texts_of(state):
    for part, said in state.words.items():
        for key, value in said.items():
            listed = value if isinstance(value, list) else [value]
            for text in listed if part != "workings" else ():
                if isinstance(text, str):
                    # Tables to copy have numbers as programs read them.
                    shown = re.sub(r"<textarea.*?</textarea>", "", text, flags=re.DOTALL)
                    yield f"{part}.{key}", html.unescape(re.sub(r"<[^>]+>", " | ", shown))


@pytest.mark.parametrize("rule", RULED_OUT)
def test_each_rule_finds_what_it_is_for(rule):
    pattern, example = RULED_OUT[rule]
    assert re.search(pattern, example)


@pytest.mark.parametrize("name", lk.claim_names())
def test_nothing_that_is_ruled_out_is_said(name):
    claim = lk.claim(name)
    combinations = list(claim.combinations())
    views = random.Random(16).sample(combinations, min(SAMPLED, len(combinations)))
    for choices in views:
        state = page_state(claim, layout_of(claim), choices)
        assert len(state.evidence.reason.partition(". ")[0].split()) <= LONGEST
        for where, text in texts_of(state):
            for rule, (pattern, _) in RULED_OUT.items():
                found = re.search(pattern, text)
                around = text[max(0, found.start() - 60) : found.end() + 40] if found else ""
                assert not found, f"{choices}, {where}: {rule}: {around}"
