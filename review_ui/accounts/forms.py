"""The forms of this room: sign-in, password, people."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from review_ui.models import Person, Role

if TYPE_CHECKING:
    _OfPerson = forms.ModelForm[Person]
else:
    _OfPerson = forms.ModelForm  # generic for the type checker alone

_NEW = {"autocomplete": "new-password"}


class SignInForm(forms.Form):
    """User name and password."""

    username = forms.CharField(
        label="登录名", max_length=64, widget=forms.TextInput({"autofocus": True, "autocomplete": "username"})
    )
    password = forms.CharField(
        label="密码", max_length=256, strip=False, widget=forms.PasswordInput({"autocomplete": "current-password"})
    )


class NewPasswordForm(forms.Form):
    """A new password, twice, by the password rules. `person` is whose it will be."""

    password = forms.CharField(label="新密码", max_length=256, strip=False, widget=forms.PasswordInput(_NEW))
    again = forms.CharField(label="再输一遍", max_length=256, strip=False, widget=forms.PasswordInput(_NEW))

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


class OwnPasswordForm(NewPasswordForm):
    """Changing one's own password needs the old one."""

    old = forms.CharField(
        label="现用密码", max_length=256, strip=False, widget=forms.PasswordInput({"autocomplete": "current-password"})
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
        label="角色", choices=Role.choices, widget=forms.CheckboxSelectMultiple, required=False
    )

    class Meta:
        model = Person
        fields = ("username", "name", "roles", "is_active")

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
