/// Why bytes were refused as an HTTP message. After it the connection has no known message boundary and must close.
public struct HTTPParseError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was wrong. The raw values are a bounded set, fit for a metric label or a log field.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A line end that is not CR LF.
        case badLineEnd = "bad_line_end"
        /// A request or status line that does not follow the grammar, or more than one empty line before it.
        case malformedStartLine = "malformed_start_line"
        /// A request target of no allowed form (RFC 9112, 3.2).
        case malformedTarget = "malformed_target"
        /// A name that is empty or no token, or a field line without a colon.
        case malformedFieldName = "malformed_field_name"
        /// A control byte in a field value.
        case malformedFieldValue = "malformed_field_value"
        /// Whitespace between a field name and its colon (RFC 9112, 5.1).
        case whitespaceBeforeColon = "whitespace_before_colon"
        /// A field line that begins with whitespace (RFC 9112, 5.2).
        case lineFolding = "line_folding"
        /// `Host` is missing in HTTP/1.1, repeated, or no host and port (RFC 9112, 3.2).
        case invalidHost = "invalid_host"
        /// `Content-Length` is repeated, a list, no number or too large to count.
        case invalidContentLength = "invalid_content_length"
        /// `Content-Length` beside `Transfer-Encoding`: the sign of request smuggling (RFC 9112, 6.1).
        case conflictingFraming = "conflicting_framing"
        /// `Transfer-Encoding` in HTTP/1.0, which has none (RFC 9112, 6.1).
        case transferCodingInHTTP10 = "transfer_coding_in_http10"
        /// A transfer coding other than exactly `chunked`.
        case unsupportedTransferCoding = "unsupported_transfer_coding"
        /// A major version other than 1.
        case unsupportedVersion = "unsupported_version"
        /// CONNECT: this is no proxy.
        case unsupportedMethod = "unsupported_method"
        /// A request or status line above its limit.
        case startLineTooLong = "start_line_too_long"
        /// Field lines above their limit of bytes.
        case headerTooLarge = "header_too_large"
        /// Field lines above their limit of lines.
        case tooManyFields = "too_many_fields"
        /// Content above its limit.
        case bodyTooLarge = "body_too_large"
        /// A chunk size that is no hexadecimal number or too large to count, or a malformed chunk extension.
        case invalidChunkSize = "invalid_chunk_size"
        /// A chunk's size line, or all chunk extensions together, above their limit.
        case chunkLineTooLong = "chunk_line_too_long"
        /// Chunk data that does not end in CR LF.
        case invalidChunkEnd = "invalid_chunk_end"
        /// Trailers above their limit of bytes or lines.
        case trailersTooLarge = "trailers_too_large"
        /// More interim (1xx) responses than allowed.
        case tooManyInterimResponses = "too_many_interim_responses"
        /// Bytes from a server that was asked nothing.
        case unexpectedResponse = "unexpected_response"
        /// The peer closed in the middle of a message, or before the response it owes.
        case prematureEnd = "premature_end"
    }

    /// What was wrong.
    public let kind: Kind

    /// Makes an error of `kind`.
    public init(_ kind: Kind) { self.kind = kind }

    /// What a server answers to the refused request before it closes the connection. It means nothing for an error in a
    /// response; a kind that only a response can have gives 502.
    public var status: HTTPStatus {
        switch kind {
        case .startLineTooLong: .uriTooLong
        case .headerTooLarge, .tooManyFields, .trailersTooLarge: .requestHeaderFieldsTooLarge
        case .bodyTooLarge: .contentTooLarge
        case .unsupportedTransferCoding, .unsupportedMethod: .notImplemented
        case .unsupportedVersion: .httpVersionNotSupported
        case .tooManyInterimResponses, .unexpectedResponse: .badGateway
        default: .badRequest
        }
    }

    /// The kind's raw value: bounded, with no bytes of the peer in it.
    public var description: String { kind.rawValue }
}
