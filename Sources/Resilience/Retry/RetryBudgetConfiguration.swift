/// How many retries the calls of a client may add to the load of a dependency.
public struct RetryBudgetConfiguration: Sendable, Hashable {
    /// Tokens that each first attempt deposits. Default 0.2, which is about one retry in five calls; 0 to 10.
    public var depositPerCall: Double = 0.2
    /// The least the bucket can hold, and what it starts with, so that a quiet client can retry at all. Default 5;
    /// 0 to 1000. A busier client's bucket holds what one second deposits.
    public var minimumCapacity: Double = 5
    /// What a retry costs after a sign of overload. Default 1; 0 to 100.
    public var overloadCost: Double = 1
    /// What a retry costs after a quick, local failure. Default 0.15; 0 to 100.
    public var transientCost: Double = 0.15

    /// A budget with every default.
    public init() {}

    /// Throws for the first value outside its range, naming it.
    public func validate() throws(ResilienceConfigurationError) {
        typealias Refusal = ResilienceConfigurationError
        try Refusal.require(
            depositPerCall >= 0 && depositPerCall <= 10,
            "depositPerCall",
            depositPerCall,
            "0 to 10"
        )
        try Refusal.require(
            minimumCapacity >= 0 && minimumCapacity <= 1000,
            "minimumCapacity",
            minimumCapacity,
            "0 to 1000"
        )
        try Refusal.require(overloadCost >= 0 && overloadCost <= 100, "overloadCost", overloadCost, "0 to 100")
        try Refusal.require(transientCost >= 0 && transientCost <= 100, "transientCost", transientCost, "0 to 100")
    }

    func cost(of cost: RetryableFailure.Cost) -> Double {
        switch cost {
        case .overload: overloadCost
        case .transient: transientCost
        }
    }
}
