import Testing

@testable import Simulation

@Suite("Virtual instants")
struct VirtualInstantTests {
    @Test(
        "A duration is rounded up to whole nanoseconds",
        arguments: [
            (.zero, 0), (.nanoseconds(1), 1), (Duration(secondsComponent: 0, attosecondsComponent: 1), 1),
            (Duration(secondsComponent: 0, attosecondsComponent: 1_000_000_001), 2), (.seconds(30), 30_000_000_000),
            (.seconds(30) + Duration(secondsComponent: 0, attosecondsComponent: 1), 30_000_000_001),
            (.nanoseconds(-5), -5),
        ] as [(Duration, Int64)]
    )
    func roundedUp(duration: Duration, nanoseconds: Int64) {
        #expect(duration.nanosecondsRoundedUp == nanoseconds)
        let later = VirtualInstant(nanoseconds: 100).advanced(by: duration)
        #expect(later.nanoseconds == 100 + nanoseconds)
        #expect(VirtualInstant.start.duration(to: later) == .nanoseconds(100 + nanoseconds))
    }

    @Test("The longest duration is an instant, if a far one")
    func longest() {
        #expect(Duration.seconds(Int64.max).nanosecondsRoundedUp == .max / 4)
    }

    @Test("Nobody sleeps on the clock")
    func sleeping() async {
        await #expect(throws: CancellationError.self) { try await VirtualClock().sleep(until: .start, tolerance: nil) }
    }
}
