import Synchronization

/// The lab's progress: on a terminal a few lines that are redrawn in place, elsewhere plain lines, one per change of
/// phase and a live line every five seconds. Thread-safe.
final class Progress: Sendable {
    private struct State {
        var phase = ""
        var ends: ContinuousClock.Instant?
        var live = LiveSnapshot()
        var drawnLines = 0
        var lastLive = ContinuousClock.now
    }

    private let isQuiet: Bool
    private let columns: @Sendable () -> Int?
    private let write: @Sendable (String) -> Void
    private let state = Mutex(State())

    /// - Parameters:
    ///   - isQuiet: only what goes wrong is shown.
    ///   - columns: the terminal's width now, nil where there is none; asked before each drawing.
    ///   - write: called with whole lines, one call at a time.
    init(
        isQuiet: Bool = false,
        columns: @escaping @Sendable () -> Int?,
        write: @escaping @Sendable (String) -> Void
    ) {
        self.isQuiet = isQuiet
        self.columns = columns
        self.write = write
    }

    /// A new phase; with `ends` a countdown is shown.
    func phase(_ text: String, ends: ContinuousClock.Instant? = nil) {
        if isQuiet { return }
        state.withLock { state in
            state.phase = text
            state.ends = ends
            if columns() == nil { write("\(text)\(countdown(state))\n") } else { draw(&state) }
        }
    }

    /// Text that stays: an event, or a result.
    func note(_ text: String) {
        if isQuiet { return }
        warn(text)
    }

    /// Text that stays, and is shown in any case: what went wrong.
    func warn(_ text: String) {
        state.withLock { draw(&$0, above: "\(text)\n") }
    }

    /// What is measured now.
    func live(_ snapshot: LiveSnapshot) {
        if isQuiet { return }
        state.withLock { state in
            state.live = snapshot
            if columns() != nil {
                draw(&state)
            } else if ContinuousClock.now - state.lastLive >= .seconds(5) {
                state.lastLive = .now
                write("  \(snapshot.line)\(countdown(state))\n")
            }
        }
    }

    /// Ends the progress; what is noted next stands below it.
    func finish() {
        if isQuiet { return }
        state.withLock { state in
            state.phase = ""
            state.live = LiveSnapshot()
            draw(&state)
        }
    }

    private func countdown(_ state: State) -> String {
        guard let ends = state.ends else { return "" }
        return " (\(max(0, Int((ends - .now).seconds.rounded()))) s left)"
    }

    /// Replaces the drawn lines, in one write, so that nothing flickers.
    private func draw(_ state: inout State, above: String = "") {
        guard let columns = columns() else {
            if !above.isEmpty { write(above) }
            return
        }
        // To the left edge first: the terminal echoes a Ctrl-C as "^C" and leaves the cursor behind it.
        let up = state.drawnLines > 0 ? "\u{1b}[\(state.drawnLines)A" : ""
        var lines: [String] = []
        if !state.phase.isEmpty {
            lines = [state.phase + countdown(state)] + state.live.table.map { "  \($0)" }
        }
        state.drawnLines = lines.count
        // A line longer than the terminal would wrap, and be erased by half.
        write("\r\(up)\u{1b}[J\(above)" + lines.map { "\($0.prefix(max(1, columns - 1)))\n" }.joined())
    }
}
