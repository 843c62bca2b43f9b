"""Public pages are tested on the demonstration's own figures, or on those of real forces."""

from figure_files import corrected as corrected  # noqa: PLC0414
from several import several_forces as several_forces  # noqa: PLC0414

from demo.demonstration import demo_site as demo_site  # noqa: PLC0414  (pytest finds it by name)
