"""The sheets Checks and Read me: whether the workbook still says what the studio said, and how to read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...formula.errors import FormulaError
from ...formula.values import Scalar
from ...model.findings import errors, missing
from ...model.formats import excel_number_format
from .cells import set_for_print, write_formula, write_value
from .formulas import Formulas
from .names import value_of
from .styles import Styles

if TYPE_CHECKING:
    from ...model.plan import Plan
    from ...model.worksheet import Figure

HEADER_ROW = 4
_MOST_FINDINGS = 500
AGREES, DIFFERS = "Agrees", "Differs"


def write_checks(page: Any, plan: Plan, formulas: Formulas, shortened: list[str], styles: Styles, title: str) -> None:
    """Each Figure twice, the studio's value and the workbook's; then what is wrong or missing in the plan."""
    page.set_row(0, 26)
    page.write_string(0, 0, "Checks", styles.title())
    page.write_string(1, 0, "The studio's values stand beside what this workbook calculates.", styles.question())
    columns = [
        {"header": word, "header_format": styles.header(word in ("Studio", "Workbook"))}
        for word in ("Figure", "Studio", "Workbook", "Result")
    ]
    last = HEADER_ROW + max(len(plan.figures), 1)
    page.add_table(HEADER_ROW, 0, last, 3, {"name": "Checks", "columns": columns, "style": None})
    for row, figure in enumerate(plan.figures.values(), HEADER_ROW + 1):
        _write_check(page, row, figure, value_of(plan, figure.name), styles)
    verdict = f'IF(COUNTIFS(Checks[Result],"{DIFFERS}")=0,"All Figures agree with the studio.",' \
        f'COUNTIFS(Checks[Result],"{DIFFERS}")&" Figures differ from the studio; see below.")'  # fmt: skip
    write_formula(page, 2, 0, verdict, "All Figures agree with the studio.", styles.make(bold=True, font_color="on"))
    bad = styles.rule("off", "offsoft")
    page.conditional_format(
        HEADER_ROW + 1, 3, last, 3, {"type": "cell", "criteria": "==", "value": f'"{DIFFERS}"', "format": bad}
    )
    page.conditional_format(2, 0, 2, 0, {"type": "text", "criteria": "containing", "value": "differ ", "format": bad})
    _write_findings(page, _findings(plan, formulas, shortened), styles, last + 2)
    for place, width in enumerate((34, 20, 20, 14)):
        page.set_column(place, place, width)
    page.freeze_panes(HEADER_ROW + 1, 1)
    set_for_print(page, title, HEADER_ROW)


def _write_check(page: Any, row: int, figure: Figure, value: Scalar, styles: Styles) -> None:
    name = figure.name
    page.write_string(row, 0, name, styles.computed("@", key=True, left=True))
    shown = value.code if isinstance(value, FormulaError) else value
    look = styles.computed(excel_number_format(figure.kind, figure.format))
    write_value(page, row, 1, shown, look)
    write_formula(page, row, 2, f'IF(LEN({name})=0,"",{name})', value, look)
    write_formula(page, row, 3, _agreement(row, value), AGREES, styles.computed("General", left=True))


def _agreement(row: int, value: Scalar) -> str:
    ours, theirs = f"$B{row + 1}", f"$C{row + 1}"
    if isinstance(value, FormulaError):
        agree = f"ISERROR({theirs})"
    elif value is None:
        agree = f"LEN({theirs})=0"
    elif isinstance(value, float):
        agree = f"IF(ISNUMBER({theirs}),ABS({theirs}-{ours})<=1E-9*MAX(1,ABS({ours})),FALSE)"
    else:
        agree = f"{theirs}={ours}"
    return f'IF(IFERROR({agree},FALSE),"{AGREES}","{DIFFERS}")'


def _findings(plan: Plan, formulas: Formulas, shortened: list[str]) -> dict[str, list[str]]:
    """What is wrong or missing in the plan, and what the workbook does not hold as the studio does."""
    values_only = [f"{node} is written as values: {sentence}" for node, sentence in formulas.as_values.items()]
    found = {
        "Errors in the plan": [finding.sentence for finding in errors(plan)],
        "Inputs missing": [f"{_title(plan, found.worksheet)}: {found.sentence}" for found in missing(plan)],
        "Without a live formula": values_only,
    }
    return {**found, "Texts longer than a cell": shortened} if shortened else found


def _write_findings(page: Any, groups: dict[str, list[str]], styles: Styles, row: int) -> None:
    for heading, sentences in groups.items():
        page.write_string(row, 0, f"{heading}: {len(sentences)}", styles.make(bold=True, font_color="text"))
        for sentence in sentences[:_MOST_FINDINGS]:
            row += 1
            page.write_string(row, 0, sentence, styles.make(font_color="text"))
        if len(sentences) > _MOST_FINDINGS:
            row += 1
            more = f"and {len(sentences) - _MOST_FINDINGS:,} more; the studio lists them all."
            page.write_string(row, 0, more, styles.make(font_color="muted"))
        row += 2


def _title(plan: Plan, worksheet: str) -> str:
    found = plan.structure.worksheets.get(worksheet)
    return found.title if found else worksheet


READ_ME = (
    "Every figure in this workbook is alive: change an input and everything that depends on it follows.",
    "White cells with blue text are yours to fill. Tinted cells are computed or follow another sheet; leave them.",
    "Balanced scorecard is a report of the sheets behind it. Each process has its sheets, coloured alike.",
    "Parameters hold what the whole plan assumes, Figures what it comes to; both have workbook names.",
    "Last round keeps the values of the round closed before, for comparison. They do not change.",
    "Checks compares the studio's Figures with this workbook's and lists errors and missing inputs.",
    "An empty input leaves what depends on it empty: nothing measured is never shown as 0.",
    "Column A of each table is a hidden row id. Leave it in place so that the studio can tell the rows apart.",
    "No macros, no links to other files, no password.",
)


def write_read_me(page: Any, styles: Styles, title: str, written: str) -> None:
    """What the workbook is, in sentences."""
    page.set_column(0, 0, 110)
    page.set_row(0, 26)
    page.write_string(0, 0, title, styles.title())
    page.write_string(1, 0, written, styles.question())
    for row, sentence in enumerate(READ_ME, 3):
        page.write_string(row, 0, sentence, styles.note())
    row = 4 + len(READ_ME)
    page.write_string(row, 0, "An input: typed by you", styles.typed("@"))
    page.write_string(row + 1, 0, "A computed cell", styles.computed("@"))
    set_for_print(page, title)
