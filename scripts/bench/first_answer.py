"""Starts COMMAND and prints the milliseconds until PORT has answered a request; then ends it."""

import os
import signal
import socket
import subprocess
import sys
import time

port, command = int(sys.argv[1]), sys.argv[2:]
request = b"GET /api/data HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
begin = time.monotonic()
process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
while True:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            connection.sendall(request)
            if connection.recv(4096).startswith(b"HTTP/1.1 "):
                break
    except ConnectionError:
        if time.monotonic() - begin > 10 or process.poll() is not None:
            sys.exit("it does not answer")
        time.sleep(0.0002)
print(f"{(time.monotonic() - begin) * 1e3:.1f}")
os.kill(process.pid, signal.SIGTERM)
process.wait()
