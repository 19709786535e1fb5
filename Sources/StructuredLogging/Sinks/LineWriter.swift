import Glibc

/// Writes batches of lines to a file descriptor, and counts the lines that did not get there.
struct LineWriter {
    let descriptor: Int32

    /// The last write failed after part of a line: the next must start a new one.
    private var isMidLine = false

    init(descriptor: Int32) { self.descriptor = descriptor }

    /// Writes all of `lines`, waiting as long as the reader takes; gives the number of lines lost to an error (EPIPE,
    /// ENOSPC, EIO, …), of which the first may be cut short.
    mutating func write(_ lines: [UInt8]) -> Int {
        if isMidLine {
            guard writeAll([UInt8(ascii: "\n")]) == 1 else { return Self.lineCount(lines[...]) }
            isMidLine = false
        }
        let written = writeAll(lines)
        isMidLine = written > 0 && lines[written - 1] != UInt8(ascii: "\n")
        return Self.lineCount(lines[written...])
    }

    /// How many bytes were written before all were or an error came.
    private func writeAll(_ bytes: [UInt8]) -> Int {
        bytes.withUnsafeBytes { buffer in
            var written = 0
            while written < buffer.count {
                let rest = UnsafeRawBufferPointer(rebasing: buffer[written...])
                let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
                if count > 0 {
                    written += count
                } else if count < 0 && errno == EINTR {
                    continue
                } else if count < 0 && errno == EAGAIN {
                    waitUntilWritable()
                } else {
                    break
                }
            }
            return written
        }
    }

    private func waitUntilWritable() {
        var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&request, 1, -1)
    }

    private static func lineCount(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.count { $0 == UInt8(ascii: "\n") }
    }
}
