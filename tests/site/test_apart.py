"""A file is read in a process with limits, and the site lives on whatever is in it."""

import os
import subprocess
import sys
import time

import pytest
from django.conf import settings

from ppf_site import apart as module
from ppf_site.apart import MOST_MEMORY, apart
from ppf_site.workbook_contents import Unusable


def test_it_is_another_process() -> None:
    assert apart(os.getpid) != os.getpid()


def test_what_it_refuses_is_told() -> None:
    with pytest.raises(Unusable, match=r"^It is empty\.$"):
        apart(refuse, "It is empty.")


def refuse(why: str) -> None:
    raise Unusable(why)


def test_too_much_memory_is_told_in_words() -> None:
    with pytest.raises(Unusable, match="more time or memory than a return ever needs"):
        apart(bytearray, MOST_MEMORY)


def test_too_much_time_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST_WAIT", 0.2)
    with pytest.raises(Unusable, match="more time or memory than a return ever needs"):
        apart(time.sleep, 60)


def test_a_process_that_ends_at_once_is_told_in_words() -> None:
    with pytest.raises(Unusable, match="more time or memory"):
        apart(os._exit, 137)


def test_no_process_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST_WAIT", 0.2)
    for _ in range(3):
        with pytest.raises(Unusable):
            apart(time.sleep, 60)
    assert module.PROCESSES.active_children() == []


def test_a_web_process_is_ready_for_the_first_file() -> None:
    """Asked of its children, without waiting for any: it has none that has ended, and has some."""
    starts = "from ppf_site import web_server; web_server.post_worker_init(None)"
    asks = "import os; assert os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None"
    command = [sys.executable, "-c", f"{starts}; {asks}"]
    subprocess.run(command, cwd=settings.BASE_DIR, check=True)
