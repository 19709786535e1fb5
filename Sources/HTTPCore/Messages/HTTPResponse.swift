/// A response with its whole content, or with content that is produced while it is sent (``streaming(_:fields:_:)``).
public struct HTTPResponse: Sendable {
    /// The result.
    public var status: HTTPStatus

    /// The header fields; the serializer adds `content-length`.
    public var fields: HTTPFields

    /// The content; empty if there is none.
    public var body: [UInt8]

    /// Produces the content while it is sent, in place of ``body``; nil, as it is for most, where the body is all.
    public var producer: HTTPBodyProducer?

    /// Makes a response.
    public init(status: HTTPStatus, fields: HTTPFields = HTTPFields(), body: [UInt8] = []) {
        self.status = status
        self.fields = fields
        self.body = body
    }

    /// A response whose content `producer` writes while it is sent, for what is long or has no known end.
    ///
    /// A server sends the head at once and each piece as it is written: in chunks to HTTP/1.1, up to the close of the
    /// connection to HTTP/1.0; in answer to HEAD, and with a status that forbids content, `producer` is not called. It
    /// runs in the connection's task, which is cancelled when the peer leaves. Its return ends the content; if it throws,
    /// the connection ends in the middle of the message, so that the peer sees that something is missing.
    public static func streaming(
        _ status: HTTPStatus,
        fields: HTTPFields = HTTPFields(),
        _ producer: @escaping HTTPBodyProducer
    ) -> HTTPResponse {
        var response = HTTPResponse(status: status, fields: fields)
        response.producer = producer
        return response
    }

    /// A response whose content is `text`, which must be JSON already; `content-type` is `application/json`.
    public static func json(_ status: HTTPStatus, _ text: String) -> HTTPResponse {
        HTTPResponse(status: status, fields: [.contentType: "application/json"], body: Array(text.utf8))
    }

    /// A response whose content is `text`, as UTF-8 `text/plain`.
    public static func text(_ status: HTTPStatus, _ text: String) -> HTTPResponse {
        HTTPResponse(status: status, fields: [.contentType: "text/plain; charset=utf-8"], body: Array(text.utf8))
    }

    /// An error as `application/problem+json` (RFC 9457).
    /// - Parameters:
    ///   - status: The result, repeated in the content.
    ///   - title: The kind of problem, the same each time it occurs; by default the status's reason phrase.
    ///   - detail: This occurrence, for people; left out if nil.
    public static func problem(_ status: HTTPStatus, title: String? = nil, detail: String? = nil) -> HTTPResponse {
        // "about:blank": the status says all there is to know about the type (RFC 9457, 4.2.1).
        var body = Array("{\"type\":\"about:blank\",\"title\":\"".utf8)
        JSONText.appendEscaped(title ?? status.reasonPhrase, to: &body)
        body.append(utf8: "\",\"status\":" as StaticString)
        DecimalText.append(status.code, to: &body)
        if let detail {
            body.append(utf8: ",\"detail\":\"" as StaticString)
            JSONText.appendEscaped(detail, to: &body)
            body.append(utf8: "\"" as StaticString)
        }
        body.append(utf8: "}" as StaticString)
        return HTTPResponse(status: status, fields: [.contentType: "application/problem+json"], body: body)
    }
}
