import Foundation

/// What a run was started with; `run.json` in its folder, and the `run` object of `results.json`.
struct RunManifest: Codable, Equatable, Sendable {
    /// The UTC start time, `2026-01-31T120000Z`, with `-2` and so on after it where that name is taken; the name of the
    /// run's folder.
    let id: String
    let profile: Profile
    /// Requests per second and mode.
    let rate: Int
    let basePort: Int
    /// The i-th backend of every mode draws its faults from `seed + i`.
    let seed: Int
    /// Replaces the judged part of every fault, in seconds.
    let faultWindow: Int?
    /// Whether every request gets a log line; nil: no.
    let logsEveryRequest: Bool?

    /// The clients' settings that differ from the lab's, as `--set` takes them; nil: none.
    let settings: [SettingOverride]?

    /// - Parameter ordinal: tells runs apart that were started in the same second.
    init(options: RunOptions, startedAt: Date, ordinal: Int = 1) {
        let time = startedAt.formatted(
            Date.ISO8601FormatStyle(dateTimeSeparator: .standard, timeSeparator: .omitted)
                .year().month().day().time(includingFractionalSeconds: false).timeZone(separator: .omitted)
        )
        id = ordinal == 1 ? time : "\(time)-\(ordinal)"
        profile = options.profile
        rate = options.rate
        basePort = options.basePort
        seed = options.seed
        faultWindow = options.faultWindow
        logsEveryRequest = options.logsEveryRequest ? true : nil
        settings = options.settings.isEmpty ? nil : options.settings
    }

    /// `, with full:RETRY_MAX_ATTEMPTS=2`, for what stands over the figures; empty where nothing was set.
    var settingsNote: String {
        guard let settings, !settings.isEmpty else { return "" }
        return ", with \(settings.map(\.description).joined(separator: ", "))"
    }

    func window(_ experiment: String) -> FaultWindow {
        FaultWindow(profile: profile, experiment: experiment, judged: faultWindow)
    }
}
