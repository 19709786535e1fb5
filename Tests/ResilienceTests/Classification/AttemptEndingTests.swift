import Resilience
import Testing

@Suite("What an attempt came to")
struct AttemptEndingTests {
    private func endings(_ belongs: (AttemptEnding) -> Bool) -> Set<AttemptEnding> {
        Set(AttemptEnding.allCases.filter(belongs))
    }

    @Test("What an endpoint answers of itself proves it alive")
    func endpoint() {
        #expect(
            endings { $0.endpointOutcome(hadTime: true) == .failure } == [
                .gateway, .unavailable, .timedOut, .unreachable, .refused, .broken,
            ]
        )
        #expect(endings { $0.endpointOutcome(hadTime: true) == .success } == [.answered, .error, .shedding, .tooMany])
        #expect(AttemptEnding.local.endpointOutcome(hadTime: true) == .ignored)
        #expect(AttemptEnding.cancelled.endpointOutcome(hadTime: true) == .cancelled)
    }

    @Test("A timeout is held against nobody who had less than half of the time")
    func cutShort() {
        let differing = endings { $0.endpointOutcome(hadTime: true) != $0.endpointOutcome(hadTime: false) }
        #expect(differing == [.timedOut])
        #expect(AttemptEnding.timedOut.endpointOutcome(hadTime: false) == .ignored)
        let ignored = endings { $0.callOutcome(hadTime: false, sparesShedding: false) == .ignored }
        #expect(ignored == [.timedOut, .unreachable, .local])
    }

    @Test("A call fails by all that is no answer and by answers that report a failure; shedding may be spared")
    func call() {
        let failures = endings { $0.callOutcome(hadTime: true, sparesShedding: false) == .failure }
        #expect(failures == endings { $0.isFailure && $0 != .local && $0 != .cancelled })
        let spared = endings { $0.callOutcome(hadTime: true, sparesShedding: true) == .failure }
        #expect(failures.subtracting(spared) == [.shedding])
    }

    @Test("Overload is what says so, and silence")
    func overload() {
        #expect(endings(\.isOverload) == [.unavailable, .shedding, .tooMany, .timedOut, .unreachable])
    }

    @Test("Only quick errors and refused connections are repeated cheaply")
    func cost() {
        #expect(endings { $0.retryCost(isQuick: true) == .transient } == [.answered, .error, .gateway, .refused])
        #expect(endings { $0.retryCost(isQuick: false) == .transient } == [.refused])
    }

    @Test("An answer is what came from the other side")
    func answer() {
        #expect(endings(\.isAnswer) == [.answered, .error, .gateway, .unavailable, .shedding, .tooMany])
    }
}
