"""Conditions and branches; a branch that is not taken never shows its errors (rules 4.4)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..nodes import Boolean, Number, Text
from ..operators import emptiness, relation
from ..rounding import floored
from ..scope import Context
from ..some_rows import where
from ..states import (
    ALL_BOOLEANS,
    ALL_TEXTS,
    Flags,
    anywhere,
    blocked,
    chosen,
    errors_only,
    first_error,
    flags,
    joined,
    narrow,
    one,
    overlaid,
    pieced,
    refused_texts,
    states_of,
    truths,
    undecided,
)
from ..steps import Argument, Build, Function, Key, Step, once
from ..values import BOOLEAN, EMPTY, FIRST_ERROR, NA, NUMBER, TEXT, VALUE, States, Texts, Values

Test = tuple[Flags, States | None]
"""Where a condition holds, and the errors or empties that keep it from deciding."""

FALSE, NO_MATCH, NO_CHOICE, NOTHING = one(0.0, BOOLEAN), one(0.0, NA), one(0.0, VALUE), one(0.0)
EVERYWHERE: Flags = np.ones((1, 1), dtype=np.bool_)


def branch(arguments: tuple[Argument, ...]) -> Step:
    """IF: a branch that no row takes is not even computed."""
    condition, yes = arguments[0].step, arguments[1].step
    no = arguments[2].step if len(arguments) > 2 else (lambda context: FALSE)
    # What is only read costs less whole than picked out by rows.
    held = [len(arguments) <= place or arguments[place].reference is not None for place in (1, 2)]

    def run(context: Context) -> Values:
        mask, states = truths(condition(context))
        holding = np.count_nonzero(mask)
        if holding == mask.size:
            return overlaid(yes(context), states)
        if not holding:
            return overlaid(no(context), states)
        unlike = ~mask
        left = yes(context) if held[0] else where(mask, yes, context)
        right = no(context) if held[1] else where(unlike, no, context)
        if not narrow(mask, left) and not narrow(unlike, right):
            return overlaid(chosen(mask, left, right), states)
        if narrow(mask, left):
            return overlaid(pieced([(mask, left), (unlike, right)], NOTHING), states)
        return overlaid(pieced([(unlike, right)], left), states)

    return run


def ladder(arguments: tuple[Argument, ...]) -> Step:
    """IFS: the result behind the first condition that holds; none #N/A."""
    pairs = tuple(zip(arguments[::2], arguments[1::2], strict=True))

    def run(context: Context) -> Values:
        tests = [truths(condition.step(context)) for condition, _ in pairs]
        return pieced(taken(tests, [outcome for _, outcome in pairs], context), NO_MATCH)

    return run


def switch(arguments: tuple[Argument, ...]) -> Step:
    """SWITCH: the result behind the first equal value, else the default or #N/A."""
    value, rest = arguments[0].step, arguments[1:]
    pairs = tuple(zip(rest[: len(rest) // 2 * 2 : 2], rest[1::2], strict=True))
    default = rest[-1].step if len(rest) % 2 else (lambda context: NO_MATCH)
    outcomes = [outcome for _, outcome in pairs]
    reference, written = arguments[0].reference, [match.node for match, _ in pairs]
    fixed = reference is not None and all(isinstance(node, Number | Text | Boolean) for node in written)
    key = Key("switch", reference, *written) if fixed else None

    def run(context: Context) -> Values:
        sought = value(context)

        def find() -> list[Test]:
            return equalities(sought, [match.step(context) for match, _ in pairs], context.texts)

        tests = once(context, key, find)
        pieces = taken(tests, outcomes, context)
        if not context.many:
            return overlaid(pieced(pieces, default(context)), undecided(sought.states))
        left = ~np.logical_or.reduce(np.broadcast_arrays(*(mask for mask, _ in pieces))) if pieces else EVERYWHERE
        if anywhere(left):
            pieces.append((left, where(left, default, context)))
        result = pieced(pieces, NOTHING)
        return overlaid(result, undecided(sought.states))

    return run


def equalities(sought: Values, matches: list[Values], texts: Texts) -> list[Test]:
    """For each match where the value equals it, and the errors of the match."""
    if sought.states is ALL_TEXTS and all(match.states is ALL_TEXTS for match in matches):
        folded = texts.folded(sought.numbers)
        return [(folded == texts.folded(match.numbers), None) for match in matches]
    return [
        ((states_of(sought) == states_of(match)) & relation("=", sought, match, texts), errors_only(match.states))
        for match in matches
    ]


def taken(tests: Sequence[Test], outcomes: Sequence[Argument], context: Context) -> list[tuple[Flags, Values]]:
    """The outcomes behind the tests that hold somewhere; before each, what its test could not decide."""
    pieces = []
    for (mask, states), outcome in zip(tests, outcomes, strict=True):
        if states is not None:
            pieces.append((states != NUMBER, Values(np.zeros((1, 1)), states)))
        if anywhere(mask):
            pieces.append((mask, where(mask, outcome.step, context)))
    return pieces


def choose(arguments: tuple[Argument, ...]) -> Step:
    """CHOOSE: the choice at a place counted from 1; outside #VALUE!."""
    index, choices = arguments[0].step, arguments[1:]

    def run(context: Context) -> Values:
        place = index(context)
        states = blocked([place])
        wanted = floored(place.numbers)
        tests: list[Test] = [(wanted == number, None) for number in range(1, len(choices) + 1)]
        return overlaid(pieced(taken(tests, choices, context), NO_CHOICE), states)

    return run


def if_error(arguments: tuple[Argument, ...]) -> Step:
    """IFERROR: the second value where the first is an error."""
    value, instead = arguments[0].step, arguments[1].step

    def run(context: Context) -> Values:
        result = value(context)
        if errors_only(result.states) is None:
            return result
        return chosen(states_of(result) < FIRST_ERROR, result, instead(context))

    return run


def is_blank(arguments: tuple[Argument, ...]) -> Step:
    """ISBLANK."""
    step = arguments[0].step
    return lambda context: emptiness(step(context))


def negation(arguments: tuple[Argument, ...]) -> Step:
    """NOT."""
    step = arguments[0].step

    def run(context: Context) -> Values:
        truth, states = truths(step(context))
        return flags(~truth, states)

    return run


def condition_part(argument: Argument, context: Context) -> tuple[Flags, Flags, States | None]:
    """Of one argument of AND or OR: what is true, what counts at all, and errors; whole columns spread along rows."""
    values = argument.step(context)
    true = values.numbers != 0
    if values.states is None or values.states is ALL_BOOLEANS:
        return true, np.ones_like(true), None
    states = np.broadcast_to(values.states, values.numbers.shape)
    counted = (states == NUMBER) | (states == BOOLEAN)
    errors = errors_only(states)
    if not argument.passing:
        texts = np.where(states == TEXT, states, np.uint8(NUMBER))
        errors = joined(errors, texts if anywhere(texts) else None)
    return true & counted, counted, errors


def combination(every: bool) -> Build:
    """AND (`every`) or OR: empties and texts of references are skipped; of nothing else the result is empty."""

    def build(arguments: tuple[Argument, ...]) -> Step:
        def run(context: Context) -> Values:
            truth: Flags = np.full((1, 1), every)
            any_counted: Flags = np.zeros((1, 1), dtype=np.bool_)
            states: States | None = None
            for argument in arguments:
                true, counted, errors = condition_part(argument, context)
                holds = true | ~counted if every else true
                if argument.whole:
                    along = np.logical_and if every else np.logical_or
                    holds = along.reduce(holds, axis=1, keepdims=True)
                    counted = np.logical_or.reduce(counted, axis=1, keepdims=True)
                    errors = None if errors is None else first_error(errors)
                truth = truth & holds if every else truth | holds
                any_counted = any_counted | counted
                states = joined(states, errors)
            if np.count_nonzero(any_counted) < any_counted.size:
                states = joined(refused_texts(states), np.where(any_counted, np.uint8(NUMBER), np.uint8(EMPTY)))
            return flags(truth, refused_texts(states))

        return run

    return build


LOGICAL = (
    Function("IF", "One value where a condition holds, another where it does not.", branch),
    Function("IFS", "The value behind the first condition that holds.", ladder),
    Function("SWITCH", "The result behind the first value that is equal.", switch),
    Function("CHOOSE", "The choice at a place counted from 1.", choose),
    Function("IFERROR", "The first value, or the second where the first is an error.", if_error),
    Function("AND", "TRUE when all conditions hold; empties are skipped.", combination(True)),
    Function("OR", "TRUE when any condition holds; empties are skipped.", combination(False)),
    Function("NOT", "TRUE where the condition does not hold.", negation),
    Function("ISBLANK", "TRUE where the cell is empty.", is_blank),
)
