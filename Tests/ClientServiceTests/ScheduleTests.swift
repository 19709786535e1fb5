import Testing

@testable import ClientService

@Suite("Schedule")
struct ScheduleTests {
    @Test("A span that passes midnight holds on both sides of it, and its end is not part of it")
    func midnight() throws {
        let schedule = try #require(Schedule(parsing: "22:00-06:00 A=1"))
        for minute in [22 * 60, 23 * 60 + 59, 0, 5 * 60 + 59] {
            #expect(schedule.changes(atMinute: minute) == ["A": "1"])
        }
        for minute in [6 * 60, 12 * 60, 21 * 60 + 59] { #expect(schedule.changes(atMinute: minute).isEmpty) }
    }

    @Test("Where spans overlap the later in the list wins, setting by setting")
    func overlap() throws {
        let schedule = try #require(Schedule(parsing: "08:00-18:00 A=1 B=1; 12:00-13:00 A=2"))
        #expect(schedule.changes(atMinute: 12 * 60 + 30) == ["A": "2", "B": "1"])
        #expect(schedule.changes(atMinute: 13 * 60) == ["A": "1", "B": "1"])
    }

    @Test("The next boundary is found across midnight")
    func boundaries() throws {
        let schedule = try #require(Schedule(parsing: "22:00-06:00 A=1; 12:00-24:00 B=1"))
        #expect(schedule.boundaries == [0, 6 * 60, 12 * 60, 22 * 60])
        #expect(schedule.secondsToNextBoundary(fromSecond: 6 * 3600) == 6 * 3600)
        #expect(schedule.secondsToNextBoundary(fromSecond: 22 * 3600 - 1) == 1)
        #expect(schedule.secondsToNextBoundary(fromSecond: 23 * 3600) == 3600)
    }

    @Test("At every minute of the day what holds is what held at the boundary before it")
    func constantBetweenBoundaries() throws {
        let schedule = try #require(
            Schedule(parsing: "22:00-06:00 A=1; 12:00-24:00 B=1; 05:30-12:30 A=2 C=3; 00:00-24:00 D=4")
        )
        var current = schedule.changes(atMinute: schedule.boundaries.last ?? 0)
        for minute in 0..<Schedule.minutesPerDay {
            if schedule.boundaries.contains(minute) { current = schedule.changes(atMinute: minute) }
            #expect(schedule.changes(atMinute: minute) == current)
        }
    }

    @Test("Nothing is a schedule without entries")
    func empty() throws {
        #expect(try #require(Schedule(parsing: "")).entries.isEmpty)
        #expect(try #require(Schedule(parsing: "  ")).secondsToNextBoundary(fromSecond: 0) == nil)
        #expect(Schedule(parsing: ";") == nil)
    }
}
