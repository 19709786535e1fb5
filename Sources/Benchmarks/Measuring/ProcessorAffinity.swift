import CLinux
import Glibc

/// Gives each thread a processor of its own: left alone, the scheduler may run both on one, where they never meet.
enum ProcessorAffinity {
    /// Binds the calling thread to one of the processors it may run on, the `index`-th. Where there are not so many it
    /// stays unbound, and threads that should run at once take turns.
    static func pin(to index: Int) {
        var allowed = cpu_set_t()
        guard sched_getaffinity(0, MemoryLayout<cpu_set_t>.size, &allowed) == 0 else { return }
        let processor = withUnsafeBytes(of: &allowed) { bytes in
            (0..<bytes.count * 8).filter { isSet($0, in: bytes) }.dropFirst(index).first
        }
        guard let processor else { return }
        var one = cpu_set_t()
        withUnsafeMutableBytes(of: &one) { bytes in
            let words = bytes.assumingMemoryBound(to: UInt.self)
            words[processor / UInt.bitWidth] |= 1 << UInt(processor % UInt.bitWidth)
        }
        // A refusal leaves the thread where it was.
        _ = sched_setaffinity(0, MemoryLayout<cpu_set_t>.size, &one)
    }

    private static func isSet(_ processor: Int, in bytes: UnsafeRawBufferPointer) -> Bool {
        let words = bytes.assumingMemoryBound(to: UInt.self)
        return words[processor / UInt.bitWidth] >> UInt(processor % UInt.bitWidth) & 1 == 1
    }
}
