/// A response without its content (RFC 9112, 4).
public struct HTTPResponseHead: Sendable {
    /// The result.
    public var status: HTTPStatus

    /// The protocol version; HTTP/1.1 unless told otherwise.
    public var version: HTTPVersion

    /// The header fields.
    public var fields: HTTPFields

    /// Makes a head.
    public init(status: HTTPStatus, version: HTTPVersion = .http11, fields: HTTPFields = HTTPFields()) {
        self.status = status
        self.version = version
        self.fields = fields
    }

    /// Whether the connection stays open after this exchange as far as the server is concerned (RFC 9112, 9.3).
    /// Content that ends by closing the connection says nothing here; there `HTTPResponseParser` gives no `.end`.
    public var keepAlive: Bool { version.keepsAlive(with: fields) }
}
