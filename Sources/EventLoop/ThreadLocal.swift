import Glibc

/// The loop that the current thread runs, kept in a slot of the thread itself (pthread_getspecific(3)).
enum ThreadLocal {
    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        pthread_key_create(&key, nil)
        return key
    }()

    static var currentLoop: EventLoop? {
        get {
            guard let pointer = pthread_getspecific(key) else { return nil }
            return Unmanaged<EventLoop>.fromOpaque(pointer).takeUnretainedValue()
        }
        // Not retained: `EventLoop.run` sets it and clears it again while the loop is alive.
        set { pthread_setspecific(key, newValue.map { UnsafeRawPointer(Unmanaged.passUnretained($0).toOpaque()) }) }
    }
}
