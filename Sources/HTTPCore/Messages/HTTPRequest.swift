/// A request with its whole content.
public struct HTTPRequest: Sendable {
    /// Method, target, version and fields.
    public var head: HTTPRequestHead

    /// The content; empty if there is none.
    public var body: [UInt8]

    /// Makes a request from a head and content.
    public init(head: HTTPRequestHead, body: [UInt8] = []) {
        self.head = head
        self.body = body
    }

    /// Makes an HTTP/1.1 request.
    public init(method: HTTPMethod, target: String, fields: HTTPFields = HTTPFields(), body: [UInt8] = []) {
        self.init(head: HTTPRequestHead(method: method, target: target, fields: fields), body: body)
    }

    /// The head's method.
    public var method: HTTPMethod { head.method }

    /// The head's path, in its normal form.
    public var path: String { head.path }

    /// The head's fields.
    public var fields: HTTPFields {
        get { head.fields }
        set { head.fields = newValue }
    }
}
