"""Child processes that answer lines."""

import json
import os
import selectors
import subprocess
import time


class Missing(Exception):
    """A side cannot run a case; the text says why."""


class Process:
    """A child that answers each line with one line; what it says besides goes to a log."""

    def __init__(self, command, environment, log, folder):
        self._log = open(log, "ab")
        self._buffer = b""
        self._name = os.path.basename(str(log))
        self._child = subprocess.Popen([str(part) for part in command], stdin=subprocess.PIPE,
                                       stdout=subprocess.PIPE, stderr=self._log,
                                       env={**os.environ, **environment}, cwd=folder)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._child.stdout, selectors.EVENT_READ)

    def send(self, text):
        """Writes lines."""
        try:
            self._child.stdin.write(text.encode())
            self._child.stdin.flush()
        except OSError:
            raise Missing(self._ended()) from None

    def line(self, timeout):
        """The next line of the answer."""
        deadline = time.monotonic() + timeout
        while b"\n" not in self._buffer:
            left = deadline - time.monotonic()
            if left <= 0 or not self._selector.select(left):
                self.stop()
                raise Missing(f"no answer within {timeout} s; see {self._name}")
            read = os.read(self._child.stdout.fileno(), 65536)
            if not read:
                raise Missing(self._ended())
            self._buffer += read
        line, self._buffer = self._buffer.split(b"\n", 1)
        return line.decode(errors="replace").strip()

    def _ended(self):
        status = self._child.wait()
        self._log.flush()
        with open(self._log.name, "rb") as log:
            last = [line for line in log.read()[-2000:].decode(errors="replace").splitlines() if line.strip()]
        said = last[-1][:200] if last else "it said nothing"
        return f"ended with status {status}: {said}"

    def stop(self):
        """Ends the child."""
        for action in (self._child.stdin.close, lambda: self._child.wait(timeout=2)):
            try:
                action()
            except (OSError, subprocess.TimeoutExpired):
                self._child.kill()
        self._child.wait()
        self._log.close()


def parse_ready(line):
    """Seconds (None where they are not a number) and what else a side says of itself."""
    word, _, rest = line.partition(" ")
    if word == "missing":
        raise Missing(rest)
    if word != "ready":
        raise Missing(f"said `{line[:200]}` instead of `ready SECONDS`")
    seconds, _, about = rest.partition(" ")
    return (None if seconds == "nan" else float(seconds)), json.loads(about) if about else {}
