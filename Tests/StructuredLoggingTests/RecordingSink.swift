import StructuredLogging
import Synchronization

/// Keeps the lines it gets.
final class RecordingSink: LogSink {
    private let recorded = Mutex<[String]>([])

    var lines: [String] { recorded.withLock { $0 } }

    func write(_ line: [UInt8]) {
        recorded.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
    }

    func flush() {}
}
