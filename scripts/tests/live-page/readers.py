"""Opens streams of the live page as ten browsers would, and tells what they cost the lab.

    readers.py PORT LAB_PID PROMETHEUS_PORT SECONDS

Ten readers take all that comes; one more asks and then takes nothing. Prints one JSON object.
"""

import json
import os
import re
import socket
import sys
import threading
import time
import urllib.request

READERS = 10


def connect(port):
    connection = socket.create_connection(("127.0.0.1", port), timeout=10)
    connection.sendall(f"GET /events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
    return connection


def read(port, until, texts, number):
    with connect(port) as connection:
        received = b""
        while time.monotonic() < until:
            received += connection.recv(1 << 16)
        texts[number] = received.decode(errors="replace")


def cpu_seconds(process):
    with open(f"/proc/{process}/stat", encoding="ascii") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_kilobytes(process):
    with open(f"/proc/{process}/status", encoding="ascii") as file:
        return int(re.search(r"VmRSS:\s+(\d+)", file.read()).group(1))


def range_queries(port):
    """How many range queries Prometheus has answered: the page alone asks them."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        text = answer.read().decode()
    found = re.findall(r'^prometheus_http_requests_total\{.*handler="/api/v1/query_range".*\} (\S+)$', text, re.M)
    return sum(float(value) for value in found)


def events(text):
    """Each whole event's data by its id."""
    return dict(re.findall(r"^event: round\nid: (\S+)\ndata: (.*)$", text.replace("\r\n", "\n"), re.M))


def main():
    port, process, prometheus, seconds = (int(argument) for argument in sys.argv[1:])
    before = range_queries(prometheus)
    idle_cpu = cpu_seconds(process)
    time.sleep(4)
    idle_cpu = (cpu_seconds(process) - idle_cpu) / 4
    idle = range_queries(prometheus) - before

    texts = [""] * READERS
    until = time.monotonic() + seconds + 3
    threads = [threading.Thread(target=read, args=(port, until, texts, number)) for number in range(READERS)]
    for thread in threads:
        thread.start()
    with connect(port):
        # The whole picture is made once, when a page is opened.
        time.sleep(3)
        cpu, queries, begin, memory = cpu_seconds(process), range_queries(prometheus), time.monotonic(), resident_kilobytes(process)
        for thread in threads:
            thread.join()
        elapsed = time.monotonic() - begin
        cpu, queries = cpu_seconds(process) - cpu, range_queries(prometheus) - queries
        memory = resident_kilobytes(process) - memory

    each = [events(text) for text in texts]
    common = set(each[0]).intersection(*each[1:])
    print(json.dumps({
        "idleRangeQueries": idle,
        "idleShareOfACore": round(idle_cpu, 4),
        "shareOfACore": round(cpu / elapsed, 4),
        "rangeQueriesPerSecond": round(queries / elapsed, 2),
        "rounds": len(common),
        "sameBytes": all(len({one[number] for one in each}) == 1 for number in common),
        "memoryGrowthKilobytes": memory,
        "seconds": round(elapsed, 1),
    }))


if __name__ == "__main__":
    main()
