"""Public pages are tested on the demonstration's own figures."""

from demo.demonstration import demo_site as demo_site  # noqa: PLC0414
