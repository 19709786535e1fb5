/// Where a logger's lines go.
public protocol LogSink: Sendable {
    /// Takes one line, its line feed included. Must not block and must be safe to call from any thread.
    func write(_ line: [UInt8])

    /// Waits, for a bounded time, until the lines taken so far are written; for the end of the process.
    func flush()
}
