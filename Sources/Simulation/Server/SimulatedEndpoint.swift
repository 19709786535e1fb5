/// One endpoint at work: what it does now, who waits, and what is wrong with it.
struct SimulatedEndpoint {
    let model: EndpointModel
    let serviceTime: Sampler
    let retryAfter: Duration
    var random: RandomSource
    var result = EndpointResult()

    /// Requests served now.
    var busy = 0
    var queue = WorkQueue()

    private var errorRates: [Double] = []
    private var slownesses: [Double] = []
    private var downs = 0
    private var hangs = 0
    private var cuts: [Range<Int>?] = []

    init(_ model: EndpointModel, seed: UInt64, place: Int) {
        self.model = model
        serviceTime = Sampler(model.serviceTime)
        retryAfter = model.retryAfter ?? .zero
        random = RandomSource(seed: seed, stream: 1 << 40 | UInt64(place))
    }

    var errorRate: Double { errorRates.last ?? 0 }
    var isDown: Bool { downs > 0 }
    var isHung: Bool { hangs > 0 }

    /// Whether no message passes between this endpoint and a client.
    func isCut(from client: Int32) -> Bool {
        guard !cuts.isEmpty else { return false }
        return cuts.contains { $0?.contains(Int(client)) ?? true }
    }

    mutating func apply(_ change: FaultChange) {
        switch change {
        case .errors(let rate, let isOn): Self.change(&errorRates, rate, isOn)
        case .slow(let factor, let isOn): Self.change(&slownesses, factor, isOn)
        case .hang(let isOn): hangs += isOn ? 1 : -1
        case .down(let isOn): downs += isOn ? 1 : -1
        case .cut(let clients, let isOn): Self.change(&cuts, clients, isOn)
        }
    }

    /// What is wrong at once may overlap: each ends by itself.
    private static func change<Value: Equatable>(_ list: inout [Value], _ value: Value, _ isOn: Bool) {
        if isOn {
            list.append(value)
        } else if let place = list.firstIndex(of: value) {
            list.remove(at: place)
        }
    }

    /// How long the next request takes, in nanoseconds.
    mutating func draw() -> Int64 {
        let time = serviceTime.draw(&random)
        guard let slowness = slownesses.last else { return time }
        return Int64(Double(time) * slowness)
    }
}

/// First come, first served: a ring that grows to the most that ever waited.
struct WorkQueue {
    private var ring: ContiguousArray<Int32> = []
    private var first = 0
    private(set) var count = 0

    mutating func append(_ work: Int32) {
        if count == ring.count {
            let old = ring
            ring = ContiguousArray(repeating: 0, count: max(8, 2 * old.count))
            for place in 0..<count { ring[place] = old[(first + place) % old.count] }
            first = 0
        }
        ring[(first + count) % ring.count] = work
        count += 1
    }

    mutating func next() -> Int32? {
        guard count > 0 else { return nil }
        let work = ring[first]
        first = (first + 1) % ring.count
        count -= 1
        return work
    }

    mutating func removeAll() { (first, count) = (0, 0) }
}
