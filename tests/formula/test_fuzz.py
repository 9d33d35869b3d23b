"""Any text at all is a formula or gets a sentence, quickly: random texts, and planners' formulas broken at random."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategy_studio.formula.check import check
from strategy_studio.formula.errors import FormulaProblem
from strategy_studio.formula.parser import parse
from strategy_studio.formula.printing import to_text
from tests.effort import is_quick
from tests.formula.places import Place, corpus

SLOWEST = 0.2
PIECES = [*'()[]@",;+-*/^&=<>%.:#!{}$ \n\t0123456789eE_aZé', '""', "[@", "[@A]", "TRUE", "SUM(", "PRIOR(", "1E",
          "<>", "\x00", "\ud800", "\u00a0",
          "S[B]", "IF(", "-", "−", "“", "日", "\u0301", "__class__", "'", "\\"]  # fmt: skip


def seeds(count: int) -> list[pytest.ParameterSet]:
    """Seeds and how many texts each: four always, and four of ten times as many when the slow tests run."""
    always = [pytest.param(seed, count) for seed in range(4)]
    return always + [pytest.param(seed, 10 * count, marks=pytest.mark.slow) for seed in range(4, 8)]


def outcome(text: str) -> str:
    """What becomes of a text: "formula.", or the sentence; anything else raised fails the test."""
    position, result = 0, "formula."
    node = None

    def read() -> None:
        nonlocal node, position, result
        try:
            node = parse(text)
            check(node, Place())
        except FormulaProblem as problem:
            position, result = problem.position, str(problem)

    assert is_quick(read, SLOWEST), f"more than {SLOWEST} s for {text!r}"
    if node is not None:
        assert parse(to_text(node)) == node
    assert 0 <= position <= len(text) + 1
    assert result.endswith((".", "?")), result
    assert len(result) < 400, result
    return result


def broken(text: str, chance: random.Random) -> str:
    """A formula after one to four accidents: a piece lost, doubled, put in, moved."""
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.randint(0, 8))
        accident = chance.randrange(4)
        if accident == 0:
            text = text[:start] + text[end:]
        elif accident == 1:
            text = text[:end] + text[start:]
        elif accident == 2:
            text = text[:start] + chance.choice(PIECES) + text[start:]
        else:
            text = text[end:] + text[:start]
    return text


@pytest.mark.parametrize(("seed", "count"), seeds(3_000))
def test_broken_formulas_each_get_a_value_or_a_sentence(seed: int, count: int) -> None:
    chance, formulas = random.Random(seed), corpus()
    outcomes = {outcome(broken(chance.choice(formulas), chance)) for _ in range(count)}
    assert len(outcomes) > 100, "the accidents should be of many kinds"


@pytest.mark.parametrize(("seed", "count"), seeds(2_000))
def test_heaps_of_pieces_each_get_a_value_or_a_sentence(seed: int, count: int) -> None:
    chance = random.Random(1000 + seed)
    for _ in range(count):
        outcome("".join(chance.choices(PIECES, k=chance.randint(0, 30))))


@settings(max_examples=300)
@given(st.text(max_size=60))
def test_any_text_gets_a_value_or_a_sentence(text: str) -> None:
    outcome(text)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 8192,
        ")" * 8192,
        "-" * 8192,
        '"' * 8191,
        '"' * 8192,
        "[" * 8192,
        "[@" * 4096,
        "[a]" * 2730,
        "SUM(" * 2048,
        "1+" * 4096,
        "," * 8192,
        "a" * 8192,
        "a." * 4096,
        "1e" * 4096,
        "9" * 8192,
        "." * 8192,
        " " * 8192,
        "SUM(" + "," * 8000,
        "é" * 8192,
        "e\u0301" * 4096,
        "x[" + "y" * 8000 + "]",
        "=" * 8192,
        "<>" * 4096,
        "1" * 100_000,
        "IF(TRUE," * 60 + "1" + ")" * 60,
        "x" * 4000 + "(1)",
    ],
)
def test_hostile_texts_are_answered_quickly(text: str) -> None:
    outcome(text)
