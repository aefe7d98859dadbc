"""A source text as bytes and back: what a store keeps and a child process hands over."""

import base64
import json
import zlib
from array import array
from dataclasses import asdict, fields
from typing import Any

from corpus.source_text import Cell, CharBoxes, Line, Page, PhysicalTable, Remark, Role, SourceDocument, SourceText

_ARRAYS = (("page", "H"), ("x0", "f"), ("top", "f"), ("x1", "f"), ("bottom", "f"), ("why", "B"), ("confidence", "B"))


def dumps(source: SourceText) -> bytes:
    """The source text as UTF-8 JSON; character boxes as packed little-endian arrays."""
    boxes = {name: _packed(getattr(source.boxes, name)) for name, _ in _ARRAYS}
    value = {
        "document": asdict(source.document),
        "text": source.text,
        "lines": [line._asdict() for line in source.lines],
        "tables": [_fields(table) | {"cells": [cell._asdict() for cell in table.cells]} for table in source.tables],
        "remarks": [_fields(remark) for remark in source.remarks],
        "marks": source.marks,
        "sha256": source.sha256,
        "boxes": boxes,
    }
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def loads(data: bytes) -> SourceText:
    """The source text that `dumps` wrote. Raises ValueError where its text is not the one its hash names."""
    value: dict[str, Any] = json.loads(data.decode("utf-8", "surrogatepass"))
    document = value["document"]
    boxes = {name: _unpacked(value["boxes"][name], code) for name, code in _ARRAYS}
    source = SourceText(
        document=SourceDocument(**{**document, "pages": tuple(Page(**p) for p in document["pages"])}),
        text=value["text"],
        boxes=CharBoxes(**boxes),  # type: ignore[arg-type]  # only `confidence` may be None, and is where it was
        lines=tuple(Line(**{**line, "role": Role(line["role"])}) for line in value["lines"]),
        tables=tuple(_table(t) for t in value["tables"]),
        remarks=tuple(Remark(**r) for r in value["remarks"]),
        marks=tuple((start, end) for start, end in value.get("marks", ())),
    )
    if source.sha256 != value["sha256"]:
        raise ValueError("the stored text does not match its SHA-256")
    return source


def _fields(value: PhysicalTable | Remark) -> dict[str, Any]:
    """The fields of a flat value, not copied."""
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _table(value: dict[str, Any]) -> PhysicalTable:
    cells = tuple(
        Cell(**{**c, "box": _box(c["box"]), "parts": tuple((a, b) for a, b in c.get("parts", ()))})
        for c in value["cells"]
    )
    return PhysicalTable(
        **{
            **value,
            "cells": cells,
            "box": _box(value["box"]),
            "columns_at": tuple(value["columns_at"]),
            "at": tuple(value.get("at", (0, 0))),
        }
    )


def _box(value: list[float] | None) -> tuple[float, float, float, float] | None:
    return None if value is None else (value[0], value[1], value[2], value[3])


def _packed(values: "array[Any] | None") -> str | None:
    return None if values is None else base64.b64encode(zlib.compress(values.tobytes(), 1)).decode("ascii")


def _unpacked(text: str | None, code: str) -> "array[Any] | None":
    if text is None:
        return None
    values = array(code)
    values.frombytes(zlib.decompress(base64.b64decode(text)))
    return values
