"""Child processes that never outlive the command that started them."""

import shutil
import signal
import subprocess
import sys
from types import FrameType


def end_with_parent(signal_name: str) -> list[str]:
    """Words to put before a command, so that the kernel ends it when its parent is killed.

    Nothing on systems without setpriv; there only `kill -9` of the parent leaves the child.
    """
    setpriv = shutil.which("setpriv") if sys.platform == "linux" else None
    return [setpriv, "--pdeathsig", signal_name] if setpriv else []


def exit_on_signals() -> None:
    """Makes `kill` and a closed terminal unwind the program like Ctrl-C, so cleaning up runs."""

    def unwind(number: int, _frame: FrameType | None) -> None:
        # Once is enough: a second signal must not cut the cleaning up short.
        for name in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, signal.SIG_IGN)
        sys.exit(128 + number)

    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, unwind)


def stop(process: subprocess.Popen[bytes], *signals: signal.Signals, patience: float) -> None:
    """Sends each signal in turn until the process ends, and kills it when none of them helps."""
    for number in (*signals, signal.SIGKILL):
        if process.poll() is not None:
            return
        process.send_signal(number)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            continue
