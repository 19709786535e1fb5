import Glibc

/// Reads and takes apart the few files below `/proc` that describe this process (proc(5)).
enum ProcessFiles {
    /// The whole of a file; nil if it cannot be opened or read, as in a sandbox without `/proc`.
    static func contents(of path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
            if count < 0 {
                if errno == EINTR { continue }
                return nil
            }
            bytes.append(contentsOf: chunk[..<count])
        }
    }

    /// How many entries `/proc/self/fd` has, less the descriptor that this takes to look.
    static func openDescriptors() -> Int? {
        guard let directory = opendir("/proc/self/fd") else { return nil }
        defer { closedir(directory) }
        var entries = 0
        while readdir(directory) != nil { entries += 1 }
        // ".", ".." and the directory itself.
        return entries - 3
    }

    /// Total and resident size in pages: the first two fields of `/proc/self/statm`.
    static func memoryPages(statm: String) -> (virtual: Int, resident: Int)? {
        let fields = statm.split(separator: " ")
        guard fields.count >= 2, let virtual = Int(fields[0]), let resident = Int(fields[1]) else { return nil }
        return (virtual, resident)
    }

    /// The number of threads and the start in clock ticks after boot: fields 20 and 22 of `/proc/self/stat`.
    static func threadsAndStart(stat: String) -> (threads: Int, startTicks: Int)? {
        // Field 2 is the program's name in parentheses, which may itself hold spaces and parentheses.
        guard let close = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[stat.index(after: close)...].split(separator: " ")
        guard fields.count > 19, let threads = Int(fields[17]), let start = Int(fields[19]) else { return nil }
        return (threads, start)
    }

    /// When the machine started, in seconds since 1970: the `btime` line of `/proc/stat`.
    static func bootTime(stat: String) -> Int? {
        guard let line = stat.split(separator: "\n").first(where: { $0.hasPrefix("btime ") }) else { return nil }
        return Int(line.dropFirst("btime ".count))
    }
}
