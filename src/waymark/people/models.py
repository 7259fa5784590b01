"""Staff, what they may do, and the groups whose participants they see."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac

from waymark.audit.row_history import Erasure, row_history
from waymark.kernel.working_days import Nation
from waymark.people.guards import an_administrator_remains, takes_nobody_once_closed
from waymark.people.policy import Role


class Group(models.Model):
    """A place in the tree of offices. The root is the whole organisation; its name is not part of a
    path.

    `path` is the name with those above it, as in *North West / Manchester*; `lineage` holds the ids
    from the root down to the group itself, so that scope is one comparison. A closed group takes
    nobody new; who was in it stays readable.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=100)
    path = models.CharField(max_length=500, unique=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    lineage = ArrayField(models.UUIDField())
    bank_holidays = models.CharField(
        max_length=20,
        choices=[(one.value, one.value) for one in Nation],
        default=Nation.ENGLAND_AND_WALES.value,
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(
                models.F("parent"), Lower("name"), name="group_name_once_below_parent"
            ),
            models.UniqueConstraint(
                fields=["parent"],
                condition=models.Q(parent=None),
                nulls_distinct=False,
                name="group_one_root",
            ),
            models.CheckConstraint(
                condition=models.Q(bank_holidays__in=[one.value for one in Nation]),
                name="group_bank_holidays_known",
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=False) | models.Q(closed_at=None),
                name="group_root_stays_open",
            ),
        ]

    def __str__(self) -> str:
        return self.path

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


class FormerPath(models.Model):
    """Where a group was found before it was renamed or moved: files may still name it so."""

    path = models.CharField(max_length=500, unique=True)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="former_paths")


class StaffManager(BaseUserManager["Staff"]):
    def get_by_natural_key(self, username: str | None) -> "Staff":
        """Sign-in asks by e-mail address, whatever its case."""
        return self.get(email=(username or "").strip().lower())


@row_history(
    "StaffRowHistory",
    erasure=Erasure("staff", by="id"),
    exclude=["password", "last_login", "sessions_ended", "invited_at", "reset_asked_at"],
)
class Staff(AbstractBaseUser):
    """A person who works for the provider. A job title gives no right; roles do.

    `sessions_ended` is part of what each session is checked against: to raise it ends them all.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150)
    job_title = models.CharField(max_length=100, blank=True)
    roles = ArrayField(
        models.CharField(max_length=60, choices=[(role.value, role.value) for role in Role]),
        default=list,
        blank=True,
    )
    groups = models.ManyToManyField(Group, related_name="staff")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)
    sessions_ended = models.PositiveIntegerField(default=0)
    invited_at = models.DateTimeField(null=True, blank=True)
    reset_asked_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = StaffManager()

    class Meta:
        ordering = ["name", "email"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="staff_email_lower_case"
            ),
            models.CheckConstraint(
                condition=models.Q(roles__contained_by=[role.value for role in Role]),
                name="staff_roles_known",
            ),
        ]
        triggers = [an_administrator_remains()]

    def __str__(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must still say at each request, under the present key or a former one."""
        return salted_hmac(
            "waymark.people.session",
            f"{self.password}:{self.sessions_ended}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()


class KeptForm(models.Model):
    """What somebody had typed into a form when their time ran out: theirs alone, for a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="kept_forms")
    path = models.CharField(max_length=500)
    fields = models.JSONField()
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["-kept_at"]
        constraints = [
            models.UniqueConstraint(fields=["staff", "path"], name="kept_form_once_a_page"),
        ]
        indexes = [models.Index(fields=["kept_at"], name="kept_form_age")]

    def __str__(self) -> str:
        return self.path


class StaffGroup(Staff.groups.through):  # type: ignore[name-defined]  # made by Django
    """Who is in which group; here for its guard."""

    class Meta:
        proxy = True
        triggers = [takes_nobody_once_closed("staff_group")]
