"""Requests for the differential test: made by the grammar of RFC 9112, then bent.

A case is one to three requests on a connection. Every part is drawn from what is right, and now and then from what is
wrong in a way that has divided parsers before; some cases then have a few bytes changed. The same seed gives the same
cases.
"""

import random

METHODS = [b"GET", b"POST", b"PUT", b"HEAD", b"OPTIONS", b"DELETE", b"PATCH", b"M-SEARCH", b"get"]
BENT_METHODS = [b"CONNECT", b"G(T", b"", b"GE T", b"G\x00T", b"GET\t", b"G\xc3\x89T"]

TARGETS = [
    b"/", b"/a/b?c=d", b"/%41%2f%c3%a9", b"http://a/b", b"http://b:80?c", b"/a/../b", b"/?%&%00", b"//a",
]
BENT_TARGETS = [
    b"*", b"a", b"a:80", b"", b"/a b", b"/#a", b"/\x00", b"/\t", b"/\x7f", b"/\xe9", b"https://a/", b"http://",
    b"http://u@a/", b"/%", b"/%4g", b"/%00", b"/%c0%af", b"/%0d%0a", b"http://a:99999/", b"/<>\"\\^`{|}",
]

VERSIONS = [b"HTTP/1.1"] * 6 + [b"HTTP/1.0"]
BENT_VERSIONS = [
    b"HTTP/1.2", b"HTTP/1.9", b"HTTP/0.9", b"HTTP/2.0", b"HTTP/1.10", b"http/1.1", b"HTTP/1", b"HTTP/1.1 ",
    b"HTTP/ 1.1", b"HTTP/1,1",
    b"HTTP/+1.1", b"", b"ICY",
]

HOSTS = [b"a", b"example:8080", b"[::1]:80", b"", b"127.0.0.1", b"a%2Db"]
BENT_HOSTS = [b"a b", b"a/b", b"u@a", b"a:99999", b"a:x", b"[::1", b"a, b", b"\xe9", b"a%zz", b"a\x00", b"a:1:2"]

FIELDS = [
    (b"X-A", b"b"), (b"x-a", b""), (b"Accept", b"*/*, a;q=0.5"), (b"X-Tab", b"a\tb"), (b"X-Obs", b"\xc3\xa9\xff"),
    (b"Connection", b"close"), (b"Connection", b"keep-alive, Upgrade"), (b"Expect", b"100-continue"),
    (b"Upgrade", b"websocket"), (b"Trailer", b"X-Sum"), (b"TE", b"trailers"), (b"!#$%&'*+-.^_`|~", b"token"),
]
BENT_NAMES = [
    b"", b"X Y", b"X(", b"\xe9", b"X\x00", b"X\rY", b"X\x0b", b" X", b"\tX", b"X ", b"X\t", b"Content-Length ",
]
BENT_VALUES = [
    b"a\x00b", b"a\rb", b"a\x01b", b"\x7f", b"\x1b[31m", b"a\x0bb", b"a\x0c", b"a\r\n b", b"a\r\n\tX: b", b"a\nb",
    b"\r",
]

BENT_LENGTHS = [
    b"+%d", b"-%d", b"%d ", b" %d", b"0%d", b"%d, %d", b"%d,%d", b"0x%d", b"%d.0", b"%d %d", b"", b"1%d",
    b"\xd9\xa1", b"%d\x00", b"9223372036854775807", b"9223372036854775808", b"18446744073709551617",
    b"99999999999999999999", b"100000000000000000000", b"0000000000000000000000%d", b"%d;", b"\"%d\"", b"%d_0",
]
CODINGS = [b"chunked"] * 4 + [b"Chunked", b"CHUNKED"]
BENT_CODINGS = [
    b"gzip", b"gzip, chunked", b"chunked, chunked", b"chunked, gzip", b"identity", b"", b"xchunked", b"chunked;a=b",
    b"\"chunked\"", b",chunked", b"chunked,", b"\x0bchunked", b"chun\x00ked", b"chunked\x7f",
]
EXTENSIONS = [b";a", b";a=b", b";a=\"b;c\"", b"; a = b", b";"]
BENT_EXTENSIONS = [
    b" ;a", b"\t;a=b", b" ", b"\t", b" a", b";a\x00", b";a\rb", b";\x01", b";\xe9", b";a\nb", b"g", b"\x00", b";a\x7f",
    b" ; ",
]
BENT_SIZES = [
    b"", b"0x%x", b"+%x", b"-%x", b" %x", b"%x_0", b"%x,", b"1%x", b"%xg", b"00000000000000000000000%x",
    b"8000000000000000", b"7fffffffffffffff", b"ffffffffffffffff", b"10000000000000000", b"fffffffffffffffffffff",
]
TRAILERS = [(b"X-Sum", b"1"), (b"Content-Length", b"5"), (b"Host", b"b"), (b"Transfer-Encoding", b"x"), (b"X", b"")]
BENT_LINE_ENDS = [b"\n", b"\r", b"\r\r\n", b"\n\r", b"", b" \r\n", b"\r\n\r\n", b"\x0b\r\n"]
BODIES = [b"", b"hi", b"hello\r\nyou\n", b"0\r\n\r\n", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", bytes(range(256))]
DAMAGE = b"\r\n\x00\t :;,/%09afGETHP.1x\x0b\x7f\x80\xff"


class Generator:
    """Cases in order; `bend` is how likely a part is to be wrong."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.bend = 0.0

    def case(self):
        self.bend = self.random.choice([0.0, 0.01, 0.03, 0.1])
        bytes_ = b"".join(self.request() for _ in range(self.random.choice([1, 1, 1, 2, 3])))
        if self.random.random() < 0.3:
            bytes_ = self.damaged(bytes_)
        if self.random.random() < 0.05:
            bytes_ = bytes_[: self.random.randint(0, len(bytes_))]
        return bytes_

    def pick(self, right, wrong):
        return self.random.choice(wrong if self.random.random() < self.bend else right)

    def line_end(self):
        return self.pick([b"\r\n"], BENT_LINE_ENDS)

    def request(self):
        before = self.pick([b""] * 30 + [b"\r\n"], [b"\n", b"\r", b" ", b"\r\n\r\n", b"\0"])
        space = [self.pick([b" "], [b"  ", b"\t", b"", b" \t"]) for _ in range(2)]
        method = self.pick(METHODS, BENT_METHODS)
        target = self.pick(TARGETS + ([b"*"] if method == b"OPTIONS" else []), BENT_TARGETS)
        version = self.pick(VERSIONS, BENT_VERSIONS)
        line = method + space[0] + target + space[1] + version + self.line_end()
        framing, content = self.framing()
        fields = [self.random.choice(FIELDS) for _ in range(self.random.choice([0, 0, 1, 2, 5]))] + framing
        hosts = self.pick([1], [0, 0, 2]) if version == b"HTTP/1.1" else self.random.choice([0, 1, 1])
        fields = [(b"Host", self.pick(HOSTS, BENT_HOSTS)) for _ in range(hosts)] + fields
        if self.random.random() < 0.2:
            self.random.shuffle(fields)
        return before + line + b"".join(self.field(*pair) for pair in fields) + self.line_end() + content

    def field(self, name, value):
        name = self.pick([name] * 4 + [name.lower(), name.upper()], BENT_NAMES)
        if self.random.random() < self.bend / 2:
            value = self.random.choice(BENT_VALUES)
        before = self.pick([b" "] * 4 + [b"", b"\t ", b"  "], [b"\r\n ", b"\x0b", b"\xa0"])
        after = self.pick([b""] * 6 + [b" ", b"\t"], [b"\x0b", b"\x0c"])
        return name + self.pick([b":"], [b" :", b"", b"\t:", b"::"]) + before + value + after + self.line_end()

    def framing(self):
        body = self.random.choice(BODIES)
        kind = self.pick(["none", "length", "length", "chunked", "chunked"], ["both", "twice", "coded twice"])
        if kind == "none":
            return [], b""
        length = (b"Content-Length", self.numbered(self.pick([b"%d"], BENT_LENGTHS), len(body)))
        coding = (b"Transfer-Encoding", self.pick(CODINGS, BENT_CODINGS))
        if kind == "length":
            return [length], body
        if kind == "twice":
            other = self.random.choice([length, (b"content-length", b"%d" % (len(body) + 1))])
            return [length, other], body
        if kind == "both":
            return self.random.sample([length, coding], 2), self.chunks(body)
        return [coding] * (2 if kind == "coded twice" else 1), self.chunks(body)

    def numbered(self, form, number):
        return form % ((number,) * form.count(b"%"))

    def chunks(self, body):
        result = b""
        while body:
            size = self.random.randint(1, len(body))
            result += self.chunk_line(size) + body[:size] + self.line_end()
            body = body[size:]
        result += self.chunk_line(0)
        for _ in range(self.random.choice([0, 0, 0, 1, 2])):
            result += self.field(*self.random.choice(TRAILERS))
        return result + self.line_end()

    def chunk_line(self, size):
        digits = self.numbered(self.pick([b"%x", b"%x", b"%X", b"0%x"], BENT_SIZES), size)
        extension = self.pick([b""] * 5 + [self.random.choice(EXTENSIONS)], BENT_EXTENSIONS)
        return digits + extension + self.line_end()

    def damaged(self, bytes_):
        bytes_ = bytearray(bytes_)
        for _ in range(self.random.randint(1, 3)):
            index = self.random.randint(0, len(bytes_))
            byte = self.random.choice(DAMAGE)
            kind = self.random.randrange(3)
            if kind == 0 and index < len(bytes_):
                bytes_[index] = byte
            elif kind == 1 and index < len(bytes_):
                del bytes_[index]
            else:
                bytes_.insert(index, byte)
        return bytes(bytes_)
