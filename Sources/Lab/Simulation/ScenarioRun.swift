import Dispatch
import Simulation
import Synchronization

/// Runs the worlds of a scenario, several at once. A world is one thread's, so the results do not depend on how many.
enum ScenarioRun {
    /// - Parameter jobs: worlds at once, at least 1.
    static func run(_ scenario: Scenario, jobs: Int) throws(LabError) -> SimulationResults {
        let next = Mutex(0)
        let found = Mutex([VariantResult?](repeating: nil, count: scenario.variants.count))
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
                    let result = VariantResult(variant, try Simulator(variant.world).run())
                    found.withLock { $0[place] = result }
                } catch {
                    failure.withLock { $0 = error }
                    return
                }
            }
        }
        if let failure = failure.withLock({ $0 }) { throw LabError("\(failure)") }
        return SimulationResults(scenario: scenario, variants: found.withLock { $0.compactMap { $0 } })
    }
}
