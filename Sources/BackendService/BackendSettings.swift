import HTTPCore
import ServiceKit

/// The backend's own settings.
enum BackendSettings {
    static let serviceTime = Setting.duration(
        "SERVICE_TIME",
        default: "0ms",
        range: .zero ... .seconds(60),
        "the honest work of a data request"
    )
    static let faultsEnabled = Setting.flag(
        "FAULTS_ENABLED",
        default: "false",
        "whether faults can be changed at run time, by PUT /faults and the x-fault field"
    )
    static let failureRate = Setting.ratio(
        "FAILURE_RATE",
        default: "0",
        "share of /api requests that are answered with FAILURE_STATUS"
    )
    static let failureStatus = Setting<HTTPStatus>(
        "FAILURE_STATUS",
        default: "500",
        accepted: "a status code from 400 to 599",
        summary: "the status of a simulated failure"
    ) { text in
        guard let code = NumberText.parseInteger(text), (400...599).contains(code) else { return nil }
        return HTTPStatus(code: code)
    }
    static let capacity = Setting<Double?>.limit(
        "CAPACITY",
        range: 0.1...1_000_000,
        "how many /api requests can be worked on per second; a few more wait, the rest get 503"
    )
    static let latency = Setting<LatencyDistribution?>(
        "LATENCY",
        default: "",
        accepted: "a duration (200ms), a range (50ms..300ms) or lognormal(MEDIAN,SIGMA), such as lognormal(80ms,0.5)",
        summary: "extra time of every request"
    ) { text in
        if text.isEmpty { return .some(nil) }
        guard let distribution = LatencyDistribution(text) else { return nil }
        return .some(distribution)
    }
    static let hangRate = Setting.ratio("HANG_RATE", default: "0", "share of requests that are never answered")
    static let resetRate = Setting.ratio("RESET_RATE", default: "0", "share of requests whose connection is reset")
    static let truncateRate = Setting.ratio(
        "TRUNCATE_RATE",
        default: "0",
        "share of answers that are cut in the middle"
    )
    static let flap = Setting<Flap?>(
        "FLAP",
        default: "",
        accepted: "GOOD/BAD, two durations such as 10s/5s",
        summary: "good for a while, then failing for a while, again and again"
    ) { text in
        if text.isEmpty { return .some(nil) }
        guard let flap = Flap(text) else { return nil }
        return .some(flap)
    }
    static let faultSeed = Setting<UInt64?>(
        "FAULT_SEED",
        default: "",
        accepted: "a whole number from 0 to 18446744073709551615",
        summary: "the same seed gives the same sequence of faults; random without it"
    ) { text in
        if text.isEmpty { return .some(nil) }
        guard let seed = UInt64(text) else { return nil }
        return .some(seed)
    }

    static let all: [SettingDescription] = [
        serviceTime.description, faultsEnabled.description, failureRate.description, failureStatus.description,
        capacity.description, latency.description, hangRate.description, resetRate.description,
        truncateRate.description, flap.description,
        faultSeed.description,
    ]
}
