"""The strategy map: objectives in lanes, claims as arrows whose colour, line and word say how far they hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from ..analysis.claims import ClaimTest, test_claims
from ..analysis.rows import cells, review_roles
from .display_list import STATUS_ROLES, Arrow, Badge, Box, Item, Label, Picture
from .map_routes import Lanes, routes
from .tiles import HEIGHT, MARGIN, SMALL, TOP, WIDTH, cut, lines_of, page
from .widths import text_width

if TYPE_CHECKING:
    from ..model.plan import Plan
    from ..model.review import ObjectiveRoles

LIST = 520.0
"""The width of the list of claims to the right of the map."""
NAMES = 132.0
BOX, GAP, CHANNEL = 104.0, 56.0, 56.0
ROW, LINE = 62.0, 21.0
"""The height of a claim in the list, and of each line more than one about its verdict."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a verdict is drawn."""

    role: str
    width: float
    dash: tuple[float, ...]


LOOKS = {
    "Supported so far": Look("on", 4.0, ()),
    "Contradicted": Look("off", 4.0, (16, 6)),
    "Unclear": Look("watch", 3.0, (8, 6)),
    "Too few": Look("nodata", 2.5, (2.5, 6)),
}


@dataclass(frozen=True, slots=True)
class Objective:
    """What stands in one box."""

    name: str
    lane: str
    status: str
    score: str


def strategy_map(plan: Plan) -> Picture:
    """All objectives by lane with their status, and the claims between them; to the right what each claim came to."""
    roles = review_roles(plan)
    found = objectives(plan, roles.objectives) if roles else []
    if not roles or not found:
        return page("Nothing on the strategy map yet", "", [
            Label("Add objectives, then the links between them.", MARGIN, TOP + 40, 20, "missingline")
        ])  # fmt: skip
    tests = test_claims(plan)
    links = [(test.cause, test.effect) for test in tests]
    lanes = lanes_of(lane_names(plan, roles.objectives, found), found, links)
    ways = routes(lanes, links)
    drawn = {box.node for boxes in lanes.boxes for box in boxes}
    items: list[Item] = [*draw_lanes(lanes, lane_names(plan, roles.objectives, found))]
    for test, way in zip(tests, ways, strict=True):
        look = LOOKS[test.verdict]
        if way:
            items.append(
                Arrow(way, look.role, look.width, look.dash, node=test.label, tip=f"{test.claim} {test.sentence}")
            )
    for objective in found:
        box = next((box for boxes in lanes.boxes for box in boxes if box.node == objective.name), None)
        if box is not None:
            items += draw_objective(objective, box)
    for number, way in enumerate(ways, start=1):
        if way:
            items += marker(
                number, way[0][0], way[0][1] + (-17 if way[1][1] < way[0][1] else 17), LOOKS[tests[number - 1].verdict]
            )
    items += draw_list(tests, drawn)
    beneath = "Each arrow is a claim, numbered where it starts; its line says how far measurements bear it out"
    return page(title_of(tests), beneath, [*items, *draw_legend(HEIGHT - 30)])


def objectives(plan: Plan, roles: ObjectiveRoles) -> list[Objective]:
    """All objectives that have a name, in row order."""
    sheet = plan.sheet(roles.scored.partition("[")[0])
    scored = dict(zip(cells(plan, roles.scored), sheet.ids, strict=True))
    found = []
    for name, lane in zip(cells(plan, roles.key), cells(plan, roles.lane), strict=True):
        if name and name in scored:
            score, status = (
                sheet.value(scored[name], node.partition("[")[2].removesuffix("]"))
                for node in (roles.score, roles.status)
            )
            shown = f"{score * 100:.0f}\u202f%" if isinstance(score, float) else ""
            found.append(Objective(name, lane or "", status or "No data", shown))
    return found


def lane_names(plan: Plan, roles: ObjectiveRoles, found: Sequence[Objective]) -> list[str]:
    """The choices of the lane column, and one lane more for objectives without."""
    choices = list(plan.structure.places[roles.lane].kind.choices)
    used = {objective.lane for objective in found}
    return [*choices, *(["No lane"] if "" in used else [])]


def lanes_of(names: Sequence[str], found: Sequence[Objective], links: Sequence[tuple[str, str]]) -> Lanes:
    """Boxes of equal height in each lane, ordered so that few arrows cross."""
    groups = ordered([[o.name for o in found if (o.lane or "No lane") == name] for name in names], links)
    left, right = MARGIN + NAMES, WIDTH - MARGIN - LIST - 30
    top, bottom = TOP + CHANNEL, HEIGHT - 84
    height = min(BOX, (bottom - top) / len(groups) * 0.5)
    pitch = (bottom - top - height) / max(1, len(groups) - 1)
    boxes, channels = [], []
    for lane, group in enumerate(groups):
        y = top + lane * pitch
        width = (right - left - GAP * (len(group) + 1)) / max(1, len(group))
        boxes.append(tuple(
            Box(left + GAP + at * (width + GAP), y, width, height, "surface", "border", 1.5, 8, node=name, tip=name)
            for at, name in enumerate(group)
        ))  # fmt: skip
        above = top - CHANNEL if lane == 0 else y - pitch + height
        channels.append((above + 36, y - 36) if lane else (above, y - 36))
    last = top + (len(groups) - 1) * pitch + height
    channels.append((last + 34, last + CHANNEL + 34))
    return Lanes(tuple(boxes), tuple(channels), left, right)


def ordered(groups: list[list[str]], links: Sequence[tuple[str, str]]) -> list[list[str]]:
    """Each group sorted by the mean place of what it is linked to in other groups, a few times over (barycentres)."""
    for _ in range(4):
        place = {name: (at + 0.5) / len(group) for group in groups for at, name in enumerate(group)}
        home = {name: number for number, group in enumerate(groups) for name in group}
        near: dict[str, list[float]] = {}
        for one, other in links:
            if one in home and other in home and home[one] != home[other]:
                near.setdefault(one, []).append(place[other])
                near.setdefault(other, []).append(place[one])
        pull = {name: sum(near[name]) / len(near[name]) if name in near else at for name, at in place.items()}
        groups = [sorted(group, key=pull.__getitem__) for group in groups]
    return groups


def draw_lanes(lanes: Lanes, names: Sequence[str]) -> list[Item]:
    """A band behind each lane, with its name at the left."""
    items: list[Item] = []
    tops = [channel[1] for channel in lanes.channels[:-1]]
    for number, (name, boxes) in enumerate(zip(names, lanes.boxes, strict=True)):
        y = boxes[0].y if boxes else tops[number] + 36
        height = boxes[0].height if boxes else BOX
        items.append(Box(MARGIN, y - 10, lanes.right - MARGIN, height + 20, "header", "border", 1, 8, node=name))
        for at, text in enumerate(lines_of(name, NAMES - 20, 18, 600, 3)):
            items.append(Label(text, MARGIN + 16, y + 22 + 24 * at, 18, "muted", 600))
    return items


def draw_objective(objective: Objective, box: Box) -> list[Item]:
    """The box of an objective: its name, and status by shape, word and colour with the score."""
    status = objective.status if objective.status in STATUS_ROLES else "No data"
    role = STATUS_ROLES[status]
    small = box.width < 230
    size = 16.0 if small else 18.0
    items: list[Item] = [Box(box.x, box.y, box.width, box.height, "surface", role, 2, 8, node=box.node, tip=box.tip)]
    for at, text in enumerate(lines_of(objective.name, box.width - 24, size, 600, 2)):
        items.append(Label(text, box.x + 12, box.y + 28 + 23 * at, size, "text", 600, node=box.node))
    words, room = f"{objective.status} {objective.score}".rstrip(), box.width - 50
    if text_width(words, 16, 600) > room:
        words = objective.status
    base = box.y + box.height - 13
    items.append(Badge(status, box.x + 12, base - 14, 16, node=box.node))  # type: ignore[arg-type]
    items.append(Label(cut(words, room, 16, 600), box.x + 34, base, 16, role, 600, node=box.node))
    return items


def marker(number: int, x: float, y: float, look: Look) -> list[Item]:
    """The number of a claim in the colour of its verdict, centred on a point."""
    text = str(number)
    width = text_width(text, SMALL, 600) + 14
    return [
        Box(x - width / 2, y - 12, width, 24, "surface", look.role, 2, 12),
        Label(text, x, y + 6, SMALL, look.role, 600, "centre"),
    ]


def draw_list(tests: Sequence[ClaimTest], drawn: set[str]) -> list[Item]:
    """The claims with number, name, verdict, points and lag; as many as the page has room for."""
    left, room = WIDTH - MARGIN - LIST, HEIGHT - 80 - TOP
    told = [told_of(test, drawn) for test in tests]
    ends = list(accumulate(ROW + LINE * (len(lines) - 1) for lines in told))
    shown = len(tests) if not ends or ends[-1] <= room else sum(end <= room - ROW for end in ends)
    items: list[Item] = []
    for number, (test, lines, y) in enumerate(zip(tests[:shown], told, [0.0, *ends], strict=False), start=1):
        items += draw_claim(number, test, lines, left, TOP + y)
    if shown < len(tests):
        more = f"and {len(tests) - shown} more claims in the worksheet"
        items.append(Label(more, left + 46, TOP + [0.0, *ends][shown] + 22, SMALL, "muted"))
    return items


def draw_claim(number: int, test: ClaimTest, lines: Sequence[str], left: float, y: float) -> list[Item]:
    """One claim of the list: number and name, beneath them the verdict with what it rests on."""
    look, beside = LOOKS[test.verdict], left + 46 + verdict_width(test)
    return [
        *marker(number, left + 18, y + 16, look),
        Label(cut(test.label or test.claim, LIST - 52, 18, 600), left + 46, y + 22, 18, "text", 600),
        Label(test.verdict, left + 46, y + 45, SMALL, look.role, 600),
        *(
            Label(line, left + 46 if at else beside, y + 45 + LINE * at, SMALL, "muted")
            for at, line in enumerate(lines)
        ),
    ]


def verdict_width(test: ClaimTest) -> float:
    """What the verdict takes of its line, with the space behind it."""
    return text_width(test.verdict, SMALL, 600) + 12


def told_of(test: ClaimTest, drawn: set[str]) -> list[str]:
    """What a verdict rests on: what fits beside it, and the rest as a second line."""
    lost = "" if {test.cause, test.effect} <= drawn else ", not on the map"
    parts, room = (figures_of(test) + lost).split(", "), LIST - 46 - verdict_width(test)
    fit = max(sum(text_width(", ".join(parts[:count]), SMALL) <= room for count in range(1, len(parts) + 1)), 1)
    lines = [", ".join(parts[:fit]), ", ".join(parts[fit:])]
    return [cut(line, width, SMALL) for line, width in zip(lines, (room, LIST - 46), strict=True) if line]


def figures_of(test: ClaimTest) -> str:
    """Points, agreement and correlation of a claim, and its lag."""
    lag = "" if test.lag is None else f", lag {test.lag_months} months" if test.lag_months else ", no lag"
    points = f"{len(test.points)} point{'s' * (len(test.points) != 1)}"
    if test.verdict == "Too few" or test.correlation is None:
        return points + lag
    rank = f"{test.correlation:+.2f}".replace("-", "−")
    return f"{points}{lag}, {test.agreeing} of {test.moving} agree, rank {rank}"


def title_of(tests: Sequence[ClaimTest]) -> str:
    """How many claims stand where."""
    counts = Counter(test.verdict for test in tests)
    words = {word: word.lower() for word in LOOKS} | {"Too few": "with too few points"}
    told = ", ".join(f"{counts[word]} {told}" for word, told in words.items() if counts[word])  # type: ignore[index]
    return f"{len(tests)} claim{'s' * (len(tests) != 1)}: {told}" if tests else "No claims between the objectives yet"


def draw_legend(y: float) -> list[Item]:
    """What the lines mean."""
    items: list[Item] = []
    x = MARGIN
    for word, look in LOOKS.items():
        items.append(Arrow(((x, y - 6), (x + 54, y - 6)), look.role, look.width, look.dash))
        items.append(Label(word, x + 66, y, SMALL, look.role, 600))
        x += 66 + text_width(word, SMALL, 600) + 36
    return items
