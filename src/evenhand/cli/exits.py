"""What the command's exit status says to the program that called it."""

from enum import IntEnum


class Exit(IntEnum):
    """The exit statuses, as the command-line reference documents them."""

    FINE = 0
    FOUND = 1  # checked, and found something
    BAD_INPUT = 2  # a wrong option, a file that cannot be used, no permission, a full disk
    NETWORK = 3  # the network or the server failed; what came is kept
    FAULT = 70  # a fault in evenhand itself
    INTERRUPTED = 130  # Ctrl-C
