import Resilience
import TestSupport
import Testing

/// docs/resilience.md quotes what stands between the markers.
@Suite("Examples: rate limiter and throttle")
struct RateExamples {
    private enum Reply: Equatable {
        case stock(Int)
        case tooManyRequests(retryAfter: Duration)
        case unavailable
    }

    private let clock = ManualClock()

    @Test func aRateLimiter() async throws {
        let inventory = Inventory(.stock(7), clock: clock)
        // example: rate-limiter
        var rules = RateLimiterConfiguration()
        rules.rate = 50
        rules.burst = 10
        try rules.validate()
        let limiter = RateLimiter(name: "inventory", configuration: rules, clock: clock)
        // end
        let reply: () async throws -> Reply = {
            // example: rate-limiter-call
            switch limiter.acquire() {
            case .admitted: return .stock(try await inventory.stock())
            case .limited(let retryAfter): return .tooManyRequests(retryAfter: retryAfter)
            }
            // end
        }
        for _ in 0..<10 { #expect(try await reply() == .stock(7)) }
        #expect(try await reply() == .tooManyRequests(retryAfter: .milliseconds(20)))
        clock.advance(by: .milliseconds(20))
        #expect(try await reply() == .stock(7))
        #expect(limiter.limitedCount == 1)
    }

    private struct Response: Sendable {
        var status: Int
    }

    @Test func aThrottle() async {
        let sent = Recorder<Int>()
        let send: () async -> Response = {
            sent.record(503)
            return Response(status: 503)
        }
        // example: throttle
        let throttle = Throttle(name: "inventory", clock: clock)
        // end
        let reply: () async -> Reply = {
            // example: throttle-call
            guard throttle.admit() else { return .unavailable }
            let response = await send()
            throttle.settle(isOverload: response.status == 503 || response.status == 429)
            // end
            return .stock(0)
        }
        // A backend that accepts nothing: a tenth of the calls still finds out when that changes.
        for _ in 0..<2000 { _ = await reply() }
        #expect((100...500).contains(sent.all.count))
        #expect(throttle.throttledCount == 2000 - sent.all.count)
        clock.advance(by: .seconds(120))
        #expect(throttle.probability == 0)
    }
}
