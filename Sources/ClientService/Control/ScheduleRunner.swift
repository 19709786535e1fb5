import EventLoop
import Posix
import ServiceKit
import StructuredLogging

/// Puts a ``Schedule`` into effect when its times come.
///
/// The wall clock says which time of the day it is, and nothing else; waiting is done on the monotonic one, a minute at
/// a time at most, so that a wall clock that is set moves the schedule with it.
struct ScheduleRunner: Sendable {
    private let schedule: Schedule
    private let base: Configuration
    private let patterns: Patterns
    private let clock: EventLoopClock
    private let logger: Logger

    private static let longestWait = 60

    /// - Throws: `ConfigurationError` for a name or value in the schedule that is not accepted, at any of its times.
    init(
        _ schedule: Schedule,
        base: Configuration,
        patterns: Patterns,
        clock: EventLoopClock,
        logger: Logger
    ) throws(ConfigurationError) {
        self.schedule = schedule
        self.base = base
        self.patterns = patterns
        self.clock = clock
        self.logger = logger
        for minute in schedule.boundaries { _ = try Self.configuration(schedule, base, atMinute: minute) }
    }

    /// What is in force at a minute of the day. All that can change changes at a boundary, so what was accepted for each
    /// of them is accepted at any time.
    private static func configuration(
        _ schedule: Schedule,
        _ base: Configuration,
        atMinute minute: Int
    ) throws(ConfigurationError) -> ClientConfiguration {
        do throws(ConfigurationError) {
            let changed = try base.changed(
                by: schedule.changes(atMinute: minute),
                allowed: ClientSettings.schedulable
            )
            return try ClientConfiguration(changed)
        } catch {
            let name = "SCHEDULE: \(error.variable)"
            if error.isUnknown { throw ConfigurationError(unknown: name, accepted: error.accepted) }
            throw ConfigurationError(variable: name, value: error.value, accepted: error.accepted)
        }
    }

    /// Applies the schedule now and whenever it changes, until its task is cancelled. Returns at once where it is empty.
    func run() async {
        guard !schedule.entries.isEmpty else { return }
        var inForce: [String: String] = [:]
        do {
            while true {
                let second = Int(WallClock.seconds) % (Schedule.minutesPerDay * 60)
                inForce = apply(atMinute: second / 60, after: inForce)
                let wait = min(schedule.secondsToNextBoundary(fromSecond: second) ?? 0, Self.longestWait)
                try await clock.sleep(until: .now.advanced(by: .seconds(max(1, wait))))
            }
        } catch {}
    }

    private func apply(atMinute minute: Int, after before: [String: String]) -> [String: String] {
        let changes = schedule.changes(atMinute: minute)
        guard changes != before else { return before }
        do throws(ConfigurationError) {
            patterns.apply(try Self.configuration(schedule, base, atMinute: minute))
            logger.info(event: "schedule.applied", "settings changed by the time of the day") { fields in
                let text = changes.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
                fields.set("changes", text.joined(separator: " "))
            }
        } catch {
            // Every boundary was tried at start-up.
            logger.error(event: "schedule.refused", "settings of the schedule are not accepted") {
                $0.set("error", error.description)
            }
        }
        return changes
    }
}
