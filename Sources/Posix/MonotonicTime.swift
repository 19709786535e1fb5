import CLinux
import Glibc

/// The system's monotonic clock: it never jumps, whatever happens to the wall clock (clock_gettime(2)).
public enum MonotonicTime {
    /// Nanoseconds since an arbitrary point in the past.
    public static var nanoseconds: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}

/// The wall clock: for time stamps, never for durations.
public enum WallClock {
    /// Nanoseconds since 1970-01-01T00:00:00Z.
    public static var nanoseconds: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }

    /// Seconds since 1970-01-01T00:00:00Z, with the fraction.
    public static var seconds: Double { Double(nanoseconds) / 1e9 }
}
