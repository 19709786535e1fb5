import Glibc
import Testing

/// A pipe whose ends are closed with it.
final class Pipe {
    let writeEnd: Int32
    private var readEnd: Int32
    private var unread: [UInt8] = []

    init(nonBlocking: Bool = false) throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        readEnd = ends[0]
        writeEnd = ends[1]
        // A program that another test starts must not keep the ends open.
        for end in ends { try #require(fcntl(end, F_SETFD, FD_CLOEXEC) == 0) }
        if nonBlocking { try #require(fcntl(writeEnd, F_SETFL, O_NONBLOCK) == 0) }
    }

    deinit {
        closeReadEnd()
        close(writeEnd)
    }

    func closeReadEnd() {
        if readEnd >= 0 { close(readEnd) }
        readEnd = -1
    }

    /// The next `count` lines, without their line feeds; waits for them, and gives fewer at the end of the stream or
    /// when none has come for 30 seconds.
    func readLines(_ count: Int) -> [String] {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        var lines: [String] = []
        while true {
            while lines.count < count, let end = unread.firstIndex(of: 10) {
                lines.append(String(decoding: unread[..<end], as: UTF8.self))
                unread.removeSubrange(...end)
            }
            if lines.count == count { return lines }
            var request = pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)
            guard poll(&request, 1, 30_000) > 0 else { return lines }
            let received = read(readEnd, &chunk, chunk.count)
            if received <= 0 { return lines }
            unread.append(contentsOf: chunk[..<received])
        }
    }
}
