import HTTPCore
import Redis
import Resilience
import ServiceKit

/// The client's own settings.
enum ClientSettings {
    static let backendURL = Setting<[HTTPURL]>(
        "BACKEND_URL",
        default: "http://backend-headless:8080",
        accepted: "one or more http://host:port addresses, parted by commas",
        summary: "the backend; a name with several addresses is several endpoints"
    ) { text in
        var urls: [HTTPURL] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            do throws(HTTPURLError) {
                let url = try HTTPURL(String(part))
                guard url.target == "/", (1...65_535).contains(url.port) else { return nil }
                urls.append(url)
            } catch {
                return nil
            }
        }
        return urls
    }
    static let mode = Setting<ResilienceMode>.choice(
        "RESILIENCE_MODE",
        default: .full,
        "which patterns stand between a request and the backend"
    )
    static let attemptTimeout = Setting.duration(
        "ATTEMPT_TIMEOUT",
        default: "5s",
        range: .milliseconds(1) ... .seconds(3600),
        "how long one attempt may take"
    )
    static let requestTimeout = Setting.duration(
        "REQUEST_TIMEOUT",
        default: "30s",
        range: .milliseconds(1) ... .seconds(3600),
        "how long a whole call may take, waits included"
    )
    static let breakerFailMax = Setting.integer(
        "BREAKER_FAIL_MAX",
        default: "5",
        range: 1...1_000_000,
        "failed calls in a row that open the call breaker"
    )
    static let breakerResetTimeout = Setting.duration(
        "BREAKER_RESET_TIMEOUT",
        default: "30s",
        range: .milliseconds(1) ... .seconds(86_400),
        "how long a breaker stays open before it tries again"
    )
    static let breakerResetGrowth = Setting.number(
        "BREAKER_RESET_GROWTH",
        default: "1",
        range: 1...10,
        "factor on the open time each time a breaker opens again at once; 1 is no growth"
    )
    static let breakerFailureRatio = Setting.number(
        "BREAKER_FAILURE_RATIO",
        default: "0.8",
        range: 0.01...1,
        "full mode: share of failed calls that the call breaker needs besides the row"
    )
    static let breakerWindow = Setting.window(
        "BREAKER_WINDOW",
        default: "10s",
        "the time, or the number of calls, over which shares are taken"
    )
    static let breakerMinimumCalls = Setting.integer(
        "BREAKER_MINIMUM_CALLS",
        default: "20",
        range: 1...1_000_000,
        "full mode: fewer calls than this in the window never open the call breaker"
    )
    static let breakerHalfOpenCalls = Setting.integer(
        "BREAKER_HALF_OPEN_CALLS",
        default: "1",
        range: 1...1000,
        "calls that a half-open call breaker admits, and that must succeed to close it"
    )
    static let breakerHalfOpenRatio = Setting.limit(
        "BREAKER_HALF_OPEN_FAILURE_RATIO",
        range: 0.01...1.0,
        "share of those calls that must fail to open it again; off is a single one"
    )
    static let breakerSlowCallDuration = Setting.threshold(
        "BREAKER_SLOW_CALL_DURATION",
        "how long an attempt takes that is slow; p99x3 is three times the observed p99"
    )
    static let breakerSlowCallRatio = Setting.number(
        "BREAKER_SLOW_CALL_RATIO",
        default: "0.5",
        range: 0.01...1,
        "share of slow calls that opens the call breaker"
    )
    static let endpointFailMax = Setting.integer(
        "ENDPOINT_FAIL_MAX",
        default: "5",
        range: 1...1_000_000,
        "full mode: attempts in a row that found an endpoint gone and open its breaker"
    )
    static let outlierMaxEjected = Setting.ratio(
        "OUTLIER_MAX_EJECTED",
        default: "0.5",
        "full mode: share of the endpoints that may be out of use for being worse than the rest; 0 is never"
    )
    static let probeInterval = Setting.duration(
        "PROBE_INTERVAL",
        default: "1s",
        range: .milliseconds(10) ... .seconds(3600),
        "full mode: how often suspect endpoints are probed"
    )
    static let probeTimeout = Setting.duration(
        "PROBE_TIMEOUT",
        default: "500ms",
        range: .milliseconds(1) ... .seconds(60),
        "full mode: how long a probe may take; one as slow as BREAKER_SLOW_CALL_DURATION does not wake the call breaker"
    )
    static let retryMaxAttempts = Setting.integer(
        "RETRY_MAX_ATTEMPTS",
        default: "4",
        range: 1...100,
        "attempts of one call, the first included"
    )
    static let retryBaseDelay = Setting.duration(
        "RETRY_BASE_DELAY",
        default: "1s",
        range: .milliseconds(1) ... .seconds(3600),
        "wait before the second attempt; it doubles from there"
    )
    static let retryMaxDelay = Setting.duration(
        "RETRY_MAX_DELAY",
        default: "8s",
        range: .milliseconds(1) ... .seconds(3600),
        "longest wait between attempts"
    )
    static let retryJitter = Setting.jitter("RETRY_JITTER", default: "proportional(0.1)", "how waits are spread")
    static let retryBudget = Setting.number(
        "RETRY_BUDGET",
        default: "0.2",
        range: 0...10,
        "full mode: retries earned by each call, in tokens; what a retry costs depends on the failure"
    )
    static let bulkheadMaxConcurrent = Setting.integer(
        "BULKHEAD_MAX_CONCURRENT",
        default: "256",
        range: 1...1_000_000,
        "full mode: attempts in flight at once"
    )
    static let bulkheadMaxQueue = Setting.integer(
        "BULKHEAD_MAX_QUEUE",
        default: "0",
        range: 0...1_000_000,
        "full mode: attempts that may wait for a place"
    )
    static let adaptiveLimit = Setting.flag(
        "ADAPTIVE_LIMIT",
        default: "false",
        "full mode: let the limit of attempts in flight follow their latency, up to BULKHEAD_MAX_CONCURRENT"
    )
    static let throttleK = Setting.limit(
        "THROTTLE_K",
        range: 1.1...10.0,
        "full mode: make at most so many attempts for each that the backend accepts; 2 is usual"
    )
    static let hedgeAfter = Setting.threshold(
        "HEDGE_AFTER",
        "full mode: after which time an attempt is sent once more, to another endpoint; p95 is usual"
    )
    static let fallbackSoftTimeout = Setting.limit(
        "FALLBACK_SOFT_TIMEOUT",
        range: .milliseconds(1) ... .seconds(3600),
        "full mode: serve the last good answer after this time while the call goes on"
    )
    static let cacheFreshFor = Setting.limit(
        "CACHE_FRESH_FOR",
        range: .milliseconds(1) ... .seconds(604_800),
        "full mode: serve an answer again for this long, and after that while it is refreshed in the background"
    )
    static let redisURL = Setting<RedisURL?>(
        "REDIS_URL",
        default: "",
        accepted: "redis://[user][:password@]host[:port][/database]",
        summary: "full mode: where last good answers are kept beyond this process",
        isSecret: true
    ) { text in
        if text.isEmpty { return .some(nil) }
        do throws(RedisURLError) {
            return try RedisURL(text)
        } catch {
            return nil
        }
    }
    static let redisTimeout = Setting.duration(
        "REDIS_TIMEOUT",
        default: "50ms",
        range: .milliseconds(1) ... .seconds(60),
        "full mode: how long Redis may take"
    )
    static let pipelineExtra = Setting.pipeline(
        "PIPELINE_EXTRA",
        default: "timeout(1s)",
        "full mode: what stands around the call for the optional part of /api/composite, outermost first"
    )
    static let schedule = Setting<Schedule>(
        "SCHEDULE",
        default: "",
        accepted: "HH:MM-HH:MM NAME=VALUE …, several parted by semicolons, such as 22:00-06:00 BREAKER_FAIL_MAX=10",
        summary: "settings that differ at certain times of the day (UTC)"
    ) { Schedule(parsing: $0) }
    static let fallbackMaxAge = Setting.duration(
        "FALLBACK_MAX_AGE",
        default: "10m",
        range: .zero ... .seconds(604_800),
        "full mode: how old a stale answer may be"
    )
    static let connectTimeout = Setting.duration(
        "CONNECT_TIMEOUT",
        default: "2s",
        range: .milliseconds(1) ... .seconds(3600),
        "how long making a connection may take, within the attempt's time"
    )
    static let poolMaxConnections = Setting.integer(
        "POOL_MAX_CONNECTIONS",
        default: "1024",
        range: 1...100_000,
        "connections per endpoint and event loop; further attempts wait for one"
    )
    static let poolMaxIdle = Setting.integer(
        "POOL_MAX_IDLE",
        default: "64",
        range: 0...100_000,
        "idle connections kept per endpoint and event loop"
    )
    static let poolMaxAge = Setting.duration(
        "POOL_MAX_AGE",
        default: "5m",
        range: .milliseconds(1) ... .seconds(86_400),
        "age at which a connection is not used again"
    )
    static let dnsRefresh = Setting.duration(
        "DNS_REFRESH",
        default: "5s",
        range: .milliseconds(10) ... .seconds(3600),
        "how often names are looked up again"
    )

    static let all: [SettingDescription] =
        upstream + [
            mode.description, attemptTimeout.description, requestTimeout.description, redisURL.description,
            redisTimeout.description, pipelineExtra.description, schedule.description,
        ] + breakers + retries + limits + fallback

    private static let upstream = [
        backendURL.description, connectTimeout.description, poolMaxConnections.description, poolMaxIdle.description,
        poolMaxAge.description, dnsRefresh.description, probeInterval.description, probeTimeout.description,
    ]
    private static let breakers = [
        breakerFailMax.description, breakerResetTimeout.description, breakerResetGrowth.description,
        breakerFailureRatio.description, breakerWindow.description, breakerMinimumCalls.description,
        breakerSlowCallDuration.description, breakerSlowCallRatio.description, breakerHalfOpenCalls.description,
        breakerHalfOpenRatio.description, endpointFailMax.description, outlierMaxEjected.description,
    ]
    private static let retries = [
        retryMaxAttempts.description, retryBaseDelay.description, retryMaxDelay.description, retryJitter.description,
        retryBudget.description, hedgeAfter.description,
    ]
    private static let limits = [
        bulkheadMaxConcurrent.description, bulkheadMaxQueue.description, adaptiveLimit.description,
        throttleK.description,
    ]
    private static let fallback = [
        fallbackMaxAge.description, fallbackSoftTimeout.description, cacheFreshFor.description,
    ]

    /// What `SCHEDULE` and the administration port may change: what takes effect in a running service.
    static let changeable =
        [attemptTimeout.description, requestTimeout.description] + breakers + retries
        + [bulkheadMaxConcurrent.description, bulkheadMaxQueue.description] + fallback

    static let prefixes = [
        "BREAKER_", "ENDPOINT_", "OUTLIER_", "PROBE_", "RETRY_", "BULKHEAD_", "HEDGE_", "FALLBACK_", "CACHE_", "POOL_",
        "RESILIENCE_", "PIPELINE_", "ATTEMPT_", "CONNECT_", "REQUEST_", "DNS_", "REDIS_", "ADAPTIVE_", "THROTTLE_",
        "SCHEDULE",
    ]
}
