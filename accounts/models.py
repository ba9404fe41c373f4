from collections.abc import Sequence
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Cast, Concat, Lower

from accounts.assurance import LONGEST_LEVEL
from accounts.enums import Role, Way
from accounts.permissions import Permission, permissions_of
from delmos.lib.classification import Columns


class UserManager(BaseUserManager["User"]):
    """Makes people. There is no superuser: every right comes from a role or a mandate."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """A person with a password, or without one (``None``) who can only sign in by other means."""
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in: at the agency (has roles) or for an applicant (has mandates)."""

    COLUMNS = Columns(
        "while_current",
        internal="id roles is_active joined_at last_login",
        personal="username name email",
        secret="password",
    )

    username = models.CharField("användarnamn", max_length=150, unique=True)
    name = models.CharField("namn", max_length=150)
    email = models.EmailField("e-postadress", blank=True)
    roles = ArrayField(models.CharField(max_length=20, choices=Role), default=list, blank=True, verbose_name="roller")
    is_active = models.BooleanField("aktiv", default=True)
    joined_at = models.DateTimeField("registrerad", auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()
    unread_notices: Sequence[int] = ()  # ids, filled in for the person who is signed in

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "personer"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(roles__contained_by=Role.values), name="user_has_only_known_roles"
            ),
            models.UniqueConstraint(Lower("email"), condition=~models.Q(email=""), name="email_belongs_to_one_person"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def actor_key(self) -> str:
        """The key under which the event log knows this person."""
        return f"user:{self.pk}"

    @staticmethod
    def key_expression() -> models.Expression:
        """`actor_key` for use inside a subquery of people."""
        return Concat(models.Value("user:"), Cast(models.OuterRef("pk"), models.TextField()))

    @property
    def actor_name(self) -> str:
        return self.name

    @property
    def works_at_agency(self) -> bool:
        """Whether the person has any role at the agency."""
        return bool(self.roles)

    def may(self, permission: Permission) -> bool:
        """Whether any of the person's roles gives ``permission``."""
        return self.is_active and permission in permissions_of(self.roles)

    def has_role(self, role: Role) -> bool:
        return role in self.roles


class SignIn(models.Model):
    """That a person came in, when, how, and at which level of assurance: for the person to see, and nothing more.

    ``level`` is the claim ``acr`` as the provider wrote it. Neither address nor device is kept.
    """

    COLUMNS = Columns("while_current", internal="id way level signed_in_at", personal="signed_in_by")

    way = models.CharField("sätt", max_length=30, choices=Way)
    level = models.CharField("tillitsnivå", max_length=LONGEST_LEVEL, blank=True)
    signed_in_at = models.DateTimeField("inloggad")
    signed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="person"
    )

    class Meta:
        verbose_name = "inloggning"
        verbose_name_plural = "inloggningar"
        indexes = [models.Index(fields=["signed_in_by", "-signed_in_at"], name="sign_in_by_person")]
        constraints = [models.CheckConstraint(condition=models.Q(way__in=Way.values), name="signin_way_is_known")]

    def __str__(self) -> str:
        return f"{self.signed_in_by} {self.signed_in_at:%Y-%m-%d}"
