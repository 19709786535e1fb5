extension Array {
    /// The one with fewer calls in flight of two different random elements that satisfy `isCandidate`; the only one if
    /// there is one; nil if there is none. Takes one pass and no memory.
    @inlinable
    func lessLoadedOfTwo<ID, C>(
        using generator: inout some RandomNumberGenerator,
        where isCandidate: (Element) -> Bool
    ) -> Element? where Element == Endpoint<ID, C> {
        // Reservoir sampling of two: the n-th candidate takes one of the two places with probability 2/n.
        var first: Element?
        var second: Element?
        var seen = 0
        for candidate in self where isCandidate(candidate) {
            seen += 1
            switch seen == 1 ? 0 : seen == 2 ? 1 : Int.random(in: 0..<seen, using: &generator) {
            case 0: first = candidate
            case 1: second = candidate
            default: break
            }
        }
        guard let first, let second else { return first }
        // The places are not in random order (two candidates always fill them in turn), so a tie is drawn.
        if first.inFlight == second.inFlight { return Bool.random(using: &generator) ? first : second }
        return first.inFlight < second.inFlight ? first : second
    }
}
