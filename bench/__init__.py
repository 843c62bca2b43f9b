"""Speeds, sizes and faults: ``python -m bench`` and what `bench/__main__.py` names beside it."""

import os

# As `evenhand serve` has it: OpenBLAS's own threads spin while they wait, and on a busy machine
# that counts as time of the processor, up to thirty times what the work takes. It must be said
# before NumPy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
