public import Posix

/// Why input or output on an ``AsyncSocket`` ended without success.
public enum IOError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The system's own error.
    case system(Errno)
    /// The socket's deadline came first.
    case timedOut
    /// The socket was closed on this side.
    case closed
    /// The waiting task was cancelled.
    case cancelled

    /// A short text for people.
    public var description: String {
        switch self {
        case .system(let error): error.description
        case .timedOut: "timed out"
        case .closed: "closed"
        case .cancelled: "cancelled"
        }
    }
}
