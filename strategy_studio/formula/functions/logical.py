"""Conditions and branches; a branch that is not taken never shows its errors (rules 4.4)."""

from __future__ import annotations

import numpy as np

from ..operators import emptiness, relation
from ..rounding import floored
from ..scope import Context
from ..states import (
    Flags,
    blocked,
    chosen,
    errors_only,
    first_error,
    flags,
    joined,
    one,
    overlaid,
    refused_texts,
    states_of,
    truths,
)
from ..steps import Argument, Build, Function, Step
from ..values import BOOLEAN, EMPTY, FIRST_ERROR, NA, NUMBER, TEXT, VALUE, States, Values


def branch(arguments: tuple[Argument, ...]) -> Step:
    """IF: a branch that no row takes is not even computed."""
    condition, yes = arguments[0].step, arguments[1].step
    no = arguments[2].step if len(arguments) > 2 else (lambda context: one(0.0, BOOLEAN))

    def run(context: Context) -> Values:
        mask, states = truths(condition(context))
        if mask.all():
            return overlaid(yes(context), states)
        if not mask.any():
            return overlaid(no(context), states)
        return overlaid(chosen(mask, yes(context), no(context)), states)

    return run


def ladder(arguments: tuple[Argument, ...]) -> Step:
    """IFS: the result behind the first condition that holds; none #N/A."""
    pairs = tuple(zip(arguments[::2], arguments[1::2], strict=True))

    def run(context: Context) -> Values:
        tests = [truths(condition.step(context)) for condition, _ in pairs]
        result = one(0.0, NA)
        for (mask, states), (_, outcome) in zip(reversed(tests), reversed(pairs), strict=True):
            if mask.any():
                result = chosen(mask, outcome.step(context), result)
            result = overlaid(result, states)
        return result

    return run


def switch(arguments: tuple[Argument, ...]) -> Step:
    """SWITCH: the result behind the first equal value, else the default or #N/A."""
    value, rest = arguments[0].step, arguments[1:]
    pairs = tuple(zip(rest[: len(rest) // 2 * 2 : 2], rest[1::2], strict=True))
    default = rest[-1].step if len(rest) % 2 else (lambda context: one(0.0, NA))

    def run(context: Context) -> Values:
        sought = value(context)
        tests = [equality(sought, match.step(context), context) for match, _ in pairs]
        result = default(context)
        for (mask, errors), (_, outcome) in zip(reversed(tests), reversed(pairs), strict=True):
            if mask.any():
                result = chosen(mask, outcome.step(context), result)
            result = overlaid(result, errors)
        return overlaid(result, passed_on(sought))

    return run


def equality(sought: Values, match: Values, context: Context) -> tuple[Flags, States | None]:
    """Where two values are equal, and the errors of the second."""
    same = states_of(sought) == states_of(match)
    return same & relation("=", sought, match, context.texts), errors_only(match.states)


def passed_on(values: Values) -> States | None:
    """The states that are errors or EMPTY; NUMBER elsewhere."""
    if values.states is None or not (values.states >= EMPTY).any():
        return None
    return np.where(values.states >= EMPTY, values.states, np.uint8(NUMBER))


def choose(arguments: tuple[Argument, ...]) -> Step:
    """CHOOSE: the choice at a place counted from 1; outside #VALUE!."""
    index, choices = arguments[0].step, arguments[1:]

    def run(context: Context) -> Values:
        place = index(context)
        states = blocked([place])
        wanted = floored(place.numbers)
        result = one(0.0, VALUE)
        for number, choice in enumerate(choices, 1):
            mask = wanted == number
            if mask.any():
                result = chosen(mask, choice.step(context), result)
        return overlaid(result, states)

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


def condition_part(argument: Argument, context: Context) -> tuple[Flags, Flags, States]:
    """Of one argument of AND or OR: what is true, what counts at all, and errors; whole columns spread along rows."""
    values = argument.step(context)
    states = np.broadcast_to(states_of(values), values.numbers.shape)
    counted = (states == NUMBER) | (states == BOOLEAN)
    errors = np.where(states >= FIRST_ERROR, states, np.uint8(NUMBER))
    if not argument.passing:
        errors = np.where(states == TEXT, np.uint8(TEXT), errors)
    return (values.numbers != 0) & counted, counted, errors


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
                    errors = first_error(errors)
                truth = truth & holds if every else truth | holds
                any_counted = any_counted | counted
                states = joined(states, errors if errors.any() else None)
            empty = np.where(any_counted, np.uint8(NUMBER), np.uint8(EMPTY))
            return flags(truth, joined(refused_texts(states), empty))

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
