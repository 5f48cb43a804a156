"""Who: regions, councils through time, people, and the roles that tie them together."""

from .invitations import Invitation
from .names import CODE_ON, NAME_ON, CouncilName
from .people import Role, User
from .register import Area, Council, CouncilCode, CouncilType, Region, Succession

__all__ = [
    "CODE_ON",
    "NAME_ON",
    "Area",
    "Council",
    "CouncilCode",
    "CouncilName",
    "CouncilType",
    "Invitation",
    "Region",
    "Role",
    "Succession",
    "User",
]
