"""Programs that run for a while, and are gone afterwards, however that ends."""

import contextlib
import json
import os
import pathlib
import socket
import subprocess
import time
import urllib.request

TICKS = os.sysconf("SC_CLK_TCK")


class Failure(Exception):
    """A program did not start, or does not answer."""


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def get(url, headers=(), method="GET"):
    """The body of an answer."""
    request = urllib.request.Request(url, headers=dict(headers), method=method)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.read()


def processor_seconds(pid):
    """Used by a process so far, in user and system mode (proc(5))."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


@contextlib.contextmanager
def running(command, log, is_ready, environment=(), patience=60):
    """The program while it runs; `is_ready` is asked until it gives something true, which is what one gets."""
    with open(log, "wb") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, env=os.environ | dict(environment), process_group=0
        )
    try:
        end = time.monotonic() + patience
        while not (found := is_ready()):
            if process.poll() is not None or time.monotonic() > end:
                raise Failure(f"{command[0]} does not start:\n{pathlib.Path(log).read_text()[-2000:]}")
            time.sleep(0.1)
        yield process, found
    finally:
        if process.poll() is None:
            process.terminate()
        try:
            process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


# Of those that serve users.
SERVING = {"HOST": "127.0.0.1", "PORT": "0", "LOG_SUCCESS_SAMPLE": "0"}


@contextlib.contextmanager
def service(program, folder, **settings):
    """A service of ours; gives its process, and the line in which it says where it listens."""
    log = pathlib.Path(folder) / f"{pathlib.Path(program).name}.log"

    def started():
        for line in log.read_text().splitlines():
            if '"event":"service.started"' in line:
                return json.loads(line)
        return None

    with running([str(program)], log, started, {"ADMIN_PORT": "0", "DRAIN_DELAY": "0ms"} | settings) as found:
        yield found
