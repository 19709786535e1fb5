/// A change of one endpoint's condition: something begins, or is over.
enum FaultChange: Sendable, Hashable {
    case errors(Double, Bool)
    case hang(Bool)
    case slow(Double, Bool)
    case down(Bool)
    case cut(Range<Int>?, Bool)
}

/// The faults of a world as single changes, in the order in which they happen.
struct FaultTimeline: Sendable {
    struct Step: Sendable {
        var time: Int64
        var endpoint: Int
        var change: FaultChange
    }

    private(set) var steps: [Step] = []
    /// When the last fault is over.
    private(set) var end: Int64 = 0

    init(_ faults: [Fault]) {
        for fault in faults { add(fault) }
        let order = steps.indices.sorted { (steps[$0].time, $0) < (steps[$1].time, $1) }
        steps = order.map { steps[$0] }
        end = steps.last?.time ?? 0
    }

    private mutating func add(_ fault: Fault) {
        let start = fault.start.nanosecondsRoundedUp
        let end = fault.end.nanosecondsRoundedUp
        switch fault.kind {
        case .errors(let rate): add(fault, start, end, .errors(rate, true), .errors(rate, false))
        case .hang: add(fault, start, end, .hang(true), .hang(false))
        case .slow(let factor): add(fault, start, end, .slow(factor, true), .slow(factor, false))
        case .down: add(fault, start, end, .down(true), .down(false))
        case .partition(let clients): add(fault, start, end, .cut(clients, true), .cut(clients, false))
        case .crashLoop(let down, let up):
            var time = start
            while time < end {
                let back = min(end, time + down.nanosecondsRoundedUp)
                add(fault, time, back, .down(true), .down(false))
                time = back + up.nanosecondsRoundedUp
            }
        case .rollingRestart(let down):
            var time = start
            for endpoint in fault.endpoints where time < end {
                let back = min(end, time + down.nanosecondsRoundedUp)
                steps.append(Step(time: time, endpoint: endpoint, change: .down(true)))
                steps.append(Step(time: back, endpoint: endpoint, change: .down(false)))
                time = back
            }
        }
    }

    private mutating func add(_ fault: Fault, _ start: Int64, _ end: Int64, _ on: FaultChange, _ off: FaultChange) {
        for endpoint in fault.endpoints {
            steps.append(Step(time: start, endpoint: endpoint, change: on))
            steps.append(Step(time: end, endpoint: endpoint, change: off))
        }
    }
}
