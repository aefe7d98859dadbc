"""What was typed into a form, as values: read field by field, or refused in one sentence."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from corpus.errors import Blocked
from corpus.evidence import Proved
from corpus.values import Value
from extract.findings import Every, Frequency, Grade, Per, Range, RankStep
from rubric_builder.items import field_name

FieldType = Literal["text", "long", "decimal", "int", "date", "list", "choice"]


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of a form. `name` is also the key under which it comes back; `value` is what stands in it at first;
    `choices` are (value, words). A list has one entry a line."""

    name: str
    label: str
    type: FieldType
    value: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = False


_DECIMAL = re.compile(r"\d{1,7}(?:\.\d{1,4})?")
_WHOLE = re.compile(r"\d{1,9}")


class _Unread(Exception):
    """A field whose text can't be read; the message says what was expected."""


def read_form(form: Sequence[FormField], typed: Mapping[str, str], record: Proved | None) -> dict[str, Any]:
    """The values of these fields, by the names of the record's; a field that was not typed keeps what stands in it.

    `record` is what is edited; null for something new. Raises `Blocked` (code `edit.value`) with one sentence for each
    field that can't be read.
    """
    values: dict[str, Any] = {}
    wrong: list[str] = []
    for field in form:
        try:
            values[field.name] = value = _READ[field.type](field, typed.get(field.name, field.value))
            if field.required and value in (None, "", []):
                raise _Unread("不能为空")
        except _Unread as error:
            wrong.append(f"“{field.label}”{error}")
    for name, build in (("per", _per), ("frequency", _frequency)):
        parts = {key: values.pop(key) for key in list(values) if key.startswith(f"{name}.")}
        if parts and not wrong:
            try:
                values[name] = build(parts, getattr(record, name, None))
            except _Unread as error:
                wrong.append(str(error))
    if record is not None and not wrong:
        wrong += _crossed(record, values)
    if wrong:
        raise Blocked("edit.value", "；".join(wrong))
    return values


def _text(field: FormField, said: str) -> str | None:
    plain = said.replace("\r\n", "\n").strip()
    if len(plain) > 20_000:
        raise _Unread("过长，最多两万字")
    return plain or None


def _decimal(_: FormField, said: str) -> int | float | None:
    plain = unicodedata.normalize("NFKC", said).strip().removesuffix("分").strip()
    if not plain:
        return None
    if not _DECIMAL.fullmatch(plain):
        raise _Unread(f"应是数字（最多四位小数），填的是“{_short(said)}”")
    value = Decimal(plain)
    return int(value) if value == value.to_integral_value() else float(value)


def _int(_: FormField, said: str) -> int | None:
    plain = unicodedata.normalize("NFKC", said).strip()
    if not plain:
        return None
    if not _WHOLE.fullmatch(plain):
        raise _Unread(f"应是整数，填的是“{_short(said)}”")
    return int(plain)


def _date(_: FormField, said: str) -> str | None:
    plain = unicodedata.normalize("NFKC", said).strip()
    if not plain:
        return None
    found = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", plain)
    try:
        if found is None:
            raise ValueError
        return date(*map(int, found.groups())).isoformat()
    except ValueError:
        raise _Unread(f"应是日期，如2025-12-31，填的是“{_short(said)}”") from None


def _list(_: FormField, said: str) -> list[str]:
    return [part for line in said.splitlines() for each in re.split("[、；;]", line) if (part := each.strip())]


def _choice(field: FormField, said: str) -> str | int | None:
    if said not in [value for value, _ in field.choices]:
        raise _Unread(f"应是{'、'.join(words for _, words in field.choices)}之一")
    return int(said) if re.fullmatch(r"-?\d+", said) else said or None


_READ: Mapping[str, Callable[[FormField, str], Any]] = {
    "text": _text, "long": _text, "decimal": _decimal, "int": _int, "date": _date, "list": _list, "choice": _choice,
}  # fmt: skip


def _per(parts: Mapping[str, Any], old: Value | None) -> dict[str, Any] | None:
    given = {**_parts_of(old, "per"), **parts}
    count, unit = given.get("per.count"), given.get("per.unit")
    if count is None and unit is None:
        return None
    if unit is None or count == 0:
        raise _Unread("“每（数量）”和“计数单位”须一并填写，数量大于0")
    return {"count": 1 if count is None else count, "unit": unit}


def _frequency(parts: Mapping[str, Any], old: Value | None) -> dict[str, Any] | None:
    given = {**_parts_of(old, "frequency"), **parts}
    unit = given.get("frequency.unit")
    if unit is None:
        if any(given.get(f"frequency.{part}") is not None for part in ("at_least", "count")):
            raise _Unread("填写频次须选择“周期”；没有频次的，次数也应空着")
        return None
    at_least, count = (
        1 if given.get(f"frequency.{p}") is None else given[f"frequency.{p}"] for p in ("at_least", "count")
    )
    if not at_least or not count:
        raise _Unread("频次的次数和周期数须大于0")
    return {"at_least": at_least, "every": {"count": count, "unit": unit}}


def _parts_of(old: Value | None, name: str) -> dict[str, Any]:
    match old:
        case Per():
            return {"per.count": old.model_dump(mode="json")["count"], "per.unit": old.unit}
        case Frequency(at_least=at_least, every=Every(count=count, unit=unit)):
            return {f"{name}.at_least": at_least, f"{name}.count": count, f"{name}.unit": unit}
        case _:
            return {}


def _crossed(record: Proved, values: Mapping[str, Any]) -> Iterator[str]:
    """Bounds that are the wrong way round."""

    def now(name: str) -> Any:
        return values[name] if name in values else getattr(record, name)

    pairs: tuple[tuple[str, str], ...] = ()
    if isinstance(record, Range):
        pairs = (("low", "high"),)
    elif isinstance(record, RankStep):
        pairs = (("first", "last"),)
    elif isinstance(record, Grade):
        pairs = tuple((low, high) for low in ("at_least", "above") for high in ("below", "at_most"))
    for low, high in pairs:
        if now(low) is not None and now(high) is not None and now(low) > now(high):
            yield f"“{field_name(low)}”大于“{field_name(high)}”"


def _short(said: str) -> str:
    return said if len(said) <= 20 else f"{said[:20]}……"
