import Resilience
import Synchronization
import TestSupport

/// A fallback, what it told, and the calls it started by itself.
final class StaleFallbackStand: Sendable {
    let clock = ManualClock()
    let events = Recorder<StaleFallbackEvent>()
    let purposes = Recorder<CallPurpose>()
    let fallback: StaleFallback<String, Int, ManualClock>
    private let box = SpawnBox()

    init(
        shared: (any SharedAnswers<String, Int>)? = nil,
        _ adjust: (inout StaleFallbackConfiguration) -> Void = { _ in }
    ) {
        var configuration = StaleFallbackConfiguration()
        adjust(&configuration)
        let (events, box) = (events, box)
        fallback = StaleFallback(
            configuration,
            shared: shared,
            clock: clock,
            onEvent: { events.record($0) },
            spawn: { box.start($0) }
        )
    }

    /// A call whose outcome is nil where it fails; `-1` is a client error, `-2` says that there is nothing any more.
    func answer(_ key: String = "k", _ call: @escaping @Sendable () async -> Int?) async -> StaleFallbackAnswer<
        Int, Int?
    > {
        let purposes = purposes
        return await fallback.answer(
            for: key,
            worth: { outcome in
                switch outcome {
                case nil: .failed
                case -1: .final
                case -2: .gone
                case let value?: .good(value)
                }
            }
        ) { purpose in
            purposes.record(purpose)
            return await call()
        }
    }

    func finishSpawned() async { await box.finish() }
}

private final class SpawnBox: Sendable {
    private let tasks = Mutex<[Task<Void, Never>]>([])

    func start(_ body: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
        let task = Task { await body() }
        tasks.withLock { $0.append(task) }
        return task
    }

    func finish() async {
        while let task = tasks.withLock({ $0.popLast() }) { await task.value }
    }
}

/// An answer in words.
func describe(_ answer: StaleFallbackAnswer<Int, Int?>) -> String {
    switch answer {
    case .called(let outcome): "called \(outcome.map { "\($0)" } ?? "failed")"
    case .stale(let value, let age, .failed(let outcome)):
        "stale \(value) of \(age / .seconds(1)), failed \(outcome == nil)"
    case .stale(let value, let age, .softTimeout): "stale \(value) of \(age / .seconds(1)), soft timeout"
    case .stale(let value, let age, .unasked): "stale \(value) of \(age / .seconds(1)), unasked"
    }
}
