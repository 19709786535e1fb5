import HTTPCore
import ServiceKit

/// Which faults are simulated, and how often.
struct FaultSettings: Hashable, Sendable {
    var failureRate = 0.0
    var failureStatus: HTTPStatus = .internalServerError
    /// Requests per second; nil: no limit.
    var capacity: Double?
    var latency: LatencyDistribution?
    var hangRate = 0.0
    var resetRate = 0.0
    var truncateRate = 0.0
    var flap: Flap?

    /// No fault at all.
    init() {}

    /// The faults that the configuration asks for.
    init(_ configuration: Configuration) throws(ConfigurationError) {
        failureRate = try configuration.value(BackendSettings.failureRate)
        failureStatus = try configuration.value(BackendSettings.failureStatus)
        capacity = try configuration.value(BackendSettings.capacity)
        latency = try configuration.value(BackendSettings.latency)
        hangRate = try configuration.value(BackendSettings.hangRate)
        resetRate = try configuration.value(BackendSettings.resetRate)
        truncateRate = try configuration.value(BackendSettings.truncateRate)
        flap = try configuration.value(BackendSettings.flap)
    }

    /// The names under which faults are changed at run time: those of the variables, in lower case.
    static let keys = [
        "failure_rate", "failure_status", "capacity", "latency", "hang_rate", "reset_rate", "truncate_rate", "flap",
    ]

    /// Changes one of ``keys``, with the same syntax as its variable.
    ///
    /// - Throws: ``ConfigurationError`` that names the key, the value and what is accepted.
    mutating func set(_ key: String, _ text: String) throws(ConfigurationError) {
        switch key {
        case "failure_rate": failureRate = try BackendSettings.failureRate.read(key, text)
        case "failure_status": failureStatus = try BackendSettings.failureStatus.read(key, text)
        case "capacity": capacity = try BackendSettings.capacity.read(key, text)
        case "latency": latency = try BackendSettings.latency.read(key, text)
        case "hang_rate": hangRate = try BackendSettings.hangRate.read(key, text)
        case "reset_rate": resetRate = try BackendSettings.resetRate.read(key, text)
        case "truncate_rate": truncateRate = try BackendSettings.truncateRate.read(key, text)
        case "flap": flap = try BackendSettings.flap.read(key, text)
        default:
            let known = Self.keys.joined(separator: ", ")
            throw ConfigurationError(variable: key, value: text, accepted: "one of \(known)")
        }
    }

    /// The capacity as it is written.
    var capacityText: String { capacity.map(NumberText.format) ?? "off" }

    /// The settings as JSON.
    var json: JSONObject {
        var object = JSONObject()
        object.set("failure_rate", failureRate)
        object.set("failure_status", failureStatus.code)
        object.set("capacity", capacityText)
        object.set("latency", latency?.text ?? "")
        object.set("hang_rate", hangRate)
        object.set("reset_rate", resetRate)
        object.set("truncate_rate", truncateRate)
        object.set("flap", flap?.text ?? "")
        return object
    }
}
