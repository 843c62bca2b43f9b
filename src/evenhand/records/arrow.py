"""Between Arrow's columns and NumPy's arrays, without a copy and without pandas.

PyArrow's own conversions load pandas wherever it is installed: a third of a second and 50 MB for
every process, to learn that what they were given has nothing to do with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Numbers = npt.NDArray[Any]


def given(values: pa.Array) -> npt.NDArray[np.bool_]:
    """Whether there is a value, row by row."""
    if not values.null_count:
        return np.ones(len(values), bool)
    return bits(values, 0).view(bool)


def bits(values: pa.Array, buffer: int) -> npt.NDArray[np.uint8]:
    """A bitmap of Arrow's as zeros and ones: whether there are values (0), what they are (1)."""
    if not len(values):
        return np.zeros(0, np.uint8)
    packed = np.frombuffer(values.buffers()[buffer], np.uint8)
    whole = np.unpackbits(packed, count=values.offset + len(values), bitorder="little")
    return whole[values.offset :]


def numbers(values: pa.Array) -> Numbers:
    """A column of numbers as it lies in memory; anything at all where there is no value."""
    kind = values.type
    if pa.types.is_timestamp(kind):
        kind = pa.int64()
    if not len(values):
        return np.zeros(0, kind.to_pandas_dtype())
    whole = np.frombuffer(values.buffers()[1], kind.to_pandas_dtype())
    return whole[values.offset : values.offset + len(values)]


def column(
    values: Numbers, kind: pa.DataType, given: npt.NDArray[np.bool_] | None = None
) -> pa.Array:
    """A column of numbers of a fixed width over an array's own memory.

    Parameters
    ----------
    values : of the very width that `kind` has.
    given : whether each is a value; all are where this is left out.
    """
    if values.itemsize * 8 != kind.bit_width:
        raise ValueError(f"numbers of {values.itemsize} bytes are no column of {kind}")
    present = None
    if given is not None and not given.all():
        present = pa.py_buffer(np.packbits(given, bitorder="little"))
    whole = pa.py_buffer(np.ascontiguousarray(values))
    return pa.Array.from_buffers(kind, len(values), [present, whole])


def texts(values: Sequence[str | None]) -> pa.Array:
    """A column of texts; None where there is none."""
    packed = [(value or "").encode() for value in values]
    ends = np.cumsum([0, *(len(value) for value in packed)], dtype=np.int32)
    data = [_present(values), pa.py_buffer(ends), pa.py_buffer(b"".join(packed))]
    return pa.Array.from_buffers(pa.string(), len(values), data)


def flags(values: Sequence[bool | None]) -> pa.Array:
    """A column of true and false; None where there is neither."""
    packed = np.packbits(np.array(values, bool), bitorder="little")
    return pa.Array.from_buffers(pa.bool_(), len(values), [_present(values), pa.py_buffer(packed)])


def _present(values: Sequence[object]) -> pa.Buffer | None:
    there = np.array([value is not None for value in values], bool)
    return None if there.all() else pa.py_buffer(np.packbits(there, bitorder="little"))
