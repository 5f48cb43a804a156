"""What the register would refuse, found by doing it: it is said once, where the act says it."""

from collections.abc import Callable

from django.db import transaction

from ppf_site.refused import Refused


def refusal_of(act: Callable[[], object], *, stays: bool = False) -> Refused | None:
    """None: it is done where it `stays`, else it would be, and nothing of it stays."""
    try:
        with transaction.atomic():
            act()
            transaction.set_rollback(not stays)
    except Refused as refused:
        return refused
    return None
