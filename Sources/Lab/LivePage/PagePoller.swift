import Foundation
import Synchronization

/// Looks at the lab once a second while a page is open, however many there are, and tells them all. Thread-safe.
final class PagePoller: Sendable {
    /// How long after a second Prometheus is asked for it: what was scraped just before is stored by then.
    private static let delay = 0.35

    private let hub: EventHub
    private let curves: CurveFeed
    private let news: DispatchSemaphore
    private let isClosed = Atomic<Bool>(false)

    /// - Parameter news: signalled when somebody begins to look.
    init(hub: EventHub, curves: CurveFeed, news: DispatchSemaphore) {
        self.hub = hub
        self.curves = curves
        self.news = news
    }

    /// Starts the thread; call it once.
    ///
    /// - Parameter makeState: called on the thread, which alone uses what it returns.
    func start(makeState: @escaping @Sendable () -> StateFeed, logs: [String]) {
        Thread.detachNewThread { [self] in
            let states = makeState()
            var look = Look(tail: LogTail(paths: logs))
            while !isClosed.load(ordering: .relaxed) {
                guard hub.readerCount > 0 else {
                    news.wait()
                    continue
                }
                hub.publish(look.round(curves, states, at: Int(Date().timeIntervalSince1970 - Self.delay)))
                pause()
            }
        }
    }

    func close() {
        isClosed.store(true, ordering: .relaxed)
        news.signal()
    }

    /// Until the next second can be asked for; at most one, and at least long enough for others to have a turn.
    private func pause() {
        let now = Date().timeIntervalSince1970 - Self.delay
        let wait = max(0.05, now.rounded(.down) + 1 - now)
        // Wakes that came while there was a reader say nothing new; closing is seen by the loop.
        let end = DispatchTime.now() + wait
        while !isClosed.load(ordering: .relaxed), news.wait(timeout: end) == .success {}
    }
}

/// What the poller remembers from one look to the next.
private struct Look {
    var tail: LogTail
    private var lastSecond: Int?
    private var lastState: [UInt8] = []
    private var diary = ProcessDiary()

    init(tail: LogTail) { self.tail = tail }

    mutating func round(_ curves: CurveFeed, _ states: StateFeed, at second: Int) -> PageRound {
        var round = PageRound()
        do throws(LabError) {
            let start = max((lastSecond ?? 0) + 1, second - CurveWindow.length + 1)
            if start <= second {
                round.curves = try curves.block(from: start, to: second)
                lastSecond = second
            }
        } catch {
            round.problem = "Prometheus does not answer"
        }
        let processes = states.processes()
        let state = states.state(of: processes, asksPrometheus: round.problem == nil)
        do throws(LabError) {
            // No line break inside: one would end the event's data.
            let bytes = Array(try RunDirectory.json(state, isCompact: true).dropLast())
            if bytes != lastState { round.state = bytes }
            lastState = bytes
        } catch {
            round.problem = error.message
        }
        round.log = tail.news()
        let time = Date().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        round.log.lines += diary.lines(processes, at: time)
        return round
    }
}
