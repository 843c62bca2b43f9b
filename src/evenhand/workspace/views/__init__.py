"""Views: each reads the request, calls one selector or service, and answers."""
