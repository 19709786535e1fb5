"""Misbehaves towards one HTTP service for a while: `abuse.py HOST PORT CONNECTIONS SECONDS READY_FILE`.

Idle connections by the thousand (some silent, some kept alive after a request) of which some are cut and opened anew
all the time, slow-loris clients, readers that do not read, resets, half-closes and garbage. Writes READY_FILE once
the idle connections are open, closes everything when the time is over, and prints what it did as one line of JSON.
"""

import asyncio
import collections
import errno
import itertools
import json
import pathlib
import random
import resource
import socket
import struct
import sys
import time

REQUEST = b"GET /api/data HTTP/1.1\r\nhost: soak\r\n\r\n"
CHEAP_REQUEST = b"GET / HTTP/1.1\r\nhost: soak\r\n\r\n"
# One address has some 28,000 ports to connect from; connections that were cut keep theirs for a minute.
SOURCES = itertools.cycle(f"127.0.0.{number}" for number in range(2, 18))
RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class Abuse:
    """Everything that is done to one service; it counts what it does."""

    def __init__(self, host, port, connections, seconds):
        self.target = (host, port)
        self.connections = connections
        self.end = time.monotonic() + seconds
        self.idle = []
        self.done = collections.Counter()
        self.loop = asyncio.get_running_loop()

    @property
    def goes_on(self):
        return time.monotonic() < self.end

    async def connect(self, receive_buffer=None):
        peer = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        peer.setblocking(False)
        if receive_buffer:
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        peer.bind((next(SOURCES), 0))
        await self.loop.sock_connect(peer, self.target)
        return peer

    def reset(self, peer):
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
        peer.close()

    async def read_to_end(self, peer):
        answer = b""
        while chunk := await self.loop.sock_recv(peer, 65536):
            answer += chunk
        return answer

    # Idle connections

    async def open_idle(self):
        peer = await self.connect()
        # Every fourth has made a request, and is kept alive.
        if len(self.idle) % 4 == 0:
            await self.loop.sock_sendall(peer, CHEAP_REQUEST)
            await self.loop.sock_recv(peer, 65536)
        self.idle.append(peer)

    async def open_all_idle(self):
        while len(self.idle) < self.connections:
            batch = min(100, self.connections - len(self.idle))
            await asyncio.gather(*(self.open_idle() for _ in range(batch)))

    async def cut_idle(self):
        """Cuts a connection picked by chance, and opens another."""
        peer = self.idle.pop(random.randrange(len(self.idle)))
        if random.random() < 0.5:
            self.reset(peer)
        else:
            peer.close()
        await self.open_idle()

    # Misbehaviour, one connection each

    async def slow_loris(self):
        """A request whose head comes a byte per second, until the service has had enough."""
        peer = await self.connect()
        try:
            await self.loop.sock_sendall(peer, b"GET / HTTP/1.1\r\nx-slow: ")
            while self.goes_on:
                try:
                    answer = await asyncio.wait_for(self.read_to_end(peer), 1)
                    self.done["loris answered 408"] += b" 408 " in answer
                    return
                except asyncio.TimeoutError:
                    await self.loop.sock_sendall(peer, b"a")
        finally:
            peer.close()

    async def slow_reader(self):
        """Requests without end, and hardly a look at the answers: the service must stop reading, not buffer."""
        peer = await self.connect(receive_buffer=4096)

        async def ask():
            while True:
                await self.loop.sock_sendall(peer, CHEAP_REQUEST * 20)
                self.done["requests sent by slow readers"] += 20

        asking = asyncio.create_task(ask())
        try:
            while self.goes_on and not asking.done():
                await self.loop.sock_recv(peer, 1)
                await asyncio.sleep(0.1)
        finally:
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)
            self.reset(peer)

    async def reset_early(self):
        peer = await self.connect()
        await self.loop.sock_sendall(peer, REQUEST[: random.randrange(1, len(REQUEST) + 1)])
        if random.random() < 0.5:
            await asyncio.sleep(0.001)
        self.reset(peer)

    async def half_close(self):
        """Says that it has finished, and waits for what still comes; a cheap request must have its answer."""
        peer = await self.connect()
        try:
            request = random.choice([REQUEST, CHEAP_REQUEST])
            await self.loop.sock_sendall(peer, request)
            peer.shutdown(socket.SHUT_WR)
            answer = await self.read_to_end(peer)
            if request is CHEAP_REQUEST:
                self.done["half-closes answered" if b" 200 " in answer else "half-closes not answered"] += 1
        finally:
            peer.close()

    async def garbage(self):
        peer = await self.connect()
        try:
            await self.loop.sock_sendall(peer, random.randbytes(random.randrange(1, 2000)) + b"\r\n\r\n")
            answer = await self.read_to_end(peer)
            self.done["garbage answered 400"] += b" 400 " in answer
        finally:
            peer.close()

    async def keep(self, act, pause):
        """Does one thing over and over, whatever the service makes of it."""
        while self.goes_on:
            try:
                # A service that neither answers nor closes would hold it for ever.
                await asyncio.wait_for(act(), max(1, self.end - time.monotonic()) + 5)
                self.done[act.__name__] += 1
            except (ConnectionError, BrokenPipeError):
                self.done[act.__name__ + ", connection lost"] += 1
            except asyncio.TimeoutError:
                self.done[act.__name__ + ", stuck"] += 1
            except OSError as error:
                if error.errno not in (errno.EADDRNOTAVAIL, errno.EMFILE):
                    raise
                self.done[errno.errorcode[error.errno]] += 1
            await asyncio.sleep(pause)

    async def run(self, ready):
        await self.open_all_idle()
        ready.write_text(f"{len(self.idle)}\n")
        acts = [
            (self.slow_loris, 20, 0.1),
            (self.slow_reader, 4, 0.1),
            (self.reset_early, 4, 0.02),
            (self.half_close, 4, 0.02),
            (self.garbage, 4, 0.02),
            (self.cut_idle, 2, 0.02),
        ]
        await asyncio.gather(*(self.keep(act, pause) for act, count, pause in acts for _ in range(count)))
        self.done["idle at the end"] = len(self.idle)
        for number, peer in enumerate(self.idle):
            # By thousands at once, half of them rudely.
            if number % 2:
                self.reset(peer)
            else:
                peer.close()


async def main():
    host, port, connections, seconds, ready = sys.argv[1:]
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    abuse = Abuse(host, int(port), int(connections), float(seconds))
    await abuse.run(pathlib.Path(ready))
    print(json.dumps({"port": int(port), **dict(sorted(abuse.done.items()))}))


asyncio.run(main())
