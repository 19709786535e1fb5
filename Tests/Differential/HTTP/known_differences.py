"""Where HTTPCore and h11 are known to differ, and why each is right to.

A class is a name, a reason, and a predicate on the bytes where the two part and on both verdicts. A verdict is
`accepted`, `complete` (no byte is left), `incomplete`, or what is wrong: HTTPCore's kind of error, h11's text. The
predicates look for the reason in the bytes by means of their own: neither parser's word is taken for it.
"""

import re
from urllib.parse import unquote_to_bytes

HOST = re.compile(rb"(\[[0-9A-Fa-f:.]{2,}\]|(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)(?::(\d*))?")
BAD_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")
CONTROL = re.compile(rb"[\x00-\x1f\x7f]")


def head(rest):
    """The head as h11 sees its end, without the empty line."""
    return re.split(rb"\n\r?\n", rest, maxsplit=1)[0]


def content(rest):
    """What follows the head, with the line end before it."""
    parts = re.split(rb"\n\r?\n", rest, maxsplit=1)
    return b"\n" + parts[1] if len(parts) > 1 else b""


def values(rest, name):
    """The values of the head's fields called `name`."""
    return [value.strip(b" \t\r") for value in re.findall(rb"(?im)^" + name + rb":(.*)$", head(rest))]


def request_line(rest):
    """Method, target, version."""
    parts = rest.split(b"\n", 1)[0].rstrip(b"\r").split(b" ")
    return parts if len(parts) == 3 else [b"", b"", b""]


def is_text(escaped):
    """Whether escapes are whole and stand for UTF-8 without control characters."""
    if BAD_ESCAPE.search(escaped):
        return False
    decoded = unquote_to_bytes(escaped)
    try:
        decoded.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not CONTROL.search(decoded)


def is_host(value):
    match = HOST.fullmatch(value)
    return bool(match) and int(match[2] or 0) <= 65535 and is_text(match[1])


def is_target_form(method, target):
    if b"#" in target:
        return False
    absolute = re.match(rb"(?i)http://([^/?]*)", target)
    if absolute:
        return is_host(absolute[1]) and not re.match(rb":|$", absolute[1])
    return target.startswith(b"/") or (target == b"*" and method == b"OPTIONS")


def refused_only_here(kind, predicate):
    """HTTPCore refuses with `kind`, h11 accepts or waits for content, and `predicate` finds the reason."""
    return lambda rest, ours, theirs: ours == kind and theirs in ("accepted", "incomplete") and predicate(rest)


def refused_only_there(text, predicate):
    """h11 refuses with `text`, HTTPCore does not, and `predicate` finds the reason."""
    return lambda rest, ours, theirs: (
        ours in ("accepted", "complete", "incomplete") and theirs.startswith(text) and predicate(rest)
    )


def one_length_repeated(rest):
    elements = [element.strip() for value in values(rest, b"Content-Length") for element in value.split(b",")]
    return len(elements) > 1 and len(set(elements)) == 1 and elements[0].isdigit()


def beyond_63_bits(rest):
    return any(value.isdigit() and int(value) >= 1 << 63 for value in values(rest, b"Content-Length"))


def bad_target_form(rest):
    method, target, _ = request_line(rest)
    return not is_target_form(method, target)


def bad_target_escape(rest):
    method, target, _ = request_line(rest)
    return is_target_form(method, target) and not is_text(target.split(b"?")[0])


def bad_trailer_without_end(rest):
    for last in re.finditer(rb"\n0+(;[^\n]*)?\r\n", content(rest)):
        trailers = content(rest)[last.end() :]
        if re.search(rb"(^|\n)\r?\n", trailers):
            continue
        lines = trailers.split(b"\r\n")[:-1]
        return any(not re.fullmatch(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t\x20-\x7e\x80-\xff]*", line) for line in lines)
    return False


CLASSES = [
    (
        "a bare LF",
        "RFC 9112, 2.2: a recipient MAY take it for a line end; h11 does",
        refused_only_here("bad_line_end", lambda rest: re.search(rb"(?<!\r)\n", rest)),
    ),
    (
        "obs-fold",
        "RFC 9112, 5.2: a server MUST refuse it or replace it by spaces; h11 replaces it",
        refused_only_here("line_folding", lambda rest: re.search(rb"\n[ \t]", rest)),
    ),
    (
        "control bytes in values",
        "RFC 9110, 5.5: they may be refused; h11 lets all through but NUL and white space",
        refused_only_here("malformed_field_value", lambda rest: re.search(rb":[^\n]*[\x01-\x08\x0e-\x1f\x7f]", rest)),
    ),
    (
        "one length repeated",
        "RFC 9112, 6.3: a recipient may take equal values for one; h11 does",
        refused_only_here("invalid_content_length", one_length_repeated),
    ),
    (
        "a length of more than 63 bits",
        "RFC 9110, 8.6: a recipient must not overflow; h11 counts without bound",
        refused_only_here("invalid_content_length", beyond_63_bits),
    ),
    (
        "a Host that is none",
        "RFC 9112, 3.2: 400 if it is invalid; h11 looks only at the bytes of a field value",
        refused_only_here(
            "invalid_host",
            lambda rest: len(values(rest, b"Host")) == 1 and not is_host(values(rest, b"Host")[0]),
        ),
    ),
    (
        "no Host in HTTP/1.2 and later",
        "RFC 9112, 2.3: a later minor version is read as 1.1; h11 asks for Host in 1.1 alone",
        refused_only_here(
            "invalid_host",
            lambda rest: not values(rest, b"Host") and re.fullmatch(rb"HTTP/1\.[2-9]", request_line(rest)[2]),
        ),
    ),
    (
        "both framings",
        "RFC 9112, 6.1: a server MAY refuse such a request; h11 takes the chunks",
        refused_only_here(
            "conflicting_framing",
            lambda rest: values(rest, b"Content-Length") and values(rest, b"Transfer-Encoding"),
        ),
    ),
    (
        "a transfer coding in HTTP/1.0",
        "RFC 9112, 6.1: its framing is to be treated as faulty; h11 takes the chunks",
        refused_only_here(
            "transfer_coding_in_http10",
            lambda rest: request_line(rest)[2] == b"HTTP/1.0" and values(rest, b"Transfer-Encoding"),
        ),
    ),
    (
        "CONNECT",
        "RFC 9110, 15.6.2: 501 for a method that is not implemented; h11 leaves that to its user",
        refused_only_here("unsupported_method", lambda rest: request_line(rest)[0] == b"CONNECT"),
    ),
    (
        "a target of no form",
        "RFC 9112, 3.2: four forms; h11 takes any visible ASCII",
        refused_only_here("malformed_target", bad_target_form),
    ),
    (
        "a path that escapes no text",
        "RFC 3986, 2.1 and 7.3: h11 leaves escapes to its user",
        refused_only_here("malformed_target", bad_target_escape),
    ),
    (
        "another major version",
        "RFC 9110, 15.6.6: 505; h11 leaves versions to its user",
        refused_only_here("unsupported_version", lambda rest: re.fullmatch(rb"HTTP/[02-9]\.\d", request_line(rest)[2])),
    ),
    (
        "white space after a chunk size",
        "RFC 9112, 7.1: the grammar has none; h11 forgives it",
        refused_only_here(
            "invalid_chunk_size", lambda rest: re.search(rb"\n[0-9A-Fa-f]{1,20}[ \t]+\r\n", content(rest))
        ),
    ),
    (
        "control bytes in a chunk extension",
        "RFC 9112, 7.1.1: tokens and quoted strings; h11 takes anything up to the line end",
        refused_only_here(
            "invalid_chunk_size",
            lambda rest: re.search(rb"\n[0-9A-Fa-f]{1,20};[^\n]*[\x00-\x08\x0b-\x1f\x7f].*\r\n", content(rest)),
        ),
    ),
    (
        "a chunk of more than 63 bits",
        "RFC 9112, 7.1: a recipient must not overflow; h11 counts to 80 bits",
        lambda rest, ours, theirs: ours in ("invalid_chunk_size", "body_too_large")
        and theirs == "incomplete"
        and re.search(rb"\n[0-9A-Fa-f]{16,20}(?![0-9A-Fa-f])", content(rest)),
    ),
    (
        "framing fields in trailers",
        "RFC 9110, 6.5.1: they mean nothing there and are discarded; h11 checks them as if they framed",
        lambda rest, ours, theirs: ours == "accepted"
        and re.match(r"Only Transfer-Encoding|bad Content-Length|conflicting Content-Length|multiple Transfer", theirs)
        and re.search(rb"(?i)\n0+[ \t]*(;[^\n]*)?\r\n([^\n]+\n)*?(content-length|transfer-encoding):", content(rest)),
    ),
    (
        "a length of more than 20 digits",
        "RFC 9110, 8.6: one or more digits, leading zeros included; h11 stops at 20",
        refused_only_there(
            "bad Content-Length",
            lambda rest: any(re.fullmatch(rb"0+\d{1,19}", v) and len(v) > 20 for v in values(rest, b"Content-Length")),
        ),
    ),
    (
        "a chunk size of more than 20 digits",
        "RFC 9112, 7.1: one or more digits, leading zeros included; h11 stops at 20",
        refused_only_there(
            "illegal chunk header",
            lambda rest: re.search(rb"\n(?=[0-9A-Fa-f]{21})0+[0-9A-Fa-f]{1,15}(;[^\n]*)?\r\n", content(rest)),
        ),
    ),
    (
        "white space before a chunk extension",
        "RFC 9112, 7.1.1: BWS, which a recipient must parse; h11 refuses it",
        refused_only_there(
            "illegal chunk header", lambda rest: re.search(rb"\n[0-9A-Fa-f]+[ \t]+;[^\n]*\r\n", content(rest))
        ),
    ),
    (
        "a malformed trailer before the last has come",
        "HTTPCore refuses it at once, h11 once the trailers are complete",
        lambda rest, ours, theirs: ours in ("malformed_field_name", "malformed_field_value", "whitespace_before_colon")
        and theirs == "incomplete"
        and bad_trailer_without_end(rest),
    ),
    (
        "a first byte that begins no request",
        "h11 refuses it at once, HTTPCore once the head is complete, by the grammar",
        lambda rest, ours, theirs: ours == "incomplete"
        and theirs == "illegal request line"
        and rest[:1] < b"\x21"
        and b"\r\n\r\n" not in rest,
    ),
]


def classify(rest, ours, theirs):
    """The names of all classes that explain the difference."""
    return [name for name, _, matches in CLASSES if matches(rest, ours, theirs)]
