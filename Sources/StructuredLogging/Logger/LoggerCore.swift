import Synchronization

/// What a logger shares with all loggers derived from it: the level, the counts, the sink and the clock.
final class LoggerCore: Sendable {
    let sink: any LogSink
    let clock: @Sendable () -> LogTimestamp
    private let threshold: Atomic<Int>
    /// Keeps what all threads read for every line out of the processors' cache line that they write to.
    private let padding = InlineArray<64, UInt8>(repeating: 0)
    private let debugLines = Atomic<Int>(0)
    private let infoLines = Atomic<Int>(0)
    private let warnLines = Atomic<Int>(0)
    private let errorLines = Atomic<Int>(0)

    init(level: LogLevel, sink: any LogSink, clock: @escaping @Sendable () -> LogTimestamp) {
        self.sink = sink
        self.clock = clock
        threshold = Atomic(level.rawValue)
    }

    var level: LogLevel {
        // The atomic only ever holds the raw value of a level.
        get { LogLevel(rawValue: threshold.load(ordering: .relaxed)) ?? .debug }
        set { threshold.store(newValue.rawValue, ordering: .relaxed) }
    }

    func isEnabled(_ level: LogLevel) -> Bool {
        level.rawValue >= threshold.load(ordering: .relaxed)
    }

    func countLine(_ level: LogLevel) {
        switch level {
        case .debug: debugLines.wrappingAdd(1, ordering: .relaxed)
        case .info: infoLines.wrappingAdd(1, ordering: .relaxed)
        case .warn: warnLines.wrappingAdd(1, ordering: .relaxed)
        case .error: errorLines.wrappingAdd(1, ordering: .relaxed)
        }
    }

    func lineCount(_ level: LogLevel) -> Int {
        switch level {
        case .debug: debugLines.load(ordering: .relaxed)
        case .info: infoLines.load(ordering: .relaxed)
        case .warn: warnLines.load(ordering: .relaxed)
        case .error: errorLines.load(ordering: .relaxed)
        }
    }
}
