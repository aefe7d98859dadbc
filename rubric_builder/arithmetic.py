"""Whether points add up: items → indicator → parent → scale, with each discrepancy named."""

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from corpus import checks
from corpus.evidence import Cited, Proof
from corpus.reading import number
from extract.findings import Award, Cap
from extract.issues import Issue
from rubric_builder.draft import Criterion, Indicator
from rubric_builder.groups import Group, group_of

SCALES = (Decimal(100), Decimal(1000))  # 百分制, 千分制
GROUP_FIELD = "适用对象"


def own_points(part: Indicator | Criterion) -> Decimal | None:
    """The points that add up: None also for a criterion that shares those of its row with others (`inherited`)."""
    proof = part.proof.get("points")
    return None if isinstance(part, Criterion) and proof and proof.how == "inherited" else part.points


def part_points(indicator: Indicator) -> list[Decimal | None]:
    """The own points of an indicator's parts."""
    return [*(child.points for child in indicator.children), *(own_points(c) for c in indicator.criteria)]


def scale_groups(indicators: Sequence[Indicator]) -> tuple[tuple[Indicator, ...], ...]:
    """First-level indicators by whom they are for: several rubrics in one draft add up each to the scale on its own."""
    groups: dict[str, list[Indicator]] = {}
    for indicator in indicators:
        if group_of(indicator.name) is Group.SCORED:  # 扣分项 has no points that count into the scale
            titled = indicator.proof.get(f"fields.{GROUP_FIELD}")
            whose = indicator.fields[GROUP_FIELD] if titled and titled.rule != "cell" else ""  # not a column's
            groups.setdefault(whose, []).append(indicator)
    return tuple(tuple(group) for group in groups.values())


def computed_scale(indicators: Sequence[Indicator]) -> Cited[int] | None:
    """The scale that the first level's points add up to: 100 or 1000 exactly; else None.

    Of several rubrics those that add up exactly say it, as long as they say the same; the others are then off.
    """
    exact = [group for group in scale_groups(indicators) if _sum(group) in SCALES]
    if len({_sum(group) for group in exact}) != 1:
        return None
    inputs = tuple(f"{indicator.id}#points" for indicator in exact[0])
    total = checks.total([indicator.points for indicator in exact[0]])
    return Cited(int(total), Proof(how="computed", reader="total", inputs=inputs))


def sum_issues(indicators: Sequence[Indicator], scale: int | None, settled: Collection[str] = ()) -> tuple[Issue, ...]:
    """Every place where points do not add up, each named with what was found, what was expected and where.

    `settled` are the groups (适用对象) whose table itself states what it adds up to.
    """
    found: list[Issue] = []
    for indicator in indicators:
        found.extend(_within(indicator, ()))
    for group in scale_groups(indicators):
        if group[0].fields.get(GROUP_FIELD) not in settled and not _weighted(group, scale):
            found.extend(_against_scale(group, scale))
    return tuple(found)


def _weighted(group: Sequence[Indicator], scale: int | None) -> bool:
    """Whether the first level has weights that add up to the scale, and its own points are each out of the full marks."""
    weights = [_weight(indicator) for indicator in group]
    if len(group) < 2 or None in weights or any(i.points not in (None, *SCALES) for i in group):
        return False
    return sum((w for w in weights if w is not None), Decimal(0)) == (scale or 100)


def _weight(indicator: Indicator) -> Decimal | None:
    said = next((text for header, text in indicator.fields.items() if "权重" in header or "比重" in header), "")
    try:
        return number(said)
    except ValueError:
        return None


def _within(indicator: Indicator, above: tuple[str, ...]) -> Iterator[Issue]:
    names = (*above, indicator.name)
    for child in indicator.children:
        yield from _within(child, names)
    parts = part_points(indicator)
    yield from _missing(indicator, names)
    if indicator.points is None or not parts or _computed(indicator):
        return
    stated = [points for points in parts if points is not None]
    total = sum(stated, Decimal(0))
    if _instead(indicator):
        return
    if total == indicator.points or (len(stated) < len(parts) and total <= indicator.points):
        yield from _stated_in_words(indicator, names)
        return
    called = "›".join(names)
    what = "下级指标分值" if indicator.children else "各项细则分值"
    added = "＋".join(_number(points) for points in stated)
    said = f"“{called}”{what}合计{_number(total)}分（{added}），标明分值{_number(indicator.points)}分，相差{_signed(total - indicator.points)}分"
    yield _issue(f"{said}{suspects(indicator, total - indicator.points)}", indicator)


def _instead(indicator: Indicator) -> bool:
    """Whether the parts are for different units, each of them worth the whole (专项工作: 公安局 60, 住建局 60)."""
    whose = [child.fields.get(GROUP_FIELD) for child in indicator.children]
    apart = len(whose) > 1 and None not in whose and len(set(whose)) == len(whose) and not indicator.criteria
    return apart and all(child.points == indicator.points for child in indicator.children)


def _missing(indicator: Indicator, names: tuple[str, ...]) -> Iterator[Issue]:
    """A part without points beside others that have them, where the whole states none either."""
    bare = [child for child in indicator.children if child.points is None and group_of(child.name) is Group.SCORED]
    if indicator.points is None and bare and 2 * len(bare) < len(indicator.children):
        stated = sum((child.points for child in indicator.children if child.points is not None), Decimal(0))
        listed = "、".join(child.name for child in bare)
        said = f"“{'›'.join(names)}”下的“{listed}”没有分值，其余合计{_number(stated)}分，请核对是否漏填"
        yield _issue(said, indicator, code="points-missing", severity="warning")


def _stated_in_words(indicator: Indicator, names: tuple[str, ...]) -> Iterator[Issue]:
    """A cap in the sentence that is higher than the indicator's points: 分值100, 最高扣200分."""
    for criterion in indicator.criteria:
        for rule in criterion.rules:
            if (
                isinstance(rule, Cap)
                and rule.of == "deduct"
                and rule.scope not in ("table", "total")
                and rule.points is not None
                and indicator.points is not None
            ):
                limit = criterion.points if criterion.points is not None else indicator.points
                if rule.points > limit:
                    called = "›".join(names)
                    said = f"“{called}”细则写明最高扣{_number(rule.points)}分，超过分值{_number(limit)}分"
                    yield _issue(said, indicator, code="cap-above-points", severity="warning")


def suspects(indicator: Indicator, off: Decimal) -> str:
    """The parts whose own words speak for another number that would make the sum right."""
    out = []
    for part in indicator.children:
        if part.points is None:
            continue
        wanted = part.points - off
        if wanted in _own_numbers(part):
            out.append(f"“{part.name}”标明{_number(part.points)}分而细则为{_number(wanted)}分")
    return f"；{'、'.join(out)}，请先核对" if out else ""


def _own_numbers(indicator: Indicator) -> set[Decimal]:
    """What an indicator's parts say it is worth: the sum of its items, a full award, a cap."""
    out: set[Decimal] = set()
    points = [own_points(criterion) for criterion in indicator.criteria]
    if len(points) > 1 and None not in points:
        out.add(sum((p for p in points if p is not None), Decimal(0)))
    for criterion in indicator.criteria:
        for rule in criterion.rules:
            if isinstance(rule, Award | Cap) and rule.points is not None:
                out.add(rule.points)
    return out


def _against_scale(group: Sequence[Indicator], scale: int | None) -> Iterator[Issue]:
    stated = [i for i in group if i.points is not None]
    if not stated:
        return
    total = sum((i.points for i in stated if i.points is not None), Decimal(0))
    whose = f"（{group[0].fields[GROUP_FIELD]}）" if GROUP_FIELD in group[0].fields else ""
    listed = "、".join(f"{i.name}{_number(i.points)}" for i in stated if i.points is not None)
    if scale is not None and total != scale and len(stated) == len(group):
        said = f"一级指标{whose}分值合计{_number(total)}分，应为{scale}分，相差{_signed(total - scale)}分：{listed}"
        yield _issue(said + _first_level_suspects(group, total - scale), group[0])
    elif scale is None and total not in SCALES and len(stated) == len(group):
        near = min(SCALES, key=lambda s: abs(s - total))
        said = f"一级指标{whose}分值合计{_number(total)}分，不是百分制或千分制，文中也没有写明总分：{listed}"
        yield _issue(
            said + _first_level_suspects(group, total - near), group[0], code="scale-unknown", severity="warning"
        )


def _first_level_suspects(group: Sequence[Indicator], off: Decimal) -> str:
    out = []
    for indicator in group:
        parts = part_points(indicator)
        if indicator.points is None or not parts or None in parts:
            continue
        own = sum((p for p in parts if p is not None), Decimal(0))
        if own != indicator.points and own == indicator.points - off:
            out.append(f"“{indicator.name}”标明{_number(indicator.points)}分，下级合计{_number(own)}分")
    return f"；{'、'.join(out)}，按下级合计则总分相符，请先核对" if out else ""


def _computed(indicator: Indicator) -> bool:
    proof = indicator.proof.get("points")
    return proof is not None and proof.how == "computed"


def _sum(group: Sequence[Indicator]) -> Decimal | None:
    points = [indicator.points for indicator in group]
    if not points or None in points:
        return None
    return sum((p for p in points if p is not None), Decimal(0))


def _issue(message: str, indicator: Indicator, code: str = "sum-mismatch", severity: str = "error") -> Issue:
    node = indicator.evidence[0].node if indicator.evidence else None
    return Issue(code=code, severity="error" if severity == "error" else "warning", message=message, node=node)


def _number(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _signed(value: Decimal) -> str:
    return ("＋" if value > 0 else "－") + _number(abs(value))
