"""Pages for what went wrong: they say what to do and reveal nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return _fault(request, 400, "请求有误", "请返回上一页，刷新后重试。")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: signed in, but not for this."""
    return _fault(request, 403, "没有权限", "您的角色不能打开这一页或做这件事；如确有需要，请联系管理员。")


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a change without its token (CSRF)."""
    return _fault(request, 403, "页面已过期", "请刷新页面后重新操作；您输入的内容仍在原页面上。")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, also for what is there but not for this person."""
    return _fault(request, 404, "没有这一页", "地址可能有误，或内容已不在。")


def server_fault(request: HttpRequest) -> HttpResponse:
    """500: the cause is in the log, not on the page."""
    return _fault(request, 500, "程序出错", "已记入日志，请稍后重试；仍不行时请把出错的时间告诉系统管理员。")


def _fault(request: HttpRequest, status: int, title: str, advice: str) -> HttpResponse:
    return render(request, "fault.html", {"title": title, "advice": advice, "status": status}, status=status)
