import Resilience
import TestSupport
import Testing

/// docs/resilience.md quotes what stands between the markers.
@Suite("Examples: hedge", .timeLimit(.minutes(1)))
struct HedgeExamples {
    private struct Response: Sendable {
        var status: Int
    }

    private let clock = ManualClock()

    @Test func aHedgeAfterAQuantile() async {
        let (clock, budget) = (clock, RetryBudget(clock: clock))
        let cancelled = Recorder<Int>()
        let send: @Sendable (Int) async -> Response = { number in
            guard number == 1 else { return Response(status: 200) }
            do {
                try await clock.sleep(until: .init(offset: .seconds(60)))
            } catch {
                cancelled.record(number)
            }
            return Response(status: 504)
        }
        // example: hedge
        let hedge = Hedge(clock: clock)
        let latencies = LatencyTracker(clock: clock)
        let threshold = LatencyThreshold.quantile(0.95, times: 1)
        // end
        for milliseconds in 1...100 { latencies.record(.milliseconds(milliseconds)) }
        let call: @Sendable () async -> Response = {
            // example: hedge-call
            let began = clock.now
            let response = await hedge.run(
                after: threshold.duration(from: latencies),
                isGood: { $0.status < 500 },
                canHedge: { budget.withdraw(.overload) }
            ) { number in
                await send(number)  // 1, and 2 for the hedge
            }
            if response.status < 500 { latencies.record(began.duration(to: clock.now)) }
            // end
            return response
        }
        async let response = call()
        await clock.waitForSleepers(2)
        clock.advance(by: .milliseconds(100))
        #expect(await response.status == 200)
        #expect(cancelled.all == [1])
        #expect(budget.tokens == 4)
        #expect(latencies.count == 101)
    }
}
