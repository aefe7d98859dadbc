"""What is known of periods, counts and deadlines: 每季度至少一次, 12月底前. Regular expressions, one row a wording."""

from extract.duties.knowledge import Row

_N = r"[\d一二两三四五六七八九十]+"

PERIODS: tuple[Row, ...] = (
    Row(
        "period.every",
        rf"每(?:隔)?\s*(?P<n>{_N})?\s*个?(?P<unit>半年|年|季度|季|半个?月|月|旬|周|星期|工作日|日|天)度?(?:末|初)?"
        r"(?!龄|轻|边|期|递增|增长|下降|减少|提高|增加|常)",
        "every",
        "每半年",
    ),
    Row("period.by", r"(?:按|逐)(?P<unit>半年|季度|季|月|周|日)(?!计划|目标|任务|度计划|历|期)", "every", "按季度"),
    Row(
        "period.one",
        rf"(?:(?<![第\d一二三四])一个?|(?<!上)(?<!下)(?=半年))(?P<unit>半年|年|季度|季|月|周)(?:内|度)?(?=(?:至少|不少于|不得少于)?{_N}次)",
        "every",
        "一季度一次",
    ),
    Row(
        "period.all",
        rf"(?:全年|年内|年度内)(?=[^，。；]{{0,16}}?(?:至少|不少于|不得少于|不低于)?\s*{_N}\s*次)",
        "year",
        "全年不少于4次",
    ),
)
"""Periods. `unit` and `n` are read by the reading `frequency`."""

COUNTS: tuple[Row, ...] = (
    Row(
        "count.times",
        rf"(?:(?:至少|不少于|不得少于|不低于|最少)[^，。；、每]{{0,8}}?)?(?<!第)(?<![\d一二两三四五六七八九十])"
        rf"\s*(?P<count>{_N})\s*(?:[-—－~～至到]\s*{_N}\s*)?(?:次|回|遍|轮|场|期)(?!性|要|数|分(?!管|别|析|级|类|组|工|片|批|层|项|区))",
        "times",
        "至少组织召开一次",
    ),
)
"""How often in a period."""

_M = r"\s*(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s*"
_D = r"\s*(?:[12]\d|3[01]|0?[1-9])\s*"
_Y = r"(?:(?:\s*20\d\d\s*|[二〇○零一三四五六七八九]{4})年|次年|当年|每年|本年|翌年)?"

DEADLINES: tuple[Row, ...] = (
    Row("due.day", rf"{_Y}{_M}月{_D}日(?:之?前|以前)", "day", "7月31日前"),
    Row("due.month", rf"{_Y}{_M}月(?:底|末|份|上旬|中旬|下旬|初)?(?:之?前|以前)", "month", "12月底前"),
    Row("due.year", r"(?:\s*20\d\d\s*年|每年|当年|次年|年)(?:度)?(?:底|末|终|初)(?:之?前|以前)", "year", "2012年底前"),
    Row(
        "due.quarter",
        r"(?:\s*20\d\d\s*年)?(?:第?[一二三四]季度|[上下]半年)(?:末|底|结束)?(?:之?前|以前)",
        "quarter",
        "第三季度末前",
    ),
    Row(
        "due.within",
        r"(?:^|(?<=[，。；：、在于应]))(?![在于应并要])[^，。；：、\s]{0,20}?(?:之?后|之日起|以后|次日起)的?\s*(?:[\d一二两三四五六七八九十]+|半)\s*个?(?:小时|工作日|日|天|周|月|年)(?:之?内|以内)",
        "within",
        "考核结果通报后一个月内",
    ),
    Row("due.monthly", r"每(?:月|季度|年|周)(?:末|初|底)?\s*\d{1,2}\s*日(?:之?前|以前)", "day", "每月25日前"),
)
"""Deadlines. The reading `duty-due` gives ISO where a year stands, else the words."""
