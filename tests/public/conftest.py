"""Public pages are tested on the demonstration's own figures, on those of real forces, and a plan.

pytest finds the fixtures of these modules by their names.
"""

from figure_files import corrected as corrected  # noqa: PLC0414
from plan_site import plan as plan  # noqa: PLC0414
from plan_site import today as today  # noqa: PLC0414
from plan_site import told as told  # noqa: PLC0414
from plan_site import whole_plan as whole_plan  # noqa: PLC0414
from several import several_forces as several_forces  # noqa: PLC0414
from small_site import small as small  # noqa: PLC0414

from demo.demonstration import demo_site as demo_site  # noqa: PLC0414
