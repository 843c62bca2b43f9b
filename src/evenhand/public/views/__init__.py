"""Views: each reads the request, asks one selector, and answers. A module for each kind of page."""
