extension Topology {
    /// The environment of a service: the variables of the configuration contract and nothing inherited, because a
    /// service refuses unknown variables with its prefixes.
    func environment(
        of instance: Instance,
        profile: Profile,
        rate: Int,
        seed: Int,
        logsEveryRequest: Bool = false,
        settings: [SettingOverride] = []
    ) -> [String: String] {
        var values = [
            "HOST": "127.0.0.1", "PORT": String(instance.port),
            "ADMIN_HOST": "127.0.0.1", "ADMIN_PORT": String(instance.adminPort),
            "EVENT_LOOPS": "1",
            // Nothing routes to these processes by their readiness, so a stop need not wait for a router.
            "DRAIN_DELAY": "0s", "DRAIN_TIMEOUT": "2s",
            "POD_NAME": instance.name,
        ]
        // A log line for one good answer in a hundred: the lab's load would fill the disk with the others.
        if instance.job != .load, !logsEveryRequest { values["LOG_SUCCESS_SAMPLE"] = "0.01" }
        switch instance.job {
        case .backend:
            values["FAULTS_ENABLED"] = "true"
            // The i-th backend of every mode has the same seed: all modes meet the same faults.
            values["FAULT_SEED"] = String(seed + instance.ordinal)
        case .client:
            let mode = instance.mode ?? .full
            values["RESILIENCE_MODE"] = mode.rawValue
            values["BACKEND_URL"] = instances(.backend, mode: mode)
                .map { "http://127.0.0.1:\($0.port)" }.joined(separator: ",")
            values.merge(profile.clientSettings(mode)) { _, new in new }
            for setting in settings where setting.mode == nil || setting.mode == mode {
                values[setting.name] = setting.value
            }
        case .load:
            values["TARGETS"] = instances(.client)
                .map { "\($0.mode?.rawValue ?? $0.name)=http://127.0.0.1:\($0.port)/api/data" }
                .joined(separator: ",")
            values["RATE"] = String(rate)
            values["LOAD_TIMEOUT"] = profile.loadTimeout
        }
        return values
    }
}
