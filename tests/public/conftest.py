"""Public pages are tested on the demonstration's own figures, on those of real forces, and a plan.

pytest finds the fixtures of these modules by their names.
"""

from alerts_site import alerts as alerts  # noqa: PLC0414
from alerts_site import alerts_today as alerts_today  # noqa: PLC0414
from alerts_site import alerts_told as alerts_told  # noqa: PLC0414
from figure_files import corrected as corrected  # noqa: PLC0414
from maturity_site import assessed as assessed  # noqa: PLC0414
from maturity_site import maturity as maturity  # noqa: PLC0414
from maturity_site import the_day as the_day  # noqa: PLC0414
from maturity_site import whole_maturity as whole_maturity  # noqa: PLC0414
from plan_site import plan as plan  # noqa: PLC0414
from plan_site import today as today  # noqa: PLC0414
from plan_site import told as told  # noqa: PLC0414
from plan_site import whole_plan as whole_plan  # noqa: PLC0414
from report_site import address as address  # noqa: PLC0414
from report_site import pdf as pdf  # noqa: PLC0414
from report_site import released as released  # noqa: PLC0414
from report_site import report as report  # noqa: PLC0414
from report_site import reported as reported  # noqa: PLC0414
from scrutiny_site import scrutinised as scrutinised  # noqa: PLC0414
from scrutiny_site import scrutiny_told as scrutiny_told  # noqa: PLC0414
from several import several_forces as several_forces  # noqa: PLC0414
from small_site import small as small  # noqa: PLC0414

from demo.demonstration import demo_site as demo_site  # noqa: PLC0414
