import CLinux
import Glibc

/// How many processors this process may use.
public enum Processors {
    /// The smaller of the scheduling affinity and the cgroup's quota (cgroup v2 `cpu.max`), rounded up; at least 1.
    public static var granted: Int {
        let affinity = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        guard let quota = cgroupQuota else { return affinity }
        return max(1, min(affinity, quota))
    }

    private static var cgroupQuota: Int? {
        let number = open("/sys/fs/cgroup/cpu.max", O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { return nil }
        let file = FileDescriptor(owning: number)
        var buffer = [UInt8](repeating: 0, count: 64)
        do {
            let count = try buffer.withUnsafeMutableBytes { try file.read(into: $0) }
            return parseQuota(String(decoding: buffer[..<count], as: UTF8.self))
        } catch {
            return nil
        }
    }

    /// Reads `quota period` of `cpu.max`; nil for `max`, which is no limit.
    static func parseQuota(_ text: String) -> Int? {
        let parts = text.split { $0 == " " || $0 == "\n" }
        guard parts.count == 2, let quota = Int(parts[0]), let period = Int(parts[1]), quota > 0, period > 0 else {
            return nil
        }
        return (quota + period - 1) / period
    }
}
