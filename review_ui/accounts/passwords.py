"""The rules for passwords: Django's own, said in the office's words (its Chinese leaves some in English)."""

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    NumericPasswordValidator,
    UserAttributeSimilarityValidator,
)


class LongEnough(MinimumLengthValidator):
    """At least `min_length` characters."""

    def get_error_message(self) -> str:
        return f"密码太短，至少要{self.min_length}个字符"


class NotLikeThePerson(UserAttributeSimilarityValidator):
    """Not like the person's name or user name."""

    def __init__(self) -> None:
        super().__init__(user_attributes=("username", "name"))

    def get_error_message(self) -> str:
        return "密码与%(verbose_name)s太相近"


class NotCommon(CommonPasswordValidator):
    """None of the twenty thousand that everybody tries first."""

    def get_error_message(self) -> str:
        return "这是常见密码，容易被猜中"


class NotAllDigits(NumericPasswordValidator):
    """Not digits alone."""

    def get_error_message(self) -> str:
        return "密码不能全是数字"
