"""Who: regions, councils through time, people, and the roles that tie them together."""

from .invitations import Invitation
from .people import Role, User
from .register import Area, Council, CouncilCode, CouncilType, Region, Succession

__all__ = [
    "Area",
    "Council",
    "CouncilCode",
    "CouncilType",
    "Invitation",
    "Region",
    "Role",
    "Succession",
    "User",
]
