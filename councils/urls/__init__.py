"""Addresses of the register, and of invitations to work for a council."""

from django.urls import path

from councils.views import people, register
from councils.views.invitations import invitation

urlpatterns = [
    path("councils/", register.councils, name="councils"),
    path("manage/people/", people.people, name="people"),
    path("manage/people/invite/", people.invite_somebody, name="people-invite"),
    path("manage/people/invite-many/", people.invite_many, name="people-invite-many"),
    path("manage/people/<int:pk>/", people.person, name="person"),
    path("suggestions/councils/", register.suggestions, name="council-suggestions"),
    path("invitations/<str:token>/", invitation, name="invitation"),
]
