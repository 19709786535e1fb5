import Resilience
import TestSupport
import Testing

@Suite("Endpoints", .timeLimit(.minutes(1)))
struct EndpointSetTests {
    private let clock = ManualClock()

    private func makeSet(
        _ ids: [String],
        events: Recorder<String> = Recorder()
    ) -> EndpointSet<String, ManualClock> {
        let set = EndpointSet<String, ManualClock>(name: "backend", clock: clock) { id, event in
            switch event {
            case .breaker(let event): events.record("\(event.breaker) \(id) \(event.transition.to.rawValue)")
            case .ejected: events.record("\(id) ejected")
            case .readmitted: events.record("\(id) readmitted")
            }
        }
        set.update(ids)
        return set
    }

    /// Makes calls to `id` alone; returns how many were admitted.
    @discardableResult
    private func call(
        _ set: EndpointSet<String, ManualClock>,
        _ id: String,
        _ outcome: CallOutcome,
        times: Int = 1
    ) -> Int {
        var generator = SeededGenerator(seed: 1)
        let others = set.endpoints.map(\.id).filter { $0 != id }
        return (0..<times).reduce(0) { admitted, _ in
            guard let choice = set.choose(excluding: others, using: &generator) else { return admitted }
            choice.settle(outcome)
            return admitted + 1
        }
    }

    /// Chooses many times and counts, settling each choice at once.
    private func shares(_ set: EndpointSet<String, ManualClock>, excluding: [String] = []) -> [String: Int] {
        var generator = SeededGenerator(seed: 11)
        var counts: [String: Int] = [:]
        for _ in 0..<3000 {
            guard let choice = set.choose(excluding: excluding, using: &generator) else { continue }
            counts[choice.endpoint.id, default: 0] += 1
            choice.settle(.success)
        }
        return counts
    }

    @Test("Equally loaded endpoints get equal shares", arguments: 1...5)
    func fair(count: Int) {
        let ids = (0..<count).map { "10.0.0.\($0):8080" }
        let counts = shares(makeSet(ids))
        #expect(Set(counts.keys) == Set(ids))
        for (_, calls) in counts { #expect(abs(calls - 3000 / count) < 150) }
    }

    @Test("Of two the less loaded is chosen, and settling takes the load off again")
    func lessLoaded() {
        let set = makeSet(["a", "b"])
        var generator = SeededGenerator(seed: 2)
        let held = set.choose(excluding: ["b"], using: &generator)
        #expect(set.endpoints.map(\.inFlight) == [1, 0])
        #expect(shares(set) == ["b": 3000])
        if let held { held.settle(.cancelled) }
        #expect(set.endpoints.map(\.inFlight) == [0, 0])
        #expect(shares(set).count == 2)
    }

    @Test("Excluded endpoints are not chosen, even when that leaves none")
    func exclusion() {
        let set = makeSet(["a", "b", "c"])
        #expect(Set(shares(set, excluding: ["a"]).keys) == ["b", "c"])
        #expect(Set(shares(set, excluding: ["a", "c"]).keys) == ["b"])
        #expect(shares(set, excluding: ["a", "b", "c"]).isEmpty)
        #expect(shares(makeSet([])).isEmpty)
    }

    @Test("One endpoint's breaker opens for it alone, the only one's too; then nothing admits")
    func breakers() {
        let events = Recorder<String>()
        let set = makeSet(["a", "b"], events: events)
        #expect(call(set, "a", .failure, times: 8) == 5)
        #expect(set.admits)
        #expect(shares(set) == ["b": 3000])
        call(set, "b", .failure, times: 5)
        #expect(!set.admits)
        #expect(shares(set).isEmpty)
        #expect(events.all == ["backend a open", "backend b open"])
    }

    @Test("A half-open endpoint admits one call at a time")
    func halfOpen() {
        let set = makeSet(["a"])
        var generator = SeededGenerator(seed: 3)
        call(set, "a", .failure, times: 5)
        clock.advance(by: .seconds(30))
        #expect(set.admits)
        let only = set.choose(using: &generator)
        #expect(set.endpoints[0].breaker.status == .halfOpen)
        #expect(!set.admits)
        if set.choose(using: &generator) != nil { Issue.record("a second call must not be admitted") }
        if let only { only.settle(.success) }
        #expect(set.endpoints[0].breaker.status == .closed)
    }

    @Test("Without breakers any endpoint is chosen, whatever its state, and load is still counted")
    func chooseAny() {
        let set = makeSet(["a", "b"])
        var generator = SeededGenerator(seed: 4)
        call(set, "a", .failure, times: 5)
        var seen: Set<String> = []
        for _ in 0..<100 {
            guard let choice = set.chooseAny(using: &generator) else { continue }
            seen.insert(choice.endpoint.id)
            #expect(choice.endpoint.inFlight == 1)
            let settlement = choice.settle(.failure)
            #expect(settlement == nil)
        }
        #expect(seen == ["a", "b"])
        #expect(set.endpoints.map(\.breaker.status) == [.open, .closed])
        if makeSet([]).chooseAny(using: &generator) != nil { Issue.record("there is none to choose") }
    }

    @Test("Updating adds, removes and keeps: those that stay keep their breakers, one that comes back has a new one")
    func update() {
        let set = makeSet(["a", "b"])
        call(set, "a", .failure, times: 5)
        let change = set.update(["c", "a", "c"])
        #expect(change.added == ["c"])
        #expect(change.removed == ["b"])
        #expect(set.endpoints.map(\.id) == ["c", "a"])
        #expect(set.endpoints.map(\.breaker.status) == [.closed, .open])
        #expect(set.update(["c", "a"]).isEmpty)
        set.update(["c"])
        set.update(["c", "a"])
        #expect(set.endpoints.map(\.breaker.status) == [.closed, .closed])
    }

    @Test("A call to an endpoint that has left settles there, not with a namesake")
    func removedWhileCalling() {
        let set = makeSet(["a"])
        var generator = SeededGenerator(seed: 5)
        let choice = set.choose(using: &generator)
        set.update([])
        set.update(["a"])
        if let choice { choice.settle(.failure) }
        #expect(set.endpoints[0].breaker.snapshot().totals[.failure] == 0)
        #expect(set.endpoints[0].inFlight == 0)
        #expect(!set.endpoints[0].isSuspect)
    }

    @Test("Suspects and open endpoints are probed; all of them while the call breaker is open; none that is forced")
    func probing() {
        let set = makeSet(["suspect", "open", "well", "forced"])
        call(set, "suspect", .failure)
        call(set, "open", .failure, times: 5)
        set.endpoints[3].breaker.force(.forceOpen)
        #expect(set.endpointsToProbe(callBreakerOpen: false) == ["suspect", "open"])
        #expect(set.endpointsToProbe(callBreakerOpen: true) == ["suspect", "open", "well"])
        call(set, "suspect", .ignored)
        #expect(set.endpoints[0].isSuspect)
        call(set, "suspect", .success)
        #expect(set.endpointsToProbe(callBreakerOpen: false) == ["open"])
    }

    @Test("A probe's success makes an open endpoint half-open at once and clears suspicion")
    func probeSucceeded() {
        let set = makeSet(["a", "b"])
        call(set, "a", .failure, times: 5)
        call(set, "b", .failure, times: 3)
        for id in ["a", "b", "gone"] { set.probeSucceeded(id) }
        #expect(set.endpoints.map(\.breaker.status) == [.halfOpen, .closed])
        #expect(set.endpointsToProbe(callBreakerOpen: false) == ["a"])
        call(set, "a", .success)
        #expect(set.endpointsToProbe(callBreakerOpen: false).isEmpty)
    }

    @Test("One timer serves every endpoint, in the order of their deadlines")
    func timer() async {
        let changes = AsyncStream.makeStream(of: String.self)
        let set = EndpointSet<String, ManualClock>(name: "backend", clock: clock) { id, event in
            if case .breaker(let event) = event { changes.continuation.yield("\(id) \(event.transition.to.rawValue)") }
        }
        set.update(["a", "b"])
        let timer = Task { await set.runTimer() }
        call(set, "a", .failure, times: 5)
        clock.advance(by: .seconds(10))
        call(set, "b", .failure, times: 5)
        var iterator = changes.stream.makeAsyncIterator()
        #expect(await iterator.next() == "a open")
        #expect(await iterator.next() == "b open")
        clock.advance(by: .seconds(20))
        #expect(await iterator.next() == "a half_open")
        #expect(set.endpoints[1].breaker.status == .open)
        clock.advance(by: .seconds(10))
        #expect(await iterator.next() == "b half_open")
        timer.cancel()
        await timer.value
    }

    @Test("New rules reach present and future endpoints")
    func reconfigure() {
        let set = makeSet(["a"])
        var configuration = CircuitBreakerConfiguration()
        configuration.tripRule = .consecutiveFailures(2)
        set.reconfigure(configuration)
        set.update(["a", "b"])
        #expect(call(set, "a", .failure, times: 9) == 2)
        #expect(call(set, "b", .failure, times: 9) == 2)
    }

    // MARK: Outliers

    private func play(_ set: EndpointSet<String, ManualClock>, bad: String, times: Int = 60) {
        for _ in 0..<times {
            clock.advance(by: .milliseconds(50))
            for endpoint in set.endpoints {
                var generator = SeededGenerator(seed: 1)
                let others = set.endpoints.map(\.id).filter { $0 != endpoint.id }
                // An error that proves the endpoint alive.
                set.choose(excluding: others, using: &generator)?.settle(.success, isError: endpoint.id == bad)
            }
        }
    }

    @Test("One that answers with errors its peers do not have is out of use, though its breaker stays closed")
    func outlier() {
        let events = Recorder<String>()
        let set = makeSet(["a", "b", "c"], events: events)
        play(set, bad: "c")
        #expect(events.all == ["c ejected"])
        #expect(set.endpoints.map(\.isEjected) == [false, false, true])
        #expect(set.endpoints[2].breaker.status == .closed)
        #expect(Set(shares(set).keys) == ["a", "b"])
        clock.advance(by: .seconds(30))
        #expect(Set(shares(set).keys) == ["a", "b", "c"])
        #expect(events.all == ["c ejected", "c readmitted"])
    }

    @Test("Where no other admits a call, one that is out of use is asked: some good answers are better than none")
    func lastResort() {
        let set = makeSet(["a", "b", "c"])
        play(set, bad: "c")
        call(set, "a", .failure, times: 5)
        call(set, "b", .failure, times: 5)
        #expect(set.admits)
        #expect(Set(shares(set).keys) == ["c"])
    }

    @Test("The timer ends an ejection when it is due")
    func ejectionTimer() async {
        let readmitted = Signal()
        let set = EndpointSet<String, ManualClock>(name: "backend", clock: clock) { _, event in
            if event == .readmitted { readmitted.set() }
        }
        set.update(["a", "b", "c"])
        play(set, bad: "b")
        #expect(set.endpoints[1].isEjected)
        let timer = Task { await set.runTimer() }
        await clock.waitForSleepers()
        clock.advance(by: .seconds(31))
        await readmitted.wait()
        #expect(!set.endpoints[1].isEjected)
        timer.cancel()
        await timer.value
    }

    @Test("A result that comes after its endpoint has left changes nothing for the one that has its place")
    func placeOfAnother() {
        let set = makeSet(["a", "b", "c"])
        play(set, bad: "none")
        var generator = SeededGenerator(seed: 1)
        let choice = set.choose(excluding: ["a", "b"], using: &generator)
        set.update(["a", "b"])
        set.update(["a", "b", "d"])
        choice?.settle(.failure)
        #expect(set.endpoints.allSatisfy { !$0.isEjected })
    }
}
