import EventLoop
import ServiceKit

extension Benchmark {
    /// What the measuring itself costs, and whether it counts right.
    static var baseline: [Benchmark] {
        [
            Benchmark("baseline/nothing") { _ in
                loop { blackHole(0) }
            },
            Benchmark("baseline/nothing-asynchronous") { _ in
                { iterations in
                    for _ in 0..<iterations { await doNothing() }
                }
            },
            Benchmark("baseline/clock") { clock in
                loop { blackHole(clock.now) }
            },
            Benchmark("baseline/stream-of-randomness") { _ in
                loop { blackHole(SplitMix64.stream()) }
            },
            Benchmark("baseline/three-allocations") { _ in
                loop {
                    for _ in 0..<3 { blackHole(Allocated()) }
                }
            },
        ]
    }
}

/// One allocation each, which `@inline(never)` keeps on the heap.
private final class Allocated: Sendable {
    @inline(never)
    init() {}
}

@inline(never)
private func doNothing() async { blackHole(0) }
