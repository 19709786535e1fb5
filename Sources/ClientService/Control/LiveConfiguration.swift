import EventLoop
import Posix
import PrometheusMetrics
import ServiceKit
import StructuredLogging
import Synchronization

/// The settings in force: those of the start, with what the schedule says of the time of the day, with what was set by
/// hand since. Changes take effect in the running patterns, which keep what they have counted.
///
/// The wall clock says which time of the day it is, and nothing else; waiting is done on the monotonic one, a minute at
/// a time at most, so that a wall clock that is set moves the schedule with it. Thread-safe.
final class LiveConfiguration: Sendable {
    private struct State {
        var byHand: [String: String] = [:]
        var inForce: [String: String] = [:]
    }

    private let schedule: Schedule
    private let base: Configuration
    private let patterns: Patterns
    private let clock: EventLoopClock
    private let logger: Logger
    private let changes: Counter
    private let state = Mutex(State())

    private static let longestWait = 60

    /// - Throws: `ConfigurationError` for a name or value in the schedule that is not accepted, at any of its times.
    init(
        _ schedule: Schedule,
        base: Configuration,
        patterns: Patterns,
        clock: EventLoopClock,
        registry: MetricRegistry,
        logger: Logger
    ) throws {
        self.schedule = schedule
        self.base = base
        self.patterns = patterns
        self.clock = clock
        self.logger = logger
        changes = try registry.counter(
            "resilience_reconfigurations_total",
            help: "Changes of the patterns' settings while they run."
        )
        for minute in schedule.boundaries {
            do throws(ConfigurationError) {
                _ = try read(schedule.changes(atMinute: minute))
            } catch {
                throw error.within("SCHEDULE")
            }
        }
    }

    /// What differs now from the settings of the start.
    var inForce: [String: String] { state.withLock { $0.inForce } }

    // MARK: By hand

    /// Sets these by hand besides what was set before; all of them, or none where one is not accepted.
    func set(_ values: [String: String]) throws(ConfigurationError) {
        try update { $0.merge(values) { $1 } }
    }

    /// Undoes all that was set by hand.
    func clear() throws(ConfigurationError) { try update { $0 = [:] } }

    private func update(_ body: (inout [String: String]) -> Void) throws(ConfigurationError) {
        let minute = Self.secondOfDay / 60
        try state.withLock { (state) throws(ConfigurationError) in
            var byHand = state.byHand
            body(&byHand)
            // At every time of the day: what is set now must not keep the schedule from changing later.
            for boundary in schedule.boundaries {
                do throws(ConfigurationError) {
                    _ = try read(schedule.changes(atMinute: boundary).merging(byHand) { $1 })
                } catch {
                    throw error.within("with what SCHEDULE changes")
                }
            }
            try apply(byHand, atMinute: minute, &state)
            state.byHand = byHand
        }
    }

    // MARK: By the time of the day

    /// Applies the schedule now and whenever it changes, until its task is cancelled. Returns at once where it is empty.
    func run() async {
        guard !schedule.entries.isEmpty else { return }
        do {
            while true {
                let second = Self.secondOfDay
                follow(minute: second / 60)
                let wait = min(schedule.secondsToNextBoundary(fromSecond: second) ?? 0, Self.longestWait)
                try await clock.sleep(until: .now.advanced(by: .seconds(max(1, wait))))
            }
        } catch {}
    }

    private static var secondOfDay: Int { Int(WallClock.seconds) % (Schedule.minutesPerDay * 60) }

    private func follow(minute: Int) {
        do throws(ConfigurationError) {
            try state.withLock { (state) throws(ConfigurationError) in
                try apply(state.byHand, atMinute: minute, &state)
            }
        } catch {
            // All times of the day were tried, with what was set by hand.
            logger.error(event: "configuration.refused", "settings of the schedule are not accepted") {
                $0.set("error", error.description)
            }
        }
    }

    // MARK: Applying

    /// Under the lock, so that two changes cannot take effect in another order than they were noted in.
    private func apply(
        _ byHand: [String: String],
        atMinute minute: Int,
        _ state: inout State
    ) throws(ConfigurationError) {
        let wanted = schedule.changes(atMinute: minute).merging(byHand) { $1 }
        guard wanted != state.inForce else { return }
        patterns.apply(try read(wanted))
        state.inForce = wanted
        changes.increment()
        logger.info(event: "configuration.changed", "settings changed while running") { fields in
            let text = wanted.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            fields.set("changes", text.joined(separator: " "))
        }
    }

    private func read(_ changes: [String: String]) throws(ConfigurationError) -> ClientConfiguration {
        try ClientConfiguration(try base.changed(by: changes, allowed: changeable))
    }

    /// An adaptive limit sizes the bulkhead by itself.
    private var changeable: [SettingDescription] {
        patterns.hasAdaptiveLimit
            ? ClientSettings.changeable.filter { !$0.name.hasPrefix("BULKHEAD_") } : ClientSettings.changeable
    }
}

extension ConfigurationError {
    /// The same, found inside another setting.
    fileprivate func within(_ setting: String) -> ConfigurationError {
        let name = "\(setting): \(variable)"
        if isUnknown { return ConfigurationError(unknown: name, accepted: accepted) }
        return ConfigurationError(variable: name, value: value, accepted: accepted)
    }
}
