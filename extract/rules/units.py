"""Which units of a count can be broken: 5.3个百分点 can, 5.3起 can't."""

MEASURED_UNITS = frozenset(
    {
        "个百分点", "百分点", "个千分点", "千分点", "个点", "点", "%", "‰", "元", "万元", "亿元", "吨", "亩", "公里", "平方米", "公顷", "小时", "个小时",
        "分钟", "学时", "课时", "个学时", "个课时", "度",
    }
)  # fmt: skip
"""Units that are measured. All others are counted in whole numbers."""


def measured(unit: str) -> bool:
    """Whether the unit takes decimals.

    >>> measured("个百分点"), measured("起")
    (True, False)
    """
    return unit in MEASURED_UNITS
