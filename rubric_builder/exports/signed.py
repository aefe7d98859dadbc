"""Who signed a published schema, as it is printed under its documents."""

from datetime import datetime

from rubric_builder.schema import Published


def signed_of(published: Published) -> tuple[str, ...]:
    """The lines under a signed document, none where nobody signed: the signatures on one, then what proves them.

    经办：王芳　2025年3月20日 10:00　　　　复核：李岩　…
    """
    if not published.signatures:
        return ()
    return (
        "　　　　".join(f"{s.stage}：{s.person}　{_moment(s.time)}" for s in published.signatures),
        f"签字所对方案校验值（SHA-256）：{published.signatures[-1].over}",
        f"审核记录末条校验值（SHA-256）：{published.decisions_sha256}",
    )


def _moment(time: str) -> str:
    """A time as the person's clock showed it."""
    at = datetime.fromisoformat(time)
    return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"
