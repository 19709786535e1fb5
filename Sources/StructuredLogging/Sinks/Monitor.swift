import Glibc

/// A value behind a lock that threads can also wait on: a monitor (Hoare, "Monitors", CACM 17(10), 1974).
///
/// The standard library's `Mutex` cannot be waited on. `@unchecked Sendable` holds because the pointers never change
/// after `init`, `value` is reached only between lock and unlock of the mutex, and `deinit` runs when no thread holds a
/// reference.
final class Monitor<Value>: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var value: Value

    init(_ value: sending Value) {
        self.value = value
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        // So that a change of the wall clock neither lengthens nor shortens a timed wait.
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    func withLock<Result>(_ body: (inout Value) -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body(&value)
    }

    /// Wakes every thread that waits, to look at the value again.
    func notifyAll() {
        pthread_cond_broadcast(condition)
    }

    /// Waits until `condition` holds of the value, then runs `body` without letting go of the lock.
    func wait<Result>(until holds: (borrowing Value) -> Bool, _ body: (inout Value) -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while !holds(value) { pthread_cond_wait(condition, mutex) }
        return body(&value)
    }

    /// Waits until `holds` is true of the value, for `timeout` at most; says whether it was in the end.
    func wait(timeout: Duration, until holds: (borrowing Value) -> Bool) -> Bool {
        var deadline = Self.deadline(after: timeout)
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while !holds(value) {
            if pthread_cond_timedwait(condition, mutex, &deadline) == ETIMEDOUT { return holds(value) }
        }
        return true
    }

    private static func deadline(after timeout: Duration) -> timespec {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        let nanoseconds = time.tv_nsec + Int(timeout.components.attoseconds / 1_000_000_000)
        time.tv_sec += Int(timeout.components.seconds) + nanoseconds / 1_000_000_000
        time.tv_nsec = nanoseconds % 1_000_000_000
        return time
    }
}
