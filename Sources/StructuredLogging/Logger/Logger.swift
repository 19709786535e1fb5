/// Writes one JSON object per line, each with a stable `event`, a constant message and typed fields.
///
/// A value: pass it in, derive from it with ``with(_:)``. Derived loggers share level, sink and counts. Below the level
/// nothing is evaluated: one relaxed atomic load and a comparison. A line looks like
/// `{"ts":"2026-01-02T03:04:05.123456Z","ts_ms":1767323045123,"level":"info","event":"service.started","msg":"…",…}`,
/// base fields before those of the line. Thread-safe.
public struct Logger: Sendable {
    private static let typicalLineLength = 512

    private let core: LoggerCore
    /// The base fields, rendered, each with its leading comma.
    private let baseFields: [UInt8]

    /// Makes a logger that writes lines of `level` and above to `sink`.
    ///
    /// `fields` stand in every line, in this order. `clock` gives the wall-clock time of a line; tests set their own.
    public init(
        level: LogLevel,
        sink: any LogSink,
        fields: [(String, LogValue)] = [],
        clock: @escaping @Sendable () -> LogTimestamp = { .now() }
    ) {
        core = LoggerCore(level: level, sink: sink, clock: clock)
        var base = LogFields()
        for (key, value) in fields { base.set(base: key, value) }
        baseFields = base.bytes
    }

    private init(core: LoggerCore, baseFields: [UInt8]) {
        self.core = core
        self.baseFields = baseFields
    }

    /// The least important level that is written. Setting it takes effect at once, in this logger, the one it derives
    /// from and all derived ones. Thread-safe.
    public var level: LogLevel {
        get { core.level }
        nonmutating set { core.level = newValue }
    }

    /// Whether a line of `level` would be written now. Thread-safe.
    public func isEnabled(_ level: LogLevel) -> Bool { core.isEnabled(level) }

    /// How many lines of `level` this logger and all that share its core gave to the sink, those it then dropped
    /// included. Thread-safe.
    public func lineCount(_ level: LogLevel) -> Int { core.lineCount(level) }

    /// A logger whose lines also carry these fields, after the base fields it already has. They are rendered here, once.
    public func with(_ fields: (inout LogFields) -> Void) -> Logger {
        var derived = LogFields(baseFields)
        fields(&derived)
        return Logger(core: core, baseFields: derived.bytes)
    }

    /// Writes a line, unless `level` is below ``level``: then `fields` is not called.
    ///
    /// `event` is a stable dotted name to filter by; `message` is for people and constant, so that equal lines can be
    /// grouped; what varies goes into `fields`. Thread-safe; does not block.
    public func log(
        _ level: LogLevel,
        event: StaticString,
        _ message: StaticString,
        _ fields: (inout LogFields) -> Void = { _ in }
    ) {
        guard core.isEnabled(level) else { return }
        var line = LogFields(capacity: Self.typicalLineLength)
        line.open(at: core.clock(), level: level, event: event, message: message)
        line.append(rendered: baseFields)
        fields(&line)
        line.close()
        core.countLine(level)
        core.sink.write(line.bytes)
    }

    /// Writes a line at level debug; see ``log(_:event:_:_:)``.
    public func debug(
        event: StaticString,
        _ message: StaticString,
        _ fields: (inout LogFields) -> Void = { _ in }
    ) {
        log(.debug, event: event, message, fields)
    }

    /// Writes a line at level info; see ``log(_:event:_:_:)``.
    public func info(
        event: StaticString,
        _ message: StaticString,
        _ fields: (inout LogFields) -> Void = { _ in }
    ) {
        log(.info, event: event, message, fields)
    }

    /// Writes a line at level warn; see ``log(_:event:_:_:)``.
    public func warn(
        event: StaticString,
        _ message: StaticString,
        _ fields: (inout LogFields) -> Void = { _ in }
    ) {
        log(.warn, event: event, message, fields)
    }

    /// Writes a line at level error; see ``log(_:event:_:_:)``.
    public func error(
        event: StaticString,
        _ message: StaticString,
        _ fields: (inout LogFields) -> Void = { _ in }
    ) {
        log(.error, event: event, message, fields)
    }
}
