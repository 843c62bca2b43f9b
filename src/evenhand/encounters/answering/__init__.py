"""How people say they were treated, from the slip on a device to the counts that are shown.

Slips are signed blind (:mod:`~.issuing`), answers wait sealed (:mod:`~.taking`) and are opened ten
at a time (:mod:`~.counting`). docs/explanation/answers.md says what that promises, and what not.
"""
