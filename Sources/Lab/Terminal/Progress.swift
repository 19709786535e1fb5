import Glibc
import Foundation
import Synchronization

/// The lab's progress on stdout: on a terminal two lines that are redrawn in place, elsewhere plain lines, one per
/// change of phase and a live line every five seconds. Thread-safe.
final class Progress: Sendable {
    private struct State {
        var phase = ""
        var ends: ContinuousClock.Instant?
        var live = ""
        var drawnLines = 0
        var lastLive = ContinuousClock.now
    }

    private let isTerminal: Bool
    private let width: Int
    private let write: @Sendable (String) -> Void
    private let state = Mutex(State())

    init(isTerminal: Bool, width: Int, write: @escaping @Sendable (String) -> Void) {
        self.isTerminal = isTerminal
        self.width = max(20, width)
        self.write = write
    }

    /// Progress on this program's stdout.
    static func standard() -> Progress {
        var size = winsize()
        let isTerminal = isatty(STDOUT_FILENO) == 1 && ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0
        return Progress(isTerminal: isTerminal, width: isTerminal ? Int(size.ws_col) : 80) {
            FileHandle.standardOutput.write(Data($0.utf8))
        }
    }

    /// A new phase; with `ends` a countdown is shown.
    func phase(_ text: String, ends: ContinuousClock.Instant? = nil) {
        state.withLock { state in
            state.phase = text
            state.ends = ends
            state.live = ""
            if isTerminal { redraw(&state) } else { write("\(text)\(countdown(state))\n") }
        }
    }

    /// A line that stays: an event, or a result.
    func note(_ text: String) {
        state.withLock { state in
            erase(&state)
            write("\(text)\n")
            if isTerminal && !state.phase.isEmpty { redraw(&state) }
        }
    }

    /// What is measured now.
    func live(_ text: String) {
        state.withLock { state in
            state.live = text
            if isTerminal {
                redraw(&state)
            } else if ContinuousClock.now - state.lastLive >= .seconds(5) {
                state.lastLive = .now
                write("  \(text)\(countdown(state))\n")
            }
        }
    }

    /// Ends the progress; what is printed next stands below it.
    func finish() {
        state.withLock { state in
            erase(&state)
            state.phase = ""
        }
    }

    private func countdown(_ state: State) -> String {
        guard let ends = state.ends else { return "" }
        return " (\(max(0, Int((ends - .now).seconds.rounded()))) s left)"
    }

    private func erase(_ state: inout State) {
        if state.drawnLines > 0 { write("\u{1b}[\(state.drawnLines)A\u{1b}[J") }
        state.drawnLines = 0
    }

    private func redraw(_ state: inout State) {
        erase(&state)
        // A line longer than the terminal would wrap, and be erased by half.
        let lines = [state.phase + countdown(state)] + (state.live.isEmpty ? [] : ["  \(state.live)"])
        write(lines.map { "\($0.prefix(width - 1))\n" }.joined())
        state.drawnLines = lines.count
    }
}
