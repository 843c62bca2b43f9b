"""How many messages came from where in the last ten minutes, and nothing about who sent them.

A flood must not keep everybody else from telling us something, so messages of one network are
counted together. No address is kept: only a number made from the network's with a key that the
site made up when it was started and never writes down, for as long as it counts.
"""

import os
import secrets
from collections import deque
from datetime import datetime, timedelta
from hashlib import blake2b
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Lock

from evenhand.accounts.services import limits

KEY = "EVENHAND_NETWORKS_KEY"
"""Where `evenhand serve` leaves a key for the processes that it starts. Nothing else sets it."""
WHOLE, SITE = 32, 48
"""Bits of an address that are one network: all of an IPv4 one; what one site is given of IPv6."""


def network(address: str) -> str | None:
    """The network that an address belongs to; nothing where it says nothing about a reader.

    So it is with addresses that are not of the open network, such as that of a proxy of ours, and
    with what is no address at all.
    """
    address = address.strip()
    if address.count(":") == 1:  # some proxies add the port
        address = address.partition(":")[0]
    try:
        found = ip_address(address.strip("[]"))
    except ValueError:
        return None
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or found
    if not found.is_global:
        return None
    return str(ip_network((int(found), WHOLE if found.version == 4 else SITE), strict=False))


def make_key() -> None:
    """Make up the key that every process of this site has, and leave it to those started next."""
    os.environ.setdefault(KEY, secrets.token_hex(32))


class Recent:
    """Counts what came from each network within a while.

    Parameters
    ----------
    within : the while; what is older is forgotten.
    shared_as : under which name all processes count together, in the database, where several serve
        the site; then a while is one of the clock. Without a name, and where one process serves,
        each counts in memory.
    """

    def __init__(self, within: timedelta, *, shared_as: str = "") -> None:
        self._within, self._shared_as = within, shared_as
        self._key = secrets.token_bytes(32)
        self._lock = Lock()
        self._came: deque[tuple[datetime, bytes]] = deque()

    def count(self, network: str, now: datetime) -> int:
        """How many came from a network."""
        if self._is_shared():
            return limits.times(self._sender(network), minute=self._began(now))
        name = self._name(network)
        with self._lock:
            self._forget(now)
            return sum(one == name for _, one in self._came)

    def add(self, network: str, now: datetime) -> int:
        """One more came; say how many there were, this one among them."""
        if self._is_shared():
            return limits.count(self._sender(network), minute=self._began(now))
        name = self._name(network)
        with self._lock:
            self._forget(now)
            self._came.append((now, name))
            return sum(one == name for _, one in self._came)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._came.clear()

    def _forget(self, now: datetime) -> None:
        while self._came and self._came[0][0] <= now - self._within:
            self._came.popleft()

    def _is_shared(self) -> bool:
        """Without a key that all have, a network would be another in each process."""
        return bool(self._shared_as) and KEY in os.environ and limits.shared()

    def _began(self, now: datetime) -> int:
        """The minute in which this while began."""
        each = int(self._within.total_seconds()) // 60
        return int(now.timestamp()) // 60 // each * each

    def _sender(self, network: str) -> str:
        key = bytes.fromhex(os.environ[KEY])
        said = f"{self._shared_as}/{network}".encode()
        return f"{self._shared_as}/{blake2b(said, key=key, digest_size=16).hexdigest()}"

    def _name(self, network: str) -> bytes:
        return blake2b(network.encode(), key=self._key, digest_size=16).digest()
