"""People and what they may do."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Role(models.TextChoices):
    """What a person may do. One person may have several; who signs what stays three different people."""

    ADMINISTRATOR = "admin", "管理员"
    HANDLER = "handler", "经办"
    CHECKER = "checker", "复核"
    ISSUER = "issuer", "签发"
    READER = "reader", "查阅"


class People(BaseUserManager["Person"]):
    """Makes people."""

    def create_person(self, username: str, name: str, password: str, roles: list[str], **more: Any) -> "Person":
        """A new person with a password, saved. `name` is the one that signs."""
        person = self.model(username=username, name=name, roles=sorted(roles), **more)
        person.set_password(password)
        person.save()
        return person


class Person(AbstractBaseUser):
    """Somebody with an account. `name` is the real name that stands under decisions and signatures, and is unique."""

    username = models.CharField("登录名", max_length=64, unique=True)
    name = models.CharField("姓名", max_length=64, unique=True)
    roles = models.JSONField("角色", default=list)
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField("首次登录须改密码", default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = People()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    def has(self, *roles: str) -> bool:
        """Whether the person has one of the roles."""
        return any(role in self.roles for role in roles)

    @property
    def role_names(self) -> list[str]:
        """The roles in the office's words."""
        return [role.label for role in Role if role in self.roles]
