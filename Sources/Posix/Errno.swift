import CLinux
import Glibc

/// An error number of the operating system, captured at once after the call that failed.
///
/// Source: errno(3).
public struct Errno: Error, Hashable, Sendable, CustomStringConvertible {
    /// The number, such as `ECONNREFUSED`.
    public let code: Int32

    /// Wraps an error number.
    public init(_ code: Int32) { self.code = code }

    /// `ETIMEDOUT`: a connection was not made in time.
    public static let timedOut = Errno(ETIMEDOUT)

    /// `EADDRNOTAVAIL`: there is no address to use.
    public static let noAddress = Errno(EADDRNOTAVAIL)

    /// The calling thread's last error. Read it before any other call can overwrite it.
    public static var last: Errno { Errno(errno) }

    /// The symbolic name (`ECONNREFUSED`), or the number where there is none. Bounded, so it can serve as a label.
    public var name: String {
        guard let name = strerrorname_np(code) else { return "E\(code)" }
        return String(cString: name)
    }

    /// The name and the system's own words: `ECONNREFUSED: Connection refused`.
    public var description: String {
        guard let text = strerrordesc_np(code) else { return name }
        return "\(name): \(String(cString: text))"
    }

    /// The call would block (`EAGAIN`, which Linux defines equal to `EWOULDBLOCK`).
    public var wouldBlock: Bool { code == EAGAIN }
}

/// Makes a system call again for as long as a signal interrupts it.
///
/// - Throws: ``Errno`` for every other failure (a negative result).
func retryingOnInterrupt<Result: SignedInteger>(_ call: () -> Result) throws(Errno) -> Result {
    while true {
        let result = call()
        if result >= 0 { return result }
        let error = Errno.last
        if error.code != EINTR { throw error }
    }
}
