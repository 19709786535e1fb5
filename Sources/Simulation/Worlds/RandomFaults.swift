/// Makes faults up.
enum RandomFaults {
    static func faults(_ endpoints: Int, clients: Int, _ chance: inout Chance) -> [Fault] {
        // Now and then there is time before for what goes by seconds, such as a budget, to be saved up and forgotten.
        let calm = chance.happens(0.05) ? chance.milliseconds(2000...4000) : .zero
        return (0..<chance.whole(0...4)).map { _ in fault(endpoints, clients, after: calm, &chance) }
    }

    private static func fault(
        _ endpoints: Int,
        _ clients: Int,
        after calm: Duration,
        _ chance: inout Chance
    ) -> Fault {
        var struck = (0..<endpoints).filter { _ in chance.happens(0.6) }
        if struck.isEmpty { struck = [chance.whole(0...endpoints - 1)] }
        let start = calm + chance.milliseconds(20...200)
        let kind: Fault.Kind
        switch chance.whole(0...6) {
        case 0: kind = .errors(chance.number(0.1...1))
        case 1: kind = .hang
        case 2: kind = .slow(chance.number(2...30))
        case 3: kind = .down
        case 4:
            let first = chance.whole(0...clients - 1)
            kind = .partition(clients: chance.happens(0.5) ? nil : first..<chance.whole(first + 1...clients))
        case 5: kind = .crashLoop(down: chance.milliseconds(2...40), up: chance.milliseconds(2...60))
        default: kind = .rollingRestart(down: chance.milliseconds(5...60))
        }
        return Fault(kind, endpoints: struck, from: start, to: start + chance.milliseconds(10...250))
    }
}
