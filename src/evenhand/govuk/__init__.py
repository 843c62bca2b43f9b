"""The design system: layouts and built static files."""
