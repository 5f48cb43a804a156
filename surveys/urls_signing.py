"""Addresses of a council's return: signing, receipts, colleagues, and how it compares."""

from django.urls import URLPattern, path

from .views.returns import colleagues, compare, signing

urlpatterns: list[URLPattern] = [
    path("<int:pk>/sign/", signing.sign_page, name="return-sign"),
    path("<int:pk>/send-back/", signing.to_contributors, name="return-send-back"),
    path("<int:pk>/receipts/<int:number>/", signing.receipt, name="receipt"),
    path("<int:pk>/correction/", signing.correction, name="return-correction"),
    path("<int:pk>/colleagues/", colleagues.colleagues, name="return-colleagues"),
    path("<int:pk>/compare/", compare.compare, name="return-compare"),
]
