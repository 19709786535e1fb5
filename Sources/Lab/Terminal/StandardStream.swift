import Glibc

/// The program's stdout or stderr, unbuffered. Thread-safe, as far as a write of one line is.
struct StandardStream: Sendable {
    static let output = StandardStream(descriptor: STDOUT_FILENO)
    static let error = StandardStream(descriptor: STDERR_FILENO)

    let descriptor: Int32

    /// Writes the whole text, and never ends the program, whatever has become of the other side.
    ///
    /// - Returns: false when nobody reads any more (a pipe's reader or the terminal has gone). What a full disk does
    ///   not take is lost: what the lab shows is not worth more than what it does.
    @discardableResult
    func write(_ text: String) -> Bool {
        let error = writeAll(text)
        return error != EPIPE && error != EIO
    }

    /// Writes the whole text, where it is what the command is for.
    ///
    /// - Throws: ``LabError`` if it cannot all be written; ``ExitCode/interrupted`` where nobody reads any more.
    func deliver(_ text: String) throws(LabError) {
        switch writeAll(text) {
        case 0: return
        case EPIPE: throw LabError("nobody reads the output any more", exitCode: .interrupted)
        case let error: throw LabError("cannot write the output: \(String(cString: strerror(error)))")
        }
    }

    /// Returns the error that kept it from writing all; 0 if none did.
    private func writeAll(_ text: String) -> Int32 {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&entry, 1, -1)
            } else if errno != EINTR {
                return errno
            }
        }
        return 0
    }

    /// Makes sure that descriptors 0 to 2 exist, and that a reader's end is an error instead of a signal. Call it
    /// first: where one is closed, the next file opened would get its number, and with it what the lab prints.
    static func prepare() {
        signal(SIGPIPE, SIG_IGN)
        var descriptor = open("/dev/null", O_RDWR)
        while descriptor >= 0 && descriptor <= STDERR_FILENO { descriptor = open("/dev/null", O_RDWR) }
        if descriptor > STDERR_FILENO { close(descriptor) }
    }

    /// The columns of the terminal behind this stream now; nil where there is none that can move its cursor.
    var columns: Int? {
        guard isatty(descriptor) == 1, let kind = getenv("TERM"), String(cString: kind) != "dumb" else { return nil }
        var size = winsize()
        // Some terminals do not know their size.
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }
}
