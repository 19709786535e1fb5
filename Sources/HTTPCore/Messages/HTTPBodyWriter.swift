/// Produces a response's content piece by piece, and ends it by returning; see `HTTPResponse.streaming`.
public typealias HTTPBodyProducer = @Sendable (any HTTPBodyWriter) async throws -> Void

/// Takes the pieces of a response's content as they are made.
///
/// Use it from one task at a time, and only until the ``HTTPBodyProducer`` that received it returns.
public protocol HTTPBodyWriter: Sendable {
    /// Sends `bytes` now, and returns once the system has taken them all: a peer that reads slowly slows the writer
    /// down. No bytes are no piece: an empty chunk would end the content (RFC 9112, 7.1).
    ///
    /// - Throws: ``HTTPBodyWriteError``; nothing more can be written then.
    func write(_ bytes: [UInt8]) async throws(HTTPBodyWriteError)
}

extension HTTPBodyWriter {
    /// Sends `text` as UTF-8, as ``write(_:)-([UInt8])`` does.
    public func write(_ text: String) async throws(HTTPBodyWriteError) { try await write(Array(text.utf8)) }
}

/// Why a piece of content could not be sent.
public enum HTTPBodyWriteError: String, Error, Sendable, CustomStringConvertible {
    /// The connection is gone: the peer left, or the server cut it off at the end of a drain.
    case connectionLost = "connection_lost"
    /// The peer did not take the piece within the server's write timeout.
    case timedOut = "timed_out"
    /// The content has ended already, or another task is writing.
    case notWritable = "not_writable"

    /// The raw value: bounded, fit for a log field.
    public var description: String { rawValue }
}
