"""A plan made under one set of declarations, opened under another: nothing is lost or dropped in silence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import strategy_studio as studio
from strategy_studio.model.columns import Column, Number, Reference, Text
from strategy_studio.model.worksheet import Figure, Process, Rows, Worksheet, free, one_row_per
from tests.model import tiny

THINNER = replace(tiny.GROUPS, columns=tuple(c for c in tiny.GROUPS.columns if "Spend" not in c.title))
WITHOUT_SPEND = tiny.process(THINNER, tiny.SHOPS, tiny.VISITS, tiny.GRADES, tiny.NOTES)
WITHOUT_SHOPS = tiny.process(tiny.GROUPS, tiny.NOTES)


def declared(sheet: Worksheet, *more: object, **changes: object) -> tuple[Process, ...]:
    """The tiny declarations with columns added to one worksheet."""
    wider = replace(sheet, columns=(*sheet.columns, *more), **changes)  # type: ignore[arg-type]
    others = (tiny.GROUPS, tiny.SHOPS, tiny.VISITS, tiny.GRADES, tiny.NOTES)
    return tiny.process(*(wider if found is sheet else found for found in others))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed plan with two groups, two shops and additions of its user."""
    path = tmp_path / "older.strategy"
    with tiny.opened(path) as plan:
        groups = plan.worksheet("Groups")
        groups.insert_many([{"Group": "Homes", "Heads": 40, "Spend": 200}, {"Group": "Firms", "Heads": 10}])
        plan.worksheet("Shops").insert_many([{"Shop": "North", "Best group": "Homes"}, {"Shop": "South"}])
        groups.add_column("Margin", kind="Money", formula="[@Spend]*0.5")
        plan.add_figure("Top_margin", "MAX(Groups[Margin])+Base_rate")
        plan.add_worksheet("Own list", "Selling", [("Item", "Text"), ("Shop", "Reference(Shops[Shop])")], key="Item")
        plan.worksheet("Own list").insert({"Item": "Sign", "Shop": "North"})
        plan.set("Base_rate", 0.25)
    return path


def test_inputs_of_a_column_that_is_gone_are_left_over_and_come_back(path: Path) -> None:
    with tiny.opened(path, WITHOUT_SPEND) as plan:
        row = plan.worksheet("Groups").row("Homes")
        assert [(c.worksheet, c.column, c.row, c.label, c.value) for c in plan.left_over()] == [
            ("Groups", "Spend", row, "Homes", 200.0)
        ]
        plan.worksheet("Groups").set(row, "Heads", 50)
    with tiny.opened(path) as plan:
        assert plan.left_over() == []
        assert plan.worksheet("Groups").column("Spend") == [200.0, None]
        assert plan.worksheet("Groups").column("Heads") == [50.0, 10.0]


def test_rows_of_a_worksheet_and_values_of_a_parameter_that_are_gone_are_left_over(path: Path) -> None:
    with tiny.opened(path, WITHOUT_SHOPS, ()) as plan:
        cells = {(c.worksheet, c.column, c.label): c.value for c in plan.left_over()}
        assert cells["Shops", "Shop", "North"] == "North"
        assert cells["Parameters", "Value", "Base_rate"] == 0.25
        assert cells["Own list", "Shop", "Sign"] == "North"
        assert all("no place any more" in cell.sentence for cell in plan.left_over())
        assert plan.worksheet("Own list").columns == ["Item"]
    with tiny.opened(path) as plan:
        assert plan.left_over() == []
        assert plan.worksheet("Own list").column("Shop") == ["North"]


def test_a_formula_that_names_what_is_gone_is_an_error_with_a_sentence_and_can_be_mended(path: Path) -> None:
    with tiny.opened(path, WITHOUT_SPEND) as plan:
        groups = plan.worksheet("Groups")
        assert [str(value) for value in groups.column("Margin")] == ["#NAME?", "#NAME?"]
        assert str(plan.value("Top_margin")) == "#NAME?"
        sentences = [finding.sentence for finding in plan.errors() if finding.column == "Margin"]
        assert len(sentences) == 1
        assert "There is no column Spend in Groups" in sentences[0]
        groups.insert({"Group": "Farms", "Heads": 5})
        assert len(groups.column("Margin")) == 3
        with pytest.raises(studio.PlanError, match="There is no column Spend"):
            groups.edit_column("Margin", "[@Spend]*2")
        groups.edit_column("Margin", "[@Heads]*2")
        assert groups.column("Margin") == [80.0, 20.0, 10.0]
        assert plan.value("Top_margin") == 80.25
        assert plan.errors() == []
        plan.undo()
        assert str(plan.value("Top_margin")) == "#NAME?"
        plan.redo()
        assert plan.value("Top_margin") == 80.25


def test_other_changes_go_on_beside_a_broken_formula(path: Path) -> None:
    with tiny.opened(path, WITHOUT_SPEND) as plan:
        plan.add_figure("Twice_heads", "All_heads*2")
        plan.rename_figure("Top_margin", "Best_margin")
        with pytest.raises(studio.PlanError, match="There is no"):
            plan.add_figure("Lost_one", "Nowhere_found+1")
        plan.worksheet("Groups").rename_column("Margin", "Gain")
        plan.close_round("2027")
        assert plan.value("Twice_heads") == 100.0
    with tiny.opened(path) as plan:
        assert plan.value("Best_margin") == 100.25
        assert plan.worksheet("Groups").column("Gain") == [100.0, None]


def test_an_own_column_whose_title_is_declared_since_is_called_own_and_its_formulas_follow(path: Path) -> None:
    wider = declared(tiny.GROUPS, Number("Margin", default=7))
    with tiny.opened(path, wider) as plan:
        groups = plan.worksheet("Groups")
        assert groups.columns[-2:] == ["Margin", "Margin (own)"]
        assert groups.column("Margin (own)") == [100.0, None]
        assert groups.column("Margin") == [None, None]
        assert plan.value("Top_margin") == 100.25
        assert plan.precedents("Top_margin") == ["Groups[Margin (own)]", "Base_rate"]
        plan.add_figure("New_margin", "SUM(Groups[Margin])")
        groups.set(groups.row("Homes"), "Margin", 3)
        assert (plan.value("New_margin"), plan.value("Top_margin")) == (3.0, 100.25)
    with tiny.opened(path, wider) as plan:
        assert (plan.value("New_margin"), plan.value("Top_margin")) == (3.0, 100.25)
        plan.worksheet("Groups").rename_column("Margin (own)", "Gain")
        assert plan.precedents("Top_margin") == ["Groups[Gain]", "Base_rate"]
        assert plan.precedents("New_margin") == ["Groups[Margin]"]


def test_own_worksheets_and_figures_give_way_too(path: Path) -> None:
    with tiny.opened(path) as plan:
        plan.worksheet("Notes").add_column("Item", kind="Reference(Own_list[Item])")
        notes = plan.worksheet("Notes")
        notes.set(notes.rows()[0], "Item", "Sign")
        plan.add_figure("Own_items", "COUNTA(Own_list[Item])")
    new = Worksheet("Own list", "All", "Taken?", (Text("Item", key=True),))
    newer = tiny.process(
        replace(tiny.GROUPS, figures=(*tiny.GROUPS.figures, Figure("Top_margin", "1+1"))),
        tiny.SHOPS, tiny.VISITS, tiny.GRADES, tiny.NOTES, new,
    )  # fmt: skip
    with tiny.opened(path, newer) as plan:
        assert "Own list own" in plan.worksheets()
        assert plan.worksheet("Own list").rows() == []
        assert plan.worksheet("Own list own").column("Item") == ["Sign"]
        assert plan.worksheet("Notes").column("Item") == ["Sign"]
        assert plan.value("Own_items") == 1.0
        assert (plan.value("Top_margin"), plan.value("Top_margin_own")) == (2.0, 100.25)
        plan.remove_figure("Own_items")
        plan.undo()
        assert plan.value("Own_items") == 1.0


def test_a_worksheet_of_a_process_that_is_gone_is_still_there(path: Path) -> None:
    other = tuple(replace(process, title="Trading") for process in tiny.TINY)
    with tiny.opened(path, other) as plan:
        assert plan.worksheet("Own list").column("Item") == ["Sign"]
        plan.rename_worksheet("Own list", "My list")
    with tiny.opened(path, other) as plan:
        assert plan.worksheet("My list").column("Item") == ["Sign"]


def test_renaming_a_key_that_references_name_takes_them_along(path: Path) -> None:
    with tiny.opened(path) as plan:
        plan.worksheet("Notes").add_column("Item", kind="Reference(own_list[item])")
        notes = plan.worksheet("Notes")
        notes.set(notes.rows()[0], "Item", "Sign")
        plan.worksheet("Own list").rename_column("Item", "Thing")
        assert notes.column("Item") == ["Sign"]
        plan.rename_worksheet("Own list", "My list")
        plan.recalculate()
        assert notes.column("Item") == ["Sign"]
    with tiny.opened(path) as plan:
        assert plan.worksheet("Notes").column("Item") == ["Sign"]


def with_visits(columns: tuple[Column, ...], rows: Rows) -> tuple[Process, ...]:
    """The tiny declarations with other keys and rows of Visits."""
    visits = replace(tiny.VISITS, columns=(*columns, *tiny.VISITS.columns[2:3]), rows=rows)
    return tiny.process(tiny.GROUPS, tiny.SHOPS, visits, tiny.GRADES, tiny.NOTES)


BY_GROUP = with_visits(tiny.VISITS.columns[:1], one_row_per("Groups[Group]"))
BY_SHOP = with_visits(tiny.VISITS.columns[1:2], one_row_per("Shops[Shop]"))
BY_HAND = with_visits((Text("Visit", key=True),), free())
BY_BOTH = with_visits(tiny.VISITS.columns[:2], tiny.VISITS.rows)
VARIANTS = {"group": BY_GROUP, "shop": BY_SHOP, "hand": BY_HAND, "both": BY_BOTH}
COUNTS = {"group": 2, "shop": 2, "both": 4}


@pytest.mark.parametrize("first", VARIANTS)
@pytest.mark.parametrize("second", VARIANTS)
def test_rows_that_follow_other_worksheets_than_before_are_left_over(path: Path, first: str, second: str) -> None:
    with tiny.opened(path, VARIANTS[first]) as plan:
        visits = plan.worksheet("Visits")
        if first == "hand":
            for row in visits.rows():
                visits.remove(row)
            visits.insert_many([{"Visit": "Fair", "Count": 7}, {"Visit": "Stall", "Count": 7}])
        typed = visits.rows()
        visits.set_many({(row, "Count"): 7 for row in typed})
    with tiny.opened(path, VARIANTS[second]) as plan:
        visits = plan.worksheet("Visits")
        left = [cell.row for cell in plan.left_over() if (cell.column, cell.value) == ("Count", 7.0)]
        kept = [row for row in visits.rows() if visits.value(row, "Count") == 7.0]
        assert sorted([*left, *kept]) == sorted(typed)
        assert kept == (typed if second in (first, "hand") else [])
        if second != "hand":
            assert len(visits.rows()) == COUNTS[second]
        plan.worksheet("Groups").insert({"Group": "Farms"})
        plan.worksheet("Shops").insert({"Shop": "West"})
        plan.undo()
        plan.undo()
        assert [cell.row for cell in plan.left_over() if (cell.column, cell.value) == ("Count", 7.0)] == left
        assert plan.undo()  # the typing under the other declarations, wherever its rows are now
        assert 7.0 not in [cell.value for cell in plan.left_over() if cell.column == "Count"]
        assert 7.0 not in visits.column("Count")
        plan.redo()
    with tiny.opened(path, VARIANTS[first]) as plan:
        visits = plan.worksheet("Visits")
        assert [row for row in visits.rows() if visits.value(row, "Count") == 7.0] == typed


def test_a_group_of_left_over_visits_is_called_by_its_name(path: Path) -> None:
    with tiny.opened(path, BY_GROUP) as plan:
        visits = plan.worksheet("Visits")
        visits.set(visits.rows()[0], "Count", 7)
    with tiny.opened(path, BY_BOTH) as plan:
        left = {(cell.column, cell.row): cell.value for cell in plan.left_over() if cell.worksheet == "Visits"}
    assert [value for (column, _), value in left.items() if column == "Group"] == ["Homes", "Firms"]


def test_a_text_that_has_become_a_reference_names_the_row_of_that_key_or_is_left_over(path: Path) -> None:
    texts = declared(tiny.SHOPS, Text("Area"))
    with tiny.opened(path, texts) as plan:
        shops = plan.worksheet("Shops")
        shops.set_many({(shops.row("North"), "Area"): "firms", (shops.row("South"), "Area"): "Nobody"})
    references = declared(tiny.SHOPS, Reference("Area", "Groups[Group]"))
    for _ in range(2):
        with tiny.opened(path, references) as plan:
            shops = plan.worksheet("Shops")
            assert shops.column("Area") == ["Firms", None]
            (left,) = plan.left_over()
            assert (left.worksheet, left.label, left.value) == ("Shops", "South", "Nobody")
            assert "Area (as it was) of South in Shops was Nobody" in left.sentence


def test_a_reference_to_rows_of_another_worksheet_is_left_over(path: Path) -> None:
    columns = (tiny.SHOPS.columns[0], Reference("Best group", "Grades[Grade]"))
    others = (tiny.GROUPS, replace(tiny.SHOPS, columns=columns), tiny.VISITS, tiny.GRADES, tiny.NOTES)
    with tiny.opened(path, tiny.process(*others)) as plan:
        assert plan.worksheet("Shops").column("Best group") == [None, None]
        assert [cell.label for cell in plan.left_over()] == ["North"]
