"""Who: regions, councils through time, people, and the roles that tie them together."""

from .addresses import AddressChange
from .areas import Area
from .invitations import Invitation
from .names import CODE_ON, NAME_ON, CouncilName
from .notices import RoleNotice
from .people import OwnAddress, Role, User
from .places import PLACE_ON, CouncilPlace
from .regions import CouncilType, Region
from .register import Council, CouncilCode, Succession

__all__ = [
    "CODE_ON",
    "NAME_ON",
    "PLACE_ON",
    "AddressChange",
    "Area",
    "Council",
    "CouncilCode",
    "CouncilName",
    "CouncilPlace",
    "CouncilType",
    "Invitation",
    "OwnAddress",
    "Region",
    "Role",
    "RoleNotice",
    "Succession",
    "User",
]
