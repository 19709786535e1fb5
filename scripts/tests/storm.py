"""Sends random requests: paths, methods, status codes, headers that nobody expects.

    storm.py SEED COUNT ADDRESS...
"""

import http.client
import random
import string
import sys

ROUTES = ["/", "/api/data", "/api/extra", "/api/composite", "/healthz", "/readyz", "*", "/status/x", "/delay/x", "/nowhere"]
METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT"]


def word(generator, alphabet=string.ascii_letters + string.digits):
    return "".join(generator.choice(alphabet) for _ in range(generator.randint(1, 20)))


def target(generator):
    return generator.choice([
        lambda: "/" + "/".join(word(generator) for _ in range(generator.randint(1, 4))),
        lambda: "/api/data?" + word(generator) + "=" + word(generator),
        lambda: "/status/x" + word(generator),
        lambda: "/delay/x" + word(generator),
        lambda: "/%" + word(generator, "0123456789abcdefABCDEF%") + "%00",
        lambda: generator.choice(ROUTES),
    ])()


def main():
    seed, count, *addresses = sys.argv[1:]
    generator = random.Random(int(seed))
    for address in addresses:
        host = address.removeprefix("http://")
        # All there is to see, so that what comes later can be nothing new.
        fixed = [(method, path) for method in METHODS + ["BREW"] for path in ROUTES]
        fixed += [(method, f"/status/{code}") for method in ("GET", "HEAD") for code in range(200, 600)]
        chosen = [
            (generator.choice(METHODS + [word(generator, string.ascii_uppercase)]), target(generator))
            for _ in range(int(count))
        ]
        answers = 0
        connection = http.client.HTTPConnection(host, timeout=10)
        for method, path in fixed + chosen:
            fields = {word(generator): word(generator) for _ in range(generator.randint(0, 4))}
            fields["traceparent"] = word(generator)
            try:
                connection.request(method, path, headers=fields)
                connection.getresponse().read()
                answers += 1
            except (http.client.HTTPException, OSError):
                connection.close()
        assert answers > 0.9 * len(fixed + chosen), f"{address}: {answers} answers to {len(fixed + chosen)} requests"


main()
