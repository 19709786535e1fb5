"""What h11 makes of a case, in the form in which ReadRequests prints what HTTPCore does."""

import h11

WIDE = 1 << 22


def text(bytes_):
    return bytes_.decode("utf-8", "replace")


def read(case):
    """`{"requests": [...], "end": "complete" | "incomplete" | <the error's text>}`."""
    requests, start = [], 0
    while start < len(case):
        # One empty line before a request SHOULD be ignored (RFC 9112, 2.2); h11 would refuse it.
        if case.startswith(b"\r\n", start):
            start += 2
            if start == len(case):
                break
        connection = h11.Connection(h11.SERVER, max_incomplete_event_size=WIDE)
        connection.receive_data(case[start:])
        head, body = None, b""
        try:
            while True:
                event = connection.next_event()
                if isinstance(event, h11.Request):
                    head = event
                elif isinstance(event, h11.Data):
                    body += bytes(event.data)
                elif isinstance(event, h11.EndOfMessage):
                    break
                elif event is h11.NEED_DATA:
                    return {"requests": requests, "end": "incomplete"}
                else:
                    raise AssertionError(f"h11 gave {event!r}")
        except h11.RemoteProtocolError as error:
            return {"requests": requests, "end": str(error)}
        start = len(case) - len(connection.trailing_data[0])
        requests.append(
            {
                "method": text(head.method),
                "target": text(head.target),
                "version": text(head.http_version),
                "fields": [[text(name), text(value)] for name, value in head.headers],
                "body": body.hex(),
                "end": start,
            }
        )
    return {"requests": requests, "end": "complete"}
