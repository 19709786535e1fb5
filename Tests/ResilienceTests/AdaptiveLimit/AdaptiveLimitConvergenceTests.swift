import Resilience
import TestSupport
import Testing

/// Against a simulated server that gets twice the calls it can serve, in virtual time.
///
/// Tolerance: over ten seconds the limit is on average at least 0.9 times the number of workers, and at most 1.4 times
/// that and one more, where service times are within a fifth of their mean or there are at least twelve workers.
@Suite("Adaptive limit against a server")
struct AdaptiveLimitConvergenceTests {
    private func isNear(_ limit: Double, _ workers: Int) -> Bool {
        limit >= 0.9 * Double(workers) && limit <= 1.4 * Double(workers) + 1
    }

    private func server(
        workers: Int,
        seed: Int,
        _ change: (inout AdaptiveLimitConfiguration) -> Void = { _ in }
    ) -> SimulatedServer {
        var configuration = AdaptiveLimitConfiguration()
        change(&configuration)
        return SimulatedServer(configuration, workers: workers, arrivals: Double(workers) * 40, seed: seed)
    }

    @Test("It settles near the number of workers, from below and from above", arguments: [6, 25], [4, 60])
    func settles(workers: Int, initial: Int) {
        var server = server(workers: workers, seed: initial) { $0.initial = initial }
        server.run(seconds: 40)
        for _ in 0..<3 {
            _ = server.meanLimit()
            server.run(seconds: 10)
            let limit = server.meanLimit()
            #expect(isNear(limit, workers), "\(limit) for \(workers) workers")
        }
        // What the server can do gets done.
        #expect(Double(server.served) > 0.9 * Double(workers) * 20 * server.now)
    }

    @Test("It follows when the workers halve, and recovers when they double", arguments: [6, 24], 0..<2)
    func follows(workers: Int, seed: Int) {
        var server = server(workers: workers, seed: seed)
        if workers >= 20 { server.spread = seed == 0 ? 0.2 : 0.9 }
        server.run(seconds: 30)
        for count in [workers / 2, workers] {
            server.resize(to: count)
            server.run(seconds: 15)
            _ = server.meanLimit()
            server.run(seconds: 10)
            let limit = server.meanLimit()
            #expect(isNear(limit, count), "\(limit) for \(count) workers")
        }
    }

    @Test("A server that takes three times as long for each call is found to have as many workers as before")
    func slower() {
        var server = server(workers: 10, seed: 3)
        server.run(seconds: 30)
        server.serviceTime = 0.15
        server.run(seconds: 90)
        _ = server.meanLimit()
        server.run(seconds: 20)
        let limit = server.meanLimit()
        #expect(isNear(limit, 10), "\(limit) for 10 workers")
    }

    @Test("Where every call times out the limit falls to the minimum; once they are answered it comes back")
    func outage() {
        var server = server(workers: 10, seed: 5)
        server.timeout = 0.5
        server.run(seconds: 20)
        server.serviceTime = 100
        server.run(seconds: 60)
        #expect(server.state.limit == 1)
        server.serviceTime = 0.05
        server.resize(to: 0)
        server.resize(to: 10)
        server.run(seconds: 30)
        _ = server.meanLimit()
        server.run(seconds: 10)
        let limit = server.meanLimit()
        #expect(isNear(limit, 10), "\(limit) for 10 workers")
    }
}
