import CLinux
import Glibc
import Synchronization

/// The counts and the sum of a histogram, in several copies, so that threads on different processors do not fight over
/// the same cache lines; a scrape adds the copies up.
///
/// Each copy is a run of words: the sum, as the bit pattern of a `Double`, then a count for each bucket. A thread uses
/// the copy of the processor it is on; if it is moved in between, it shares one for a moment, which is as right and only
/// slower.
///
/// `@unchecked Sendable` holds because the pointers never change after `init`, `bounds` is only read, `words` is reached
/// only through atomic operations, and both are freed by `deinit`, which runs when no other thread can hold a reference
/// (the type is not copyable).
struct HistogramCells: ~Copyable, @unchecked Sendable {
    /// The finite bounds, then `+Inf` until there are one less than a power of two.
    private let bounds: UnsafeMutablePointer<Double>
    /// Half of that power.
    private let firstStep: Int
    private let words: UnsafeMutablePointer<Atomic<UInt64>>
    /// How many words lie between the beginnings of two copies: whole pairs of cache lines, as processors fetch pairs.
    private let stride: Int
    /// A power of two.
    private let copies: Int
    /// The number of buckets, that of `+Inf` included.
    let bucketCount: Int

    private static let wordsPerLinePair = 16

    /// As many copies as processors, up to 8: more would cost a scrape more than they save an observer.
    static let defaultCopies = powerOfTwo(atLeast: max(1, min(8, Int(sysconf(Int32(_SC_NPROCESSORS_CONF))))))

    /// - Parameter copies: a power of two.
    init(bounds finite: [Double], copies: Int = defaultCopies) {
        bucketCount = finite.count + 1
        let power = Self.powerOfTwo(atLeast: bucketCount)
        firstStep = power / 2
        bounds = .allocate(capacity: power)
        bounds.initialize(repeating: .infinity, count: power)
        bounds.update(from: finite, count: finite.count)
        let pair = Self.wordsPerLinePair
        stride = (bucketCount + 1 + pair - 1) / pair * pair
        self.copies = copies
        let count = copies * stride
        words =
            UnsafeMutableRawPointer
            .allocate(byteCount: count * MemoryLayout<Atomic<UInt64>>.stride, alignment: pair * 8)
            .bindMemory(to: Atomic<UInt64>.self, capacity: count)
        for index in 0..<count { (words + index).initialize(to: Atomic(0)) }
    }

    deinit {
        bounds.deallocate()
        words.deinitialize(count: copies * stride)
        UnsafeMutableRawPointer(words).deallocate()
    }

    /// Counts `value`, which is not NaN, and gives the bucket it fell into.
    @discardableResult
    func observe(_ value: Double) -> Int {
        let bucket = bucket(of: value)
        let copy = words + stride * (Int(truncatingIfNeeded: sched_getcpu()) & (copies - 1))
        copy[1 + bucket].wrappingAdd(1, ordering: .relaxed)
        var old = copy[0].load(ordering: .relaxed)
        while true {
            let sum = (Double(bitPattern: old) + value).bitPattern
            let (exchanged, current) = copy[0].weakCompareExchange(expected: old, desired: sum, ordering: .relaxed)
            if exchanged { return bucket }
            old = current
        }
    }

    /// How many observations a bucket has. Never less than an earlier call on the same thread gave.
    func count(_ bucket: Int) -> Int {
        precondition(bucket >= 0 && bucket < bucketCount, "bucket index out of range")
        var count: UInt64 = 0
        for copy in 0..<copies { count += words[copy * stride + 1 + bucket].load(ordering: .relaxed) }
        return Int(truncatingIfNeeded: count)
    }

    /// The sum of all observations.
    var sum: Double {
        var sum = 0.0
        for copy in 0..<copies { sum += Double(bitPattern: words[copy * stride].load(ordering: .relaxed)) }
        return sum
    }

    /// The first bucket whose bound is at or above `value`; the last is `+Inf`.
    ///
    /// Without a branch that depends on the value: durations are spread, and a processor that guesses wrong half of the
    /// time loses more than the few steps too many cost.
    private func bucket(of value: Double) -> Int {
        var bucket = 0
        var step = firstStep
        while step > 0 {
            bucket += bounds[bucket + step - 1] < value ? step : 0
            step /= 2
        }
        return bucket
    }

    private static func powerOfTwo(atLeast number: Int) -> Int {
        var power = 1
        while power < number { power *= 2 }
        return power
    }
}
