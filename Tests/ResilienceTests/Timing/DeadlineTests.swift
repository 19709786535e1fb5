import Resilience
import TestSupport
import Testing

@Suite("Deadline")
struct DeadlineTests {
    @Test("What remains shrinks to zero and stays there")
    func remaining() {
        let clock = ManualClock()
        let deadline = Deadline.after(.seconds(3), on: clock)
        #expect(deadline.remaining(at: clock.now) == .seconds(3))
        clock.advance(by: .seconds(2))
        #expect(deadline.remaining(at: clock.now) == .seconds(1))
        #expect(!deadline.hasPassed(at: clock.now))
        clock.advance(by: .seconds(1))
        #expect(deadline.hasPassed(at: clock.now))
        clock.advance(by: .seconds(1))
        #expect(deadline.remaining(at: clock.now) == .zero)
    }

    @Test("An attempt gets the shorter of its limit and what remains, never a negative time")
    func bounding() {
        let clock = ManualClock()
        let deadline = Deadline.after(.seconds(3), on: clock)
        #expect(deadline.bounding(.seconds(1), at: clock.now) == .seconds(1))
        #expect(deadline.bounding(.seconds(5), at: clock.now) == .seconds(3))
        #expect(deadline.bounding(.seconds(-5), at: clock.now) == .zero)
        clock.advance(by: .seconds(4))
        #expect(deadline.bounding(.seconds(5), at: clock.now) == .zero)
    }

    @Test("The earlier of two")
    func earlier() {
        let clock = ManualClock()
        let near = Deadline.after(.seconds(1), on: clock)
        let far = Deadline.after(.seconds(2), on: clock)
        #expect(near.earlier(of: far) == near)
        #expect(far.earlier(of: near) == near)
    }
}
