"""Addresses of the register, and of invitations to work for a council."""

from django.urls import path

from . import views
from .views_of_invitations import invitation

urlpatterns = [
    path("councils/", views.councils, name="councils"),
    path("suggestions/councils/", views.suggestions, name="council-suggestions"),
    path("invitations/<str:token>/", invitation, name="invitation"),
]
