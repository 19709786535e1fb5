import Dispatch
import Glibc
import Simulation
import Synchronization

/// Runs the worlds of a scenario, several at once. A world is one thread's, so the results do not depend on how many.
enum ScenarioRun {
    /// - Parameter jobs: worlds at once, at least 1.
    static func run(_ scenario: Scenario, jobs: Int) throws(LabError) -> SimulationResults {
        let runs = try each(of: scenario.variants, jobs: jobs) { (variant) throws(SimulationError) -> Run in
            let start = processorTime
            let result = try Simulator(variant.world).run()
            return (VariantResult(variant, result), processorTime - start)
        }
        return SimulationResults(scenario: scenario, variants: runs.map(\.result), processorTimes: runs.map(\.time))
    }

    /// - Parameter jobs: worlds at once, at least 1.
    static func run(_ scenario: ScrapingScenario, jobs: Int) throws(LabError) -> ScrapingResults {
        let found = try each(of: scenario.variants, jobs: jobs) { (variant) throws(SimulationError) in
            ScrapingVariantResult(variant, try ScrapingSimulator(variant.world).run())
        }
        return ScrapingResults(scenario: scenario, variants: found)
    }

    private typealias Run = (result: VariantResult, time: Duration)

    private static func each<Variant: Sendable, Found: Sendable>(
        of variants: [Variant],
        jobs: Int,
        _ simulate: @Sendable (Variant) throws(SimulationError) -> Found
    ) throws(LabError) -> [Found] {
        let next = Mutex(0)
        let found = Mutex([Found?](repeating: nil, count: variants.count))
        let failure = Mutex<SimulationError?>(nil)
        DispatchQueue.concurrentPerform(iterations: min(jobs, variants.count)) { _ in
            while true {
                let place = next.withLock { (place: inout Int) -> Int in
                    defer { place += 1 }
                    return place
                }
                guard place < variants.count else { return }
                do throws(SimulationError) {
                    let result = try simulate(variants[place])
                    found.withLock { $0[place] = result }
                } catch {
                    failure.withLock { $0 = error }
                    return
                }
            }
        }
        if let failure = failure.withLock({ $0 }) { throw LabError("\(failure)") }
        return found.withLock { $0.compactMap { $0 } }
    }

    /// What this thread has used of a processor.
    private static var processorTime: Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
