"""Addresses of the register, and of invitations to work for a council."""

from django.urls import path

from . import views, views_of_people
from .views_of_invitations import invitation

urlpatterns = [
    path("councils/", views.councils, name="councils"),
    path("manage/people/", views_of_people.people, name="people"),
    path("manage/people/invite/", views_of_people.invite_somebody, name="people-invite"),
    path("manage/people/invite-many/", views_of_people.invite_many, name="people-invite-many"),
    path("manage/people/<int:pk>/", views_of_people.person, name="person"),
    path("manage/people/", views_of_people.people, name="people"),
    path("manage/people/invite/", views_of_people.invite_somebody, name="people-invite"),
    path("manage/people/invite-many/", views_of_people.invite_many, name="people-invite-many"),
    path("manage/people/<int:pk>/", views_of_people.person, name="person"),
    path("suggestions/councils/", views.suggestions, name="council-suggestions"),
    path("invitations/<str:token>/", invitation, name="invitation"),
]
