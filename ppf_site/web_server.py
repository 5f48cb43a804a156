"""How gunicorn serves the site: with threads enough for people who are slow."""

import socket
import struct
from typing import Any

from ppf_site import apart

# A thread is held by whoever sends or reads slowly, and costs next to nothing while it waits.
# With two of them in each process, four people on a train stopped the site.
workers = 2
threads = 32
graceful_timeout = 5
loglevel = "warning"
control_socket_disable = True
# Whoever neither sends nor takes anything for so long has gone.
STALLED_SECONDS = 30


def when_ready(server: Any) -> None:
    """Connections have this limit from the socket that they come through: gunicorn sets none."""
    limit = struct.pack("ll", STALLED_SECONDS, 0)
    for listener in server.LISTENERS:
        for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            listener.sock.setsockopt(socket.SOL_SOCKET, option, limit)


def post_worker_init(_worker: Any) -> None:
    """Each process reads uploaded files by way of one of its own."""
    apart.get_ready()
