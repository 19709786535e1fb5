import Resilience
import TestSupport
import Testing

@Suite("Fallback", .timeLimit(.minutes(1)))
struct FallbackTests {
    private let make = PolicyFixtures()

    @Test("A fresh value is served as such")
    func fresh() async throws {
        let answer = try await Fallback(constant: 0).around(make.retry()).run { _ in 7 }
        #expect(answer.value == 7)
        #expect(answer.source == .fresh)
        #expect(answer.failure == nil && answer.age == nil)
    }

    @Test("Every failure of a layer ends in the substitute, which knows why")
    func everyFailure() async throws {
        let open = make.breaker()
        open.force(.forceOpen)
        let full = make.bulkhead()
        let place = full.tryAcquire()
        let empty = make.limiter()
        _ = empty.acquire()
        let layers: [(any Policy<ManualClock>, PolicyError.Kind)] = [
            (open, .breakerRejected), (full, .bulkheadRejected), (empty, .rateLimited), (make.timeout(0), .timedOut),
            (make.deadline(0), .deadline), (make.retry(), .operation),
        ]
        for (layer, kind) in layers {
            let policy = Fallback { "instead of \($0.type)" }.around(Pipeline(name: "p", layers: [layer]))
            let answer = try await policy.run { _ in throw PlainFailure() }
            #expect(answer.value == "instead of \(kind.rawValue)")
            #expect(answer.source == .fallback)
            #expect(answer.failure?.kind == kind)
        }
        place?.release()
    }

    @Test("A substitute is no success of the dependency")
    func noSuccess() async throws {
        let breaker = make.breaker(failures: 2)
        let policy = Fallback(constant: 0).around(breaker)
        for _ in 0..<3 { #expect(try await policy.run { _ in throw PlainFailure() }.source == .fallback) }
        #expect(breaker.status == .open)
        #expect(breaker.snapshot().totals[.success] == 0)
    }

    @Test("Nothing is served to a caller that went away, nor instead of a dependency's good answer")
    func passedOn() async {
        let stale = StaleFallback<String, Int, ManualClock>(clock: make.clock)
        _ = try? await stale.around(make.retry()).run("k") { _ in 1 }
        let errors: [any Error] = [CancellationError(), KnownFailure(callOutcome: .success)]
        for error in errors {
            await #expect(throws: PolicyError.self) {
                try await Fallback(constant: 0).around(make.retry(attempts: 1)).run { _ in throw error }
            }
            await #expect(throws: PolicyError.self) {
                try await stale.around(make.retry(attempts: 1)).run("k") { _ in throw error }
            }
        }
    }

    @Test("A closure may pass a failure on")
    func refusal() async {
        let error = await #expect(throws: PolicyError.self) {
            try await Fallback<Int> { $0.kind == .operation ? nil : 1 }.around(make.retry(attempts: 1)).run { _ in
                throw PlainFailure()
            }
        }
        #expect(error?.kind == .operation)
    }

    @Test("The last good answer is served by key, with its age, until it is too old; then the failure is thrown")
    func staleIfError() async throws {
        var configuration = StaleFallbackConfiguration()
        configuration.maxAge = .seconds(60)
        let policy = StaleFallback<String, Int, ManualClock>(configuration, clock: make.clock)
            .around(make.deadline(3600)).around(make.retry(attempts: 1))
        #expect(try await policy.run("a") { _ in 7 }.source == .fresh)
        make.clock.advance(by: .seconds(60))
        let stale = try await policy.run("a") { _ in throw PlainFailure() }
        #expect(stale.value == 7 && stale.source == .stale && stale.age == .seconds(60))
        #expect(stale.failure?.kind == .operation)
        await #expect(throws: PolicyError.self) { try await policy.run("b") { _ in throw PlainFailure() } }
        make.clock.advance(by: .seconds(1))
        await #expect(throws: PolicyError.self) { try await policy.run("a") { _ in throw PlainFailure() } }
    }

    @Test("Layers are added one by one behind a fallback, outermost first")
    func layers() async throws {
        let open = make.breaker()
        open.force(.forceOpen)
        let answer = try await Fallback(constant: 0).around(make.deadline(60)).around(open).run { _ in 7 }
        #expect(answer.failure?.kind == .breakerRejected)
    }
}
