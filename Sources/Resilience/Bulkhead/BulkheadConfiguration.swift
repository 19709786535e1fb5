/// How many calls a bulkhead lets through at once, and how many may wait for their turn.
public struct BulkheadConfiguration: Sendable, Hashable {
    /// Calls in flight at once. Default 256; 1 to 1,000,000.
    public var maxConcurrent = 256
    /// Calls that may wait while all places are taken; one more is rejected. Default 0, nobody waits; 0 to 1,000,000.
    public var maxQueue = 0
    /// The longest a call may wait, whatever its own deadline. Default nil: as long as its deadline allows; at least 0.
    public var maxWait: Duration?

    /// A bulkhead with every default.
    public init() {}

    /// Throws for the first value outside its range, naming it.
    public func validate() throws(ResilienceConfigurationError) {
        typealias Refusal = ResilienceConfigurationError
        try Refusal.require((1...1_000_000).contains(maxConcurrent), "maxConcurrent", maxConcurrent, "1 to 1000000")
        try Refusal.require((0...1_000_000).contains(maxQueue), "maxQueue", maxQueue, "0 to 1000000")
        if let maxWait { try Refusal.require(maxWait >= .zero, "maxWait", maxWait, "0 or more") }
    }
}
