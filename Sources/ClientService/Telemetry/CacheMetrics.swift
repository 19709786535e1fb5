import PrometheusMetrics
import Redis
import ServiceKit

/// What can happen at a cache of last good answers.
enum CacheEvent: Sendable, CaseIterable {
    case memoryHit, memoryMiss, memoryStored
    case redisHit, redisMiss, redisGetFailed, redisGetTimedOut
    case redisStored, redisSetFailed, redisSetTimedOut

    /// The labels `cache`, `operation`, `result`.
    fileprivate var labels: (cache: String, operation: String, result: String) {
        switch self {
        case .memoryHit: ("memory", "get", "hit")
        case .memoryMiss: ("memory", "get", "miss")
        case .memoryStored: ("memory", "set", "ok")
        case .redisHit: ("redis", "get", "hit")
        case .redisMiss: ("redis", "get", "miss")
        case .redisGetFailed: ("redis", "get", "error")
        case .redisGetTimedOut: ("redis", "get", "timeout")
        case .redisStored: ("redis", "set", "ok")
        case .redisSetFailed: ("redis", "set", "error")
        case .redisSetTimedOut: ("redis", "set", "timeout")
        }
    }

    static func getFailed(_ error: RedisError) -> CacheEvent {
        if case .timedOut = error.kind { .redisGetTimedOut } else { .redisGetFailed }
    }

    static func setFailed(_ error: RedisError) -> CacheEvent {
        if case .timedOut = error.kind { .redisSetTimedOut } else { .redisSetFailed }
    }
}

/// `resilience_cache_operations_total`; all series are there from the start.
struct CacheMetrics: Sendable {
    private let counters: CaseTable<CacheEvent, Counter>

    init(registry: MetricRegistry) throws(MetricError) {
        let family = try registry.counterFamily(
            "resilience_cache_operations_total",
            help: "Operations on the caches of last good answers, by result.",
            labels: Label("cache"),
            Label("operation"),
            Label("result")
        )
        counters = CaseTable { event in
            let labels = event.labels
            return family.with(labels.cache, labels.operation, labels.result)
        }
    }

    func count(_ event: CacheEvent) { counters[event].increment() }
}
