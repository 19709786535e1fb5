"""Opens COUNT connections to PORT, has each answered once, says "held", and keeps them until its input ends."""

import resource
import socket
import sys

port, count = int(sys.argv[1]), int(sys.argv[2])
_, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
request = b"GET /api/data HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
held = []
for _ in range(count):
    connection = socket.create_connection(("127.0.0.1", port), timeout=10)
    connection.sendall(request)
    answer = connection.recv(4096)
    if not answer.startswith(b"HTTP/1.1 200"):
        sys.exit(f"connection {len(held) + 1} is answered {answer.split(bytes([13]))[0]}")
    held.append(connection)
print("held", flush=True)
sys.stdin.read()
