"""Signing in: what we ask of django-allauth beyond what it does by itself."""
