/// Bytes that were received and not yet consumed, in one growing block of memory.
///
/// Not thread-safe.
public final class ReceiveBuffer {
    private var storage: UnsafeMutableRawBufferPointer
    private var start = 0
    private var end = 0

    /// Makes an empty buffer with room for `capacity` bytes (at least 1); the default holds a usual head.
    public init(capacity: Int = 1024) {
        storage = .allocate(byteCount: max(1, capacity), alignment: 16)
    }

    deinit { storage.deallocate() }

    /// How many bytes wait to be consumed.
    public var count: Int { end - start }

    /// True if no byte waits.
    public var isEmpty: Bool { start == end }

    /// The bytes that wait; valid until the buffer changes.
    public var readable: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: storage[start..<end]) }

    /// Drops the first `count` bytes.
    public func consume(_ count: Int) {
        precondition(count >= 0 && count <= self.count, "more consumed than received")
        start += count
        if start == end {
            start = 0
            end = 0
        }
    }

    /// Reads once from `socket` behind the bytes that wait. Returns how many came; 0 is the end of the stream.
    public func receive(from socket: AsyncSocket) async throws(IOError) -> Int {
        makeRoom()
        let count = try await socket.read(into: UnsafeMutableRawBufferPointer(rebasing: storage[end...]))
        end += count
        return count
    }

    /// Reads once from `socket` if that can be done without waiting, else nil; 0 is the end of the stream.
    public func receiveNow(from socket: AsyncSocket) throws(IOError) -> Int? {
        makeRoom()
        let count = try socket.readNow(into: UnsafeMutableRawBufferPointer(rebasing: storage[end...]))
        end += count ?? 0
        return count
    }

    private func makeRoom() {
        // A quarter free is enough for a read; else move to the front, else double.
        if storage.count - end >= storage.count / 4 && storage.count > end { return }
        if start > 0 {
            storage.baseAddress!.copyMemory(from: storage.baseAddress! + start, byteCount: count)
            end -= start
            start = 0
            if storage.count - end >= storage.count / 4 { return }
        }
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: storage.count * 2, alignment: 16)
        larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[0..<end]))
        storage.deallocate()
        storage = larger
    }
}
