"""Addresses of answers about how somebody was treated."""

from django.urls import path

from evenhand.roadside.views import answers

urlpatterns = [
    path("thanks/", answers.thanks, name="answers-thanks"),
    path("keys.json", answers.keys, name="answers-keys"),
    path("<str:token>/", answers.slip, name="answers"),
]
