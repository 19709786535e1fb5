import Resilience

/// A call, its hedge, and what they answer.
public struct ExploredHedge: ExploredMachine {
    private enum Event: Int, CaseIterable { case hedge, firstIsGood, firstFails, secondIsGood, secondFails }

    /// What a caller can see.
    public struct Fingerprint: Hashable {
        let isHedged: Bool
        let answers: [Int]
        let used: Int?
    }

    private var state = HedgeState<Int>()
    private var isHedged = false
    private var answers: [Int] = []
    private var used: Int?

    /// The first attempt is under way.
    public init() {}

    /// Five.
    public static var eventCount: Int { Event.allCases.count }

    /// What a caller can see.
    public var fingerprint: Fingerprint { Fingerprint(isHedged: isHedged, answers: answers, used: used) }

    /// Plays an event.
    public mutating func play(_ event: Int) -> ExplorationStep {
        guard used == nil else { return .impossible }
        let event = Event.allCases[event]
        if event == .hedge {
            guard !isHedged else { return .impossible }
            state.hedge()
            isHedged = true
            return .sound
        }
        let number = event == .firstIsGood || event == .firstFails ? 1 : 2
        let isGood = event == .firstIsGood || event == .secondIsGood
        guard !answers.contains(number), number == 1 || isHedged else { return .impossible }
        answers.append(number)
        let isLast = !isHedged || answers.count == 2
        switch state.answer(number, number: number, isGood: isGood) {
        case .wait:
            return isGood || isLast ? .broken("waits for nobody") : .sound
        case .use(let value, let result):
            used = value
            if !isGood, !isLast { return .broken("gave up the other attempt for a failure") }
            if isGood ? value != number : value != 1 { return .broken("used answer \(value)") }
            let expected: HedgeResult? = !isHedged ? nil : isGood && number == 2 ? .won : .lost
            return result == expected ? .sound : .broken("the hedge counts as \(result?.rawValue ?? "none")")
        }
    }
}
