"""The forms of this room: sign-in, password, people."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from review_ui.models import Person, Role

if TYPE_CHECKING:
    _OfPerson = forms.ModelForm[Person]
else:
    _OfPerson = forms.ModelForm  # generic for the type checker alone

_NEW = {"autocomplete": "new-password"}

ROLE_DUTIES: Mapping[str, str] = {
    Role.ADMINISTRATOR: "管理账号和密码，看系统日志；不经手细则", Role.HANDLER: "上传来文，逐项核对，经办签字",
    Role.CHECKER: "查看、批注，复核签字或退回", Role.ISSUER: "查看、批注，签发并发布，或退回", Role.READER: "只看，不改",
}  # fmt: skip
"""What each role is for, as the administrator's form says it."""


def _needed(what: str) -> dict[str, str]:
    return {"required": f"请填写{what}"}


class SignInForm(forms.Form):
    """User name and password."""

    username = forms.CharField(
        label="登录名",
        max_length=64,
        error_messages=_needed("登录名"),
        widget=forms.TextInput({"autofocus": True, "autocomplete": "username"}),
    )
    password = forms.CharField(
        label="密码",
        max_length=256,
        strip=False,
        error_messages=_needed("密码"),
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )

    def on_to_the_password(self) -> None:
        """The cursor stands in the password: the name is typed already."""
        self.fields["username"].widget.attrs.pop("autofocus", None)
        self.fields["password"].widget.attrs["autofocus"] = True


class NewPasswordForm(forms.Form):
    """A new password, twice, by the password rules. `person` is whose it will be."""

    password = forms.CharField(
        label="新密码",
        max_length=256,
        strip=False,
        error_messages=_needed("新密码"),
        widget=forms.PasswordInput(_NEW),
    )
    again = forms.CharField(
        label="再输一遍",
        max_length=256,
        strip=False,
        error_messages={"required": "请再输一遍"},
        widget=forms.PasswordInput(_NEW),
    )

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean(self) -> dict[str, Any]:
        cleaned = cast(dict[str, Any], super().clean())
        password = cleaned.get("password")
        if password and cleaned.get("again") != password:
            self.add_error("again", "两遍输入的密码不一样")
        if password:
            try:
                validate_password(password, self.person)
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


class FirstPasswordForm(NewPasswordForm):
    """The password that an administrator gives a person to begin with."""

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(person, *args, **kwargs)
        self.fields["password"].label = "初始密码"


class OwnPasswordForm(NewPasswordForm):
    """Changing one's own password needs the old one."""

    old = forms.CharField(
        label="现用密码",
        max_length=256,
        strip=False,
        error_messages=_needed("现用密码"),
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    field_order = ("old", "password", "again")

    def clean_old(self) -> str:
        old = str(self.cleaned_data["old"])
        if not self.person.check_password(old):
            raise ValidationError("现用密码不对")
        return old


class PersonForm(_OfPerson):
    """A person's account, without the password."""

    roles = forms.MultipleChoiceField(
        label="角色",
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少勾选一个角色"},
    )

    class Meta:
        model = Person
        fields = ("username", "name", "roles", "is_active")
        labels: ClassVar[dict[str, str]] = {"is_active": "账号在用（取消勾选即停用，本人立即退出）"}
        error_messages: ClassVar[dict[str, dict[str, str]]] = {
            "username": {"unique": "已有人用这个登录名，请换一个", **_needed("登录名")},
            "name": {"unique": "已有同名的人；签字以姓名为准，请加单位或编号以示区别", **_needed("姓名")},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["is_active"]

    def clean_roles(self) -> list[str]:
        return sorted(self.cleaned_data["roles"])

    def clean(self) -> dict[str, Any]:
        cleaned = cast(dict[str, Any], super().clean())
        loses = not cleaned.get("is_active", True) or Role.ADMINISTRATOR not in cleaned.get("roles", [])
        if self.instance.pk and Role.ADMINISTRATOR in Person.objects.get(pk=self.instance.pk).roles and loses:
            others = (p for p in Person.objects.filter(is_active=True).exclude(pk=self.instance.pk))
            if not any(p.has(Role.ADMINISTRATOR) for p in others):
                raise ValidationError("这是唯一的管理员，不能停用或取消其管理员角色；请先指定另一名管理员")
        return cleaned
