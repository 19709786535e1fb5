/// Heads as bytes (RFC 9112, 2 to 5). Content is the caller's to append after the head.
///
/// Nothing in a head can end a line early: field values are clean since `HTTPFields` took them in, and method and
/// target are escaped here. A version other than HTTP/1.0 is written as HTTP/1.1, the highest that is spoken here.
public enum HTTPSerializer {
    /// Appends a request line, the fields and the empty line.
    ///
    /// - Parameters:
    ///   - head: A byte of the target that is no visible ASCII is percent-encoded; a byte of an `.other` method that is
    ///     no token byte becomes `-`. `host` is the caller's to set.
    ///   - bodyLength: Bytes of content that follow. Written as `content-length`, in place of any in the fields, if
    ///     it is above 0 or the method expects content (RFC 9110, 8.6); never beside `transfer-encoding`.
    ///   - bytes: Where to append.
    public static func append(request head: HTTPRequestHead, bodyLength: Int, to bytes: inout [UInt8]) {
        for byte in head.method.name.utf8 { bytes.append(ASCII.isToken(byte) ? byte : 0x2D) }
        bytes.append(ASCII.space)
        appendTarget(head.target, to: &bytes)
        bytes.append(ASCII.space)
        appendVersion(head.version, to: &bytes)
        bytes.append(contentsOf: lineEnd)
        let expectsContent = [.post, .put, .patch].contains(head.method)
        appendFields(head.fields, contentLength: bodyLength > 0 || expectsContent ? bodyLength : nil, to: &bytes)
    }

    /// Appends a status line, the fields and the empty line.
    ///
    /// - Parameters:
    ///   - head: The response.
    ///   - bodyLength: Bytes of content that follow (in answer to HEAD: that would have followed), written as
    ///     `content-length` in place of any in the fields, but never with 1xx, 204 or 304 (RFC 9110, 8.6), nor beside
    ///     `transfer-encoding`. Nil if it is not known: then the fields' own framing is written, or the content ends
    ///     with the connection.
    ///   - fieldLines: Further field lines, each with its CRLF, written as they are: for what a server adds to every
    ///     response and need not format anew. They are taken as valid.
    ///   - bytes: Where to append.
    public static func append(
        response head: HTTPResponseHead,
        bodyLength: Int?,
        fieldLines: [UInt8] = [],
        to bytes: inout [UInt8]
    ) {
        appendVersion(head.version, to: &bytes)
        bytes.append(ASCII.space)
        DecimalText.append(head.status.code, to: &bytes)
        // The space stays even where there is no reason phrase (RFC 9112, 4).
        bytes.append(ASCII.space)
        bytes.append(contentsOf: head.status.reasonPhrase.utf8)
        bytes.append(contentsOf: lineEnd)
        bytes.append(contentsOf: fieldLines)
        if head.status.forbidsBody {
            appendFields(head.fields, keepsLength: false, keepsCoding: false, to: &bytes)
            bytes.append(contentsOf: lineEnd)
        } else if let bodyLength {
            appendFields(head.fields, contentLength: bodyLength, to: &bytes)
        } else {
            appendFields(head.fields, keepsLength: true, keepsCoding: true, to: &bytes)
            bytes.append(contentsOf: lineEnd)
        }
    }

    private static var lineEnd: String.UTF8View { "\r\n".utf8 }

    private static func appendVersion(_ version: HTTPVersion, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: version == .http10 ? "HTTP/1.0".utf8 : "HTTP/1.1".utf8)
    }

    private static func appendTarget(_ target: String, to bytes: inout [UInt8]) {
        if target.isEmpty { bytes.append(ASCII.slash) }
        for byte in target.utf8 {
            if ASCII.isVisible(byte) {
                bytes.append(byte)
            } else {
                bytes.append(ASCII.percent)
                bytes.append(upperHexDigit(byte >> 4))
                bytes.append(upperHexDigit(byte & 15))
            }
        }
    }

    private static func upperHexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? ASCII.zero + value : 0x41 + value - 10
    }

    /// Fields, the length unless the content is in chunks, and the empty line.
    private static func appendFields(_ fields: HTTPFields, contentLength: Int?, to bytes: inout [UInt8]) {
        appendFields(fields, keepsLength: false, keepsCoding: true, to: &bytes)
        if let contentLength, !fields.contains(.transferEncoding) {
            bytes.append(contentsOf: "content-length: ".utf8)
            DecimalText.append(contentLength, to: &bytes)
            bytes.append(contentsOf: lineEnd)
        }
        bytes.append(contentsOf: lineEnd)
    }

    private static func appendFields(
        _ fields: HTTPFields,
        keepsLength: Bool,
        keepsCoding: Bool,
        to bytes: inout [UInt8]
    ) {
        for entry in fields.entries {
            if !keepsLength, fields.isNamed(entry, .contentLength) { continue }
            if !keepsCoding, fields.isNamed(entry, .transferEncoding) { continue }
            bytes.append(contentsOf: fields.bytes(entry.name))
            bytes.append(ASCII.colon)
            bytes.append(ASCII.space)
            bytes.append(contentsOf: fields.bytes(entry.value))
            bytes.append(contentsOf: lineEnd)
        }
    }
}
