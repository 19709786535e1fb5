import Synchronization
import Testing

@testable import Lab

@Suite struct ProgressTests {
    private final class Screen: Sendable {
        let writes = Mutex<[String]>([])
        let columns: Atomic<Int>
        init(columns: Int) { self.columns = Atomic(columns) }
    }

    private func progress(on screen: Screen) -> Progress {
        Progress {
            let columns = screen.columns.load(ordering: .relaxed)
            return columns == 0 ? nil : columns
        } write: { text in
            screen.writes.withLock { $0.append(text) }
        }
    }

    private let snapshot = LiveSnapshot(rows: [
        LiveSnapshot.Row(mode: .baseline, fresh: 0.4, useful: 0.4),
        LiveSnapshot.Row(mode: .full, fresh: 0.87, useful: 1, breaker: "half_open"),
        LiveSnapshot.Row(mode: .retry),
    ])

    @Test func whoWantsQuietHearsOnlyWhatWentWrong() {
        let screen = Screen(columns: 0)
        let progress = Progress(isQuiet: true) {
            nil
        } write: { text in
            screen.writes.withLock { $0.append(text) }
        }
        progress.phase("one")
        progress.live(snapshot)
        progress.note("it happened")
        progress.warn("it burns")
        progress.finish()
        #expect(screen.writes.withLock { $0 } == ["it burns\n"])
    }

    @Test func aTerminalIsRedrawnInOneWrite() {
        let screen = Screen(columns: 80)
        let progress = progress(on: screen)
        progress.phase("one")
        progress.live(snapshot)
        progress.note("it happened")
        progress.finish()
        let table =
            "  last 5 s  fresh  useful  breaker\n  baseline   40 %    40 %\n"
            + "  full       87 %   100 %  half_open\n  retry       n/a     n/a\n"
        #expect(
            screen.writes.withLock { $0 } == [
                "\r\u{1b}[Jone\n",
                "\r\u{1b}[1A\u{1b}[Jone\n" + table,
                "\r\u{1b}[5A\u{1b}[Jit happened\none\n" + table,
                "\r\u{1b}[5A\u{1b}[J",
            ]
        )
    }

    @Test func aNarrowTerminalIsNeverWrapped() {
        let screen = Screen(columns: 100)
        let progress = progress(on: screen)
        screen.columns.store(12, ordering: .relaxed)
        progress.phase("a phase that is longer than that")
        progress.live(snapshot)
        for write in screen.writes.withLock({ $0 }) {
            let text = write.split(separator: "\u{1b}[J").last ?? ""
            #expect(text.split(separator: "\n").allSatisfy { $0.count <= 11 })
        }
    }

    @Test func aLogGetsPlainLines() {
        let screen = Screen(columns: 0)
        let progress = progress(on: screen)
        progress.phase("one")
        progress.live(snapshot)
        progress.note("it happened")
        progress.finish()
        #expect(screen.writes.withLock { $0 } == ["one\n", "it happened\n"])
    }

    @Test func theLineLeavesOutWhatIsNotKnown() {
        #expect(snapshot.line == "baseline 40 % fresh | full 87 % fresh, 100 % useful, half_open | retry n/a")
        #expect(LiveSnapshot(problem: "no answer").line == "no answer")
        #expect(LiveSnapshot(problem: "no answer").table == ["no answer"])
        #expect(snapshot.table.allSatisfy { $0.count <= 38 })
    }
}
