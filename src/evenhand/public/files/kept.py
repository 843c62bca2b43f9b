"""Files that were built lately, so that asking twice builds once."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock


class Kept:
    """Files by their entity tag, the least used thrown away first.

    A tag names bytes that never change, so that nothing kept is ever stale.

    Parameters
    ----------
    most : how many bytes may be kept together; a file larger than half of it is not kept.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._files: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def get(self, tag: str, build: Callable[[], bytes]) -> bytes:
        """Give the file of a tag, building it if it is not kept."""
        with self._lock:
            if tag in self._files:
                self._files.move_to_end(tag)
                return self._files[tag]
        built = build()
        if len(built) <= self._most // 2:
            self._keep(tag, built)
        return built

    def _keep(self, tag: str, built: bytes) -> None:
        with self._lock:
            self._size += len(built) - len(self._files.get(tag, b""))
            self._files[tag] = built
            while self._size > self._most:
                _, thrown = self._files.popitem(last=False)
                self._size -= len(thrown)


FILES = Kept(most=64 * 2**20)
"""What this process keeps."""
