/// Draws the parts of random worlds.
struct Chance {
    private var random: RandomSource

    init(seed: UInt64) { random = RandomSource(seed: seed, stream: 1 << 42) }

    mutating func happens(_ probability: Double) -> Bool { random.unit() < probability }

    mutating func whole(_ range: ClosedRange<Int>) -> Int { range.lowerBound + random.below(range.count) }

    mutating func number(_ range: ClosedRange<Double>) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * random.unit()
    }

    mutating func milliseconds(_ range: ClosedRange<Int>) -> Duration { .milliseconds(whole(range)) }

    mutating func microseconds(_ range: ClosedRange<Int>) -> Duration { .microseconds(whole(range)) }

    /// One of a list that is not empty.
    mutating func one<Element>(of list: [Element]) -> Element { list[random.below(list.count)] }
}
