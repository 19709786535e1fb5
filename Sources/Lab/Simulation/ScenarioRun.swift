import Dispatch
import Glibc
import Simulation
import Synchronization

/// Runs the worlds of a scenario, several at once. A world is one thread's, so the results do not depend on how many.
enum ScenarioRun {
    /// - Parameter jobs: worlds at once, at least 1.
    static func run(_ scenario: Scenario, jobs: Int) throws(LabError) -> SimulationResults {
        let next = Mutex(0)
        let found = Mutex([Run?](repeating: nil, count: scenario.variants.count))
        let failure = Mutex<SimulationError?>(nil)
        DispatchQueue.concurrentPerform(iterations: min(jobs, scenario.variants.count)) { _ in
            while true {
                let place = next.withLock { (place: inout Int) -> Int in
                    defer { place += 1 }
                    return place
                }
                guard place < scenario.variants.count else { return }
                let variant = scenario.variants[place]
                do throws(SimulationError) {
                    let start = processorTime
                    let result = try Simulator(variant.world).run()
                    let run = (VariantResult(variant, result), processorTime - start)
                    found.withLock { $0[place] = run }
                } catch {
                    failure.withLock { $0 = error }
                    return
                }
            }
        }
        if let failure = failure.withLock({ $0 }) { throw LabError("\(failure)") }
        let runs = found.withLock { $0.compactMap { $0 } }
        return SimulationResults(scenario: scenario, variants: runs.map(\.result), processorTimes: runs.map(\.time))
    }

    private typealias Run = (result: VariantResult, time: Duration)

    /// What this thread has used of a processor.
    private static var processorTime: Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
