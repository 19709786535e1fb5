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
        appendMethod(head.method, to: &bytes)
        bytes.append(ASCII.space)
        appendTarget(head.target, to: &bytes)
        bytes.append(ASCII.space)
        appendVersion(head.version, to: &bytes)
        bytes.append(utf8: lineEnd)
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
        appendStatusLine(head, to: &bytes)
        bytes.append(contentsOf: fieldLines)
        if head.status.forbidsBody {
            appendFields(head.fields, keepsLength: false, keepsCoding: false, to: &bytes)
            bytes.append(utf8: lineEnd)
        } else if let bodyLength {
            appendFields(head.fields, contentLength: bodyLength, to: &bytes)
        } else {
            appendFields(head.fields, keepsLength: true, keepsCoding: true, to: &bytes)
            bytes.append(utf8: lineEnd)
        }
    }

    /// Appends one chunk of content (RFC 9112, 7.1). No data appends nothing: an empty chunk would be the last.
    public static func append(chunk data: [UInt8], to bytes: inout [UInt8]) {
        if data.isEmpty { return }
        bytes.append(contentsOf: String(data.count, radix: 16).utf8)
        bytes.append(utf8: lineEnd)
        bytes.append(contentsOf: data)
        bytes.append(utf8: lineEnd)
    }

    /// Appends the last chunk and an empty trailer section: the content is complete (RFC 9112, 7.1).
    public static func appendLastChunk(to bytes: inout [UInt8]) { bytes.append(utf8: "0\r\n\r\n" as StaticString) }

    private static var lineEnd: StaticString { "\r\n" }

    private static func appendStatusLine(_ head: HTTPResponseHead, to bytes: inout [UInt8]) {
        if head.status == .ok, head.version != .http10 { return bytes.append(utf8: "HTTP/1.1 200 OK\r\n") }
        appendVersion(head.version, to: &bytes)
        bytes.append(ASCII.space)
        DecimalText.append(head.status.code, to: &bytes)
        // The space stays even where there is no reason phrase (RFC 9112, 4).
        bytes.append(ASCII.space)
        bytes.append(utf8: head.status.reasonPhrase)
        bytes.append(utf8: lineEnd)
    }

    private static func appendVersion(_ version: HTTPVersion, to bytes: inout [UInt8]) {
        bytes.append(utf8: version == .http10 ? "HTTP/1.0" : "HTTP/1.1" as StaticString)
    }

    private static func appendMethod(_ method: HTTPMethod, to bytes: inout [UInt8]) {
        guard case .other(let name) = method else { return bytes.append(utf8: method.name) }
        for byte in name.utf8 { bytes.append(ASCII.isToken(byte) ? byte : 0x2D) }
    }

    private static func appendTarget(_ target: String, to bytes: inout [UInt8]) {
        if target.isEmpty { bytes.append(ASCII.slash) }
        var target = target
        target.withUTF8 { target in
            if target.allSatisfy(ASCII.isVisible) { return bytes.append(contentsOf: target) }
            for byte in target {
                if ASCII.isVisible(byte) {
                    bytes.append(byte)
                } else {
                    PercentDecoding.appendEscape(byte, to: &bytes)
                }
            }
        }
    }

    /// Fields, the length unless the content is in chunks, and the empty line.
    private static func appendFields(_ fields: HTTPFields, contentLength: Int?, to bytes: inout [UInt8]) {
        appendFields(fields, keepsLength: false, keepsCoding: true, to: &bytes)
        if let contentLength, !fields.contains(.transferEncoding) {
            bytes.append(utf8: "content-length: " as StaticString)
            DecimalText.append(contentLength, to: &bytes)
            bytes.append(utf8: lineEnd)
        }
        bytes.append(utf8: lineEnd)
    }

    private static func appendFields(
        _ fields: HTTPFields,
        keepsLength: Bool,
        keepsCoding: Bool,
        to bytes: inout [UInt8]
    ) {
        let skipsLength = !keepsLength && fields.contains(.contentLength)
        let skipsCoding = !keepsCoding && fields.contains(.transferEncoding)
        // The fields lie there as they are sent.
        guard skipsLength || skipsCoding else { return bytes.append(contentsOf: fields.storage) }
        for entry in fields.entries {
            if skipsLength, fields.isNamed(entry, .contentLength) { continue }
            if skipsCoding, fields.isNamed(entry, .transferEncoding) { continue }
            bytes.append(contentsOf: fields.storage[fields.line(of: entry)])
        }
    }
}
