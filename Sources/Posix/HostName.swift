import Glibc

/// The machine's name.
public enum HostName {
    /// What gethostname(2) says; `localhost` where it fails.
    public static var current: String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "localhost" }
        return name.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    }
}
