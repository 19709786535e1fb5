import HTTPCore

/// Tells of what the lab itself did to a process, which writes no line when it is killed or frozen. Pure.
struct ProcessDiary {
    private var known: [String: String] = [:]

    /// A line for each process that is otherwise than at the last look, in the form of the services' lines; none at the
    /// first look.
    ///
    /// - Parameter time: RFC 3339 in UTC.
    mutating func lines(_ processes: [ServiceProcess], at time: String) -> [LogTail.Line] {
        var lines: [LogTail.Line] = []
        for process in processes {
            let name = process.instance.name
            let now = Self.text(process)
            if let before = known.updateValue(now, forKey: name), before != now {
                lines.append(LogTail.Line(time: time, text: Self.line(time, name, before, now)))
            }
        }
        return lines
    }

    private static func text(_ process: ServiceProcess) -> String {
        process.state.rawValue + (process.isPartitioned ? ", cut off" : "")
    }

    private static func line(_ time: String, _ name: String, _ before: String, _ now: String) -> String {
        var bytes: [UInt8] = []
        for (index, member) in [
            ("ts", time), ("level", "info"), ("event", "process.changed"),
            ("msg", "a process is otherwise than before"),
            ("service", "lab"), ("pod", name), ("from", before), ("to", now),
        ].enumerated() {
            bytes.append(index == 0 ? UInt8(ascii: "{") : UInt8(ascii: ","))
            PageJSON.append(member.0, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            PageJSON.append(member.1, to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
        return String(decoding: bytes, as: UTF8.self)
    }
}
