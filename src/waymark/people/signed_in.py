"""Who is signed in, read once for each page: the account, and the groups in its scope, in one
statement.
"""

from typing import Any
from uuid import UUID

from django.contrib.auth.backends import ModelBackend
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet

from waymark.people.models import Group, Staff
from waymark.reads.worked_out import worked_out


class Accounts(ModelBackend):
    """Passwords are tried as Django does; who has a session is found by their id."""

    def get_user(self, user_id: Any) -> Staff | None:
        """The account, unless it is no longer active."""
        found = _account(staff_id=user_id)
        return found[0] if found and self.user_can_authenticate(found[0]) else None


@worked_out
def _account(*, staff_id: UUID) -> QuerySet[Staff]:
    own = Staff.groups.through.objects.filter(staff_id=OuterRef(OuterRef("id")))
    in_scope = Group.objects.filter(lineage__overlap=ArraySubquery(own.values("group_id")))
    of_all = Staff.groups.through.objects.filter(staff_id=OuterRef("id"), group__parent=None)
    return (
        Staff.objects.filter(id=staff_id)
        .order_by()
        .annotate(
            scope=ArraySubquery(in_scope.order_by().values("id")), is_everywhere=Exists(of_all)
        )
    )
