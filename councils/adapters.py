"""How sign-in differs from allauth's default."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from councils.permissions import first_page


class InvitedOnlyAdapter(DefaultAccountAdapter):
    """Accounts are made by invitation: nobody signs themselves up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """To one's own work. An address that was asked for before goes first."""
        return first_page(request.user)
