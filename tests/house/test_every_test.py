"""What holds for every test: nothing beyond this machine is reached, and no warning passes."""

import socket
import warnings

import pytest
from pytest_socket import SocketConnectBlockedError


def test_no_test_reaches_beyond_this_machine():
    # An address that documentation may use and nobody has (RFC 5737).
    with warnings.catch_warnings(), pytest.raises(SocketConnectBlockedError):
        warnings.simplefilter("ignore")  # it warns before it refuses
        socket.create_connection(("192.0.2.1", 80), timeout=1)


def test_a_server_on_this_machine_is_reached():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


def test_a_warning_is_an_error():
    with pytest.raises(UserWarning, match="beware"):
        warnings.warn("beware", stacklevel=1)
