"""Addresses for forces' own systems."""

from django.urls import path

from evenhand.roadside.api.systems import api

urlpatterns = [path("v1/", api.urls)]
