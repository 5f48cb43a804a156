"""Somebody always administers the site: what would leave it to nobody is refused."""

import datetime

from django.utils import timezone

from councils.models import Role, User

LEFT_TO_NOBODY = "Nobody else administers the site then. Give somebody else the role first."


def left_to_nobody(*, without: User, last_day: datetime.date | None = None) -> bool:
    """Whether nobody else does after this person's last day; without one, from today on."""
    today = timezone.localdate()
    day = today if last_day is None else max(last_day, today) + datetime.timedelta(days=1)
    others = Role.objects.in_force(on=day).exclude(user=without)
    return not others.filter(kind=Role.Kind.ADMINISTRATOR, user__is_active=True).exists()


def administers(role: Role) -> bool:
    """Now or later: a role that is over is nothing to lose."""
    is_over = role.ends_on is not None and role.ends_on < timezone.localdate()
    return role.kind == Role.Kind.ADMINISTRATOR and role.user.is_active and not is_over
