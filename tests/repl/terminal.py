"""A program at a pseudo-terminal: what is typed, and what the screen said."""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time

ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|\x01|\x02|\r")
SLOW = 20.0  # a busy machine; only what fails waits so long


class Terminal:
    def __init__(self, command, columns=100, rows=40, **environment):
        env = {**os.environ, "TERM": "xterm", "LC_ALL": "C.UTF-8", "NO_COLOR": "1", "PAGER": "cat", "INPUTRC": "/dev/null", **environment}
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            try:
                os.execvpe(command[0], command, env)
            finally:
                os._exit(127)
        self.resize(columns, rows)
        self.seen = ""
        self.status = None

    def resize(self, columns, rows=40):
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        os.kill(self.pid, signal.SIGWINCH)

    def send(self, text):
        os.write(self.fd, text.encode())

    def read(self, timeout):
        ready, _, _ = select.select([self.fd], [], [], timeout)
        if not ready:
            return False
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            return False
        self.raw = getattr(self, "raw", b"") + data
        self.seen += data.decode("utf-8", "replace")
        return bool(data)

    def text(self):
        return ESCAPES.sub("", self.seen)

    def wait(self, pattern, timeout=None):
        """Waits until what came since the last wait has PATTERN; returns that text (all of it), or None."""
        end = time.time() + (timeout or SLOW)
        while time.time() < end:
            if re.search(pattern, self.text()):
                text, self.seen = self.text(), ""
                return text
            if not self.read(0.05) and self.gone():
                break
        text = self.text()
        if re.search(pattern, text):
            self.seen = ""
            return text
        self.failure = text
        return None

    def settle(self):
        """What comes next, until nothing more comes for a while."""
        self.read(SLOW)
        while self.read(0.25):
            pass
        text, self.seen = self.text(), ""
        return text

    def drain(self):
        while self.read(0.02):
            pass
        self.seen = ""

    def ask(self, line, pattern=r"(?:勾稽|…)[^\n]*> $"):
        """Types LINE and Enter; what came until the next prompt."""
        self.drain()
        self.send(line + "\n")
        return self.wait(r"(?s)\n.*" + pattern) or ""

    def gone(self):
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status is not None

    def end(self, timeout=None):
        """The exit status, None when it goes on."""
        limit = time.time() + (timeout or SLOW)
        while time.time() < limit and not self.gone():
            self.read(0.05)
        return self.status

    def close(self):
        if not self.gone():
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.fd)
