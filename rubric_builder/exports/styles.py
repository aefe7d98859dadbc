"""Type, sizes and colours of the documents, after GB/T 9704: 小标宋 for titles, 黑体 for headings, 仿宋 for text."""

from collections.abc import Mapping
from typing import Any

# --- Word -----------------------------------------------------------------------------------------------------------

TITLE = "方正小标宋简体"
HEADING = "黑体"
BODY = "仿宋"
NOTE = "楷体"
LATIN = "Times New Roman"

SUBSTITUTES: Mapping[str, str] = {TITLE: "宋体", BODY: "仿宋_GB2312", NOTE: "楷体_GB2312"}
"""What Word takes where a machine lacks the type."""

RED = "C00000"
SHADE = "EDEDED"

# --- Excel ----------------------------------------------------------------------------------------------------------

XLSX_BODY: Mapping[str, Any] = {
    "font_name": "宋体", "font_size": 10, "text_wrap": True, "valign": "vcenter", "border": 1,
    "border_color": "#595959", "num_format": "General",
}  # fmt: skip

_SMALL = {"font_size": 9}
_CENTRED = {"align": "center"}
_NAME = {**_CENTRED, "font_name": "黑体"}

XLSX_FORMATS: Mapping[str, Mapping[str, Any]] = {
    "title": {**_CENTRED, "font_name": "方正小标宋简体", "font_size": 18, "border": 0},
    "unreviewed": {**_CENTRED, "font_name": "黑体", "font_size": 11, "font_color": "#C00000", "border": 0},
    "about": {"align": "left", "border": 0, "font_color": "#404040"},
    "header": {**_NAME, "bg_color": "#E4EAF1"},
    "name": _NAME,
    "block": {**_NAME, "bg_color": "#F3F5F8"},
    "text": {"align": "left"},
    "points": _CENTRED,
    "citation": {"align": "left", "font_size": 9, "font_color": "#404040"},
    "total": {**_NAME, "bg_color": "#F3F5F8"},
    "small-code": {**_SMALL, "align": "left", "font_name": "Consolas"},
    "small-text": {**_SMALL, "align": "left"},
    "small-citation": {**_SMALL, "align": "left"},
    "small-points": {**_SMALL, **_CENTRED},
}
"""What each kind of cell changes of `XLSX_BODY`."""
