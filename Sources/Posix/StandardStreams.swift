import Glibc

/// Descriptors 0, 1 and 2.
public enum StandardStreams {
    /// Opens /dev/null on those that were closed when the program began, so that no socket gets a number that logs or
    /// a crash report are written to. Call it before anything is opened.
    public static func reserve() {
        for number: Int32 in 0...2 where fcntl(number, F_GETFD) < 0 {
            // The lowest free number is the one just found free.
            _ = open("/dev/null", O_RDWR)
        }
    }
}
