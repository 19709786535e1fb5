/// An instant as the time since some start: one concrete type for whatever clock a caller brings.
///
/// The state machines are generic in their instant; run on this one they are compiled once, here, for speed, instead of
/// through witness tables for each clock of each importing module.
@usableFromInline
struct Elapsed: InstantProtocol {
    @usableFromInline var sinceStart: Duration

    @inlinable init(sinceStart: Duration) { self.sinceStart = sinceStart }

    static var start: Elapsed { Elapsed(sinceStart: .zero) }

    @inlinable func advanced(by duration: Duration) -> Elapsed { Elapsed(sinceStart: sinceStart + duration) }
    @inlinable func duration(to other: Elapsed) -> Duration { other.sinceStart - sinceStart }
    @inlinable static func < (left: Elapsed, right: Elapsed) -> Bool { left.sinceStart < right.sinceStart }
}
