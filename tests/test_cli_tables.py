"""The command `table`: what it lists is what the plan gives when the values are typed into it, one after the other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import strategy_studio as studio
from strategy_studio.cli import main

EQUITY, CLV, DISCOUNT = "Customer_equity_total", "Average_CLV", "Discount_rate"
FAMILIES = "Segment_CLV[Retention rate]:Digital families"
RATES = ("8 %", "10 %", "12 %")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("tables") / "fenmoor.strategy"
    studio.sample(path).close()
    return str(path)


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    assert main(words) == 0, capsys.readouterr().err
    out, err = capsys.readouterr()
    assert err == ""
    return re.sub("[\xa0\u202f]", " ", out).splitlines()


def amounts(line: str) -> list[str]:
    return re.findall(r"EUR ([\d,.]+)", line)


def typed(figures: tuple[str, ...], rate: str, retention: str = "") -> list[str]:
    """The figures of the sample after the values were typed in, as amounts."""
    with studio.sample() as plan:
        plan.set(DISCOUNT, rate)
        if retention:
            segments = plan.worksheet("Segment CLV")
            segments.set(segments.row("Digital families"), "Retention rate", retention)
        return [f"{plan.value(figure):,.2f}" for figure in figures]


def test_figures_are_listed_for_each_value_of_an_input(sample: str, capsys: pytest.CaptureFixture[str]) -> None:
    head, *lines = printed(capsys, "table", sample, EQUITY, CLV, "--input", DISCOUNT, *RATES)
    assert head.split("  ")[0] == "Discount rate"
    assert [amounts(line) for line in lines] == [typed((EQUITY, CLV), rate) for rate in RATES]
    assert ["(now)" in line for line in lines] == [False, True, False]


def test_a_figure_is_listed_for_each_pair_of_two(sample: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("table", sample, EQUITY, "--input", DISCOUNT, *RATES, "--input", FAMILIES, "75 %", "88 %")
    *_, low, now, high = printed(capsys, *words)
    assert amounts(low) == [*typed((EQUITY,), "8 %", "75 %"), *typed((EQUITY,), "8 %", "88 %")]
    assert amounts(high)[0] == typed((EQUITY,), "12 %", "75 %")[0]
    assert now.startswith("10 % (now)")


def test_both_are_drawn(sample: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = ("table", sample, EQUITY, "--input", DISCOUNT, *RATES)
    for name, words in (("one.svg", one), ("two.png", (*one, "--input", FAMILIES, "75 %", "88 %"))):
        assert printed(capsys, *words, "--chart", str(tmp_path / name))[-1] == str(tmp_path / name)
        assert (tmp_path / name).stat().st_size > 5_000


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((EQUITY, "--input", DISCOUNT), "has no values to take"),
        ((EQUITY, CLV, "--input", DISCOUNT, "8 %", "--input", FAMILIES, "75 %"), "shows one figure, not 2"),
        ((EQUITY, *(("--input", DISCOUNT, "8 %") * 3)), "one input or two, not 3"),
        ((EQUITY, "--input", DISCOUNT, "much"), "needs a number or a percentage"),
        ((EQUITY, "--input", EQUITY, "1"), "is computed and cannot be given"),
        ((EQUITY,), "--input"),
    ],
)
def test_what_makes_no_table_is_one_sentence(
    sample: str, words: tuple[str, ...], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(("table", sample, *words)) == 2
    out, err = capsys.readouterr()
    assert out == "" and sentence in err and err.count("\n") == 1
