"""Addresses of signing in, of passwords and of one's own account.

Of allauth's only those that are needed. The others let a person claim addresses that are not
theirs, or are doors that nobody uses.
"""

from allauth.account import views as entrance
from django.urls import path, re_path

from councils.views.accounts import account, change_address, change_password, confirm_address
from ppf_site.history import secret_address

urlpatterns = [
    path("", account, name="account"),
    path("address/", change_address, name="change-address"),
    path("address/<str:token>/", confirm_address, name="confirm-address"),
    path("login/", entrance.login, name="account_login"),
    path("logout/", entrance.logout, name="account_logout"),
    # Whoever gives the right password of a closed account is told so.
    path("inactive/", entrance.account_inactive, name="account_inactive"),
    path("password/change/", change_password, name="account_change_password"),
    path("password/reset/", entrance.password_reset, name="account_reset_password"),
    path("password/reset/done/", entrance.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        secret_address(entrance.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        entrance.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
