import Glibc

/// A value behind a lock that threads can also wait on: a monitor (Hoare, "Monitors", CACM 17(10), 1974).
///
/// The standard library's `Mutex` cannot be waited on. `@unchecked Sendable` holds because the pointers never change
/// after `init`, the value is reached only between lock and unlock of the mutex, and `deinit` runs when no thread holds a
/// reference. The value has memory of its own, so that reading the pointers does not wait for the processor that last
/// wrote to it.
final class Monitor<Value>: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private let value = UnsafeMutablePointer<Value>.allocate(capacity: 1)

    init(_ value: sending Value) {
        self.value.initialize(to: value)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        // So that a change of the wall clock neither lengthens nor shortens a timed wait.
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        // Who finds it locked looks again a few times before it sleeps: the lock is held for less than a sleep takes.
        var mutexAttributes = pthread_mutexattr_t()
        pthread_mutexattr_init(&mutexAttributes)
        pthread_mutexattr_settype(&mutexAttributes, Int32(PTHREAD_MUTEX_ADAPTIVE_NP))
        pthread_mutex_init(mutex, &mutexAttributes)
        pthread_mutexattr_destroy(&mutexAttributes)
        pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        value.deinitialize(count: 1)
        value.deallocate()
        condition.deallocate()
        mutex.deallocate()
    }

    func withLock<Result>(_ body: (inout Value) -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body(&value.pointee)
    }

    /// Wakes every thread that waits, to look at the value again.
    func notifyAll() {
        pthread_cond_broadcast(condition)
    }

    /// Waits until `condition` holds of the value, then runs `body` without letting go of the lock.
    func wait<Result>(until holds: (borrowing Value) -> Bool, _ body: (inout Value) -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while !holds(value.pointee) { pthread_cond_wait(condition, mutex) }
        return body(&value.pointee)
    }

    /// Waits until `holds` is true of the value, for `timeout` at most; says whether it was in the end.
    func wait(timeout: Duration, until holds: (borrowing Value) -> Bool) -> Bool {
        var deadline = Self.deadline(after: timeout)
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while !holds(value.pointee) {
            if pthread_cond_timedwait(condition, mutex, &deadline) == ETIMEDOUT { return holds(value.pointee) }
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
