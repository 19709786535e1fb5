import CLinux
import Glibc

/// How many descriptors the process may have (`RLIMIT_NOFILE`, getrlimit(2)).
public enum DescriptorLimit {
    /// Descriptors kept for what is not a connection of the service itself: listeners, logs, the administration port.
    private static let reserve = 64

    /// Raises the soft limit to the hard one. The soft one is kept low for programs that use select(2); these do not.
    public static func raise() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        // Where it is refused the limit stays as it was, and `connections` goes by that.
        _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    /// How many connections the limit leaves room for where each takes `descriptors` of them; at least 1.
    public static func connections(descriptors: Int = 1) -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1 }
        return max(1, (Int(clamping: limit.rlim_cur) - reserve) / max(1, descriptors))
    }
}
