import EventLoop
public import Posix

/// Why a command had no result.
public struct RedisError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What happened.
    public enum Kind: Hashable, Sendable {
        /// The host's name has no addresses.
        case unresolvedName(NameLookup.Failure)
        /// No connection could be made.
        case connectFailed(Errno)
        /// The connection ended before the reply, with a reset (`Errno`) or without.
        case connectionLost(Errno?)
        /// The deadline came first.
        case timedOut
        /// What came back is no reply of Redis, or exceeds a limit.
        case malformedReply(RESPParseError)
        /// What came back is a reply, but none to this command.
        case unexpectedReply
        /// The server answered with an error: its own words, cut short and made printable; of a refused password its code
        /// alone, since some of the words repeat what was sent.
        case server(String)
        /// The value is longer than `maxValueBytes`, and was not sent.
        case valueTooLong
        /// The calling task was cancelled, or the client closed.
        case cancelled
    }

    /// What happened.
    public let kind: Kind

    /// Makes an error.
    public init(_ kind: Kind) { self.kind = kind }

    /// A bounded name for the kind, fit for a label: `connect_error`, `timeout`, `protocol`, `server_error`,
    /// `value_too_long` or `cancelled`.
    public var type: String {
        switch kind {
        case .unresolvedName, .connectFailed, .connectionLost: "connect_error"
        case .timedOut: "timeout"
        case .malformedReply, .unexpectedReply: "protocol"
        case .server: "server_error"
        case .valueTooLong: "value_too_long"
        case .cancelled: "cancelled"
        }
    }

    /// A sentence for people.
    public var description: String {
        switch kind {
        case .unresolvedName(let failure): "could not connect: \(failure)"
        case .connectFailed(let error): "could not connect: \(error)"
        case .connectionLost(let error?): "the connection broke: \(error)"
        case .connectionLost(nil): "the server closed before it answered"
        case .timedOut: "no complete reply before the deadline"
        case .malformedReply(let error): "the reply is not valid RESP: \(error)"
        case .unexpectedReply: "the reply is none to this command"
        case .server(let text): "the server answered with an error: \(text)"
        case .valueTooLong: "the value is longer than allowed"
        case .cancelled: "cancelled"
        }
    }

    /// From the text of an error reply.
    init(serverText text: String) {
        let printable = text.unicodeScalars.prefix(200).map { $0.value >= 0x20 && $0.value < 0x7F ? $0 : "?" }
        self.init(.server(String(String.UnicodeScalarView(printable))))
    }

    /// From the text of an error reply to a command with a secret in it.
    init(serverCode text: String) {
        // Codes are words in capitals; whatever else comes first may be anything.
        let code = text.prefix { $0 != " " }
        let isCode = !code.isEmpty && code.utf8.count <= 32 && code.utf8.allSatisfy { 0x41...0x5A ~= $0 }
        self.init(.server("AUTH was refused (\(isCode ? code : "without a code"))"))
    }

    /// From what a socket said.
    init(io error: IOError) {
        switch error {
        case .timedOut: self.init(.timedOut)
        case .cancelled, .closed: self.init(.cancelled)
        case .system(let errno): self.init(.connectionLost(errno))
        }
    }
}
