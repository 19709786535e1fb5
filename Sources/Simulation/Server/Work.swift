import Resilience

/// One request on its way to an endpoint, there, or on its way back.
struct Work {
    /// The endpoint, by its place in the world.
    var endpoint: Int32 = 0
    /// The attempt it belongs to, and which of those that ever had its place.
    var attempt: Int32 = 0
    var attemptTag: UInt32 = 0
    var client: Int32 = 0
    /// How long a message takes between the two.
    var oneWay: Int64 = 0
    /// What the answer will be.
    var ending = AttemptEnding.answered
    /// Whether the endpoint has it.
    var isThere = false
    /// Whether it is served now.
    var isServed = false
    /// Tells events of this work from those of others that had its place before.
    var tag: UInt32 = 0
}

/// All requests under way, in places that are used again.
struct WorkPool {
    private(set) var works: ContiguousArray<Work> = []
    private var free: ContiguousArray<Int32> = []

    /// A place for a new request.
    mutating func take() -> Int32 {
        if let place = free.popLast() { return place }
        works.append(Work())
        return Int32(works.count - 1)
    }

    /// The request is over; what is still planned for it concerns nobody.
    mutating func leave(_ place: Int32) {
        works[Int(place)].tag &+= 1
        works[Int(place)].isThere = false
        works[Int(place)].isServed = false
        free.append(place)
    }

    subscript(place: Int32) -> Work {
        get { works[Int(place)] }
        _modify { yield &works[Int(place)] }
    }
}
