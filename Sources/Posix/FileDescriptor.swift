import Glibc

/// An open file descriptor with one owner: closed when the owner lets go of it, and never twice.
public struct FileDescriptor: ~Copyable, Sendable {
    /// The number, for system calls; valid for as long as this value lives.
    public let rawValue: Int32

    /// Takes ownership of an open descriptor.
    public init(owning rawValue: Int32) { self.rawValue = rawValue }

    deinit { _ = Glibc.close(rawValue) }

    /// Gives up ownership: the caller must close the number that is returned.
    public consuming func release() -> Int32 {
        let number = rawValue
        discard self
        return number
    }

    /// Reads at most `buffer.count` bytes; 0 is the end of the stream.
    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(Errno) -> Int {
        try retryingOnInterrupt { Glibc.read(rawValue, buffer.baseAddress, buffer.count) }
    }

    /// Writes at most `bytes.count` bytes and returns how many were taken.
    public func write(_ bytes: UnsafeRawBufferPointer) throws(Errno) -> Int {
        try retryingOnInterrupt { Glibc.write(rawValue, bytes.baseAddress, bytes.count) }
    }
}
