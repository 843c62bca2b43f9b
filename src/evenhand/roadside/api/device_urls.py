"""Addresses that the recorder's own code asks."""

from django.urls import path

from evenhand.roadside.api import device, tokens

urlpatterns = [
    path("hello", device.hello, name="roadside-hello"),
    path("devices", device.devices, name="roadside-devices"),
    path("records", device.records, name="roadside-records"),
    path("tokens", tokens.tokens, name="roadside-tokens"),
]
