import Glibc
import Testing

@testable import Posix

@Suite struct SystemCallTests {
    @Test func errnoNamesItself() {
        #expect(Errno(ECONNREFUSED).name == "ECONNREFUSED")
        #expect(Errno(ECONNREFUSED).description == "ECONNREFUSED: Connection refused")
        #expect(Errno(99_999).name == "E99999")
        #expect(Errno(EAGAIN).wouldBlock)
    }

    @Test func anInterruptedCallIsMadeAgain() throws {
        var calls = 0
        let result = try retryingOnInterrupt { () -> Int in
            calls += 1
            if calls < 3 {
                errno = EINTR
                return -1
            }
            return 7
        }
        #expect(result == 7)
        #expect(calls == 3)
    }

    @Test func aDescriptorIsClosedWithItsOwner() throws {
        var numbers: [Int32] = [0, 0]
        #expect(pipe(&numbers) == 0)
        do { _ = FileDescriptor(owning: numbers[1]) }
        // The write end is gone: the read end sees the end of the stream.
        let reader = FileDescriptor(owning: numbers[0])
        var byte: UInt8 = 0
        #expect(try withUnsafeMutableBytes(of: &byte) { try reader.read(into: $0) } == 0)
    }

    @Test func aSecondListenerOnAPortIsRefused() throws {
        let first = try Socket.listen(on: SocketAddress(ip: "127.0.0.1", port: 0)!)
        let address = try #require(try Socket.localAddress(first))
        #expect(address.port != 0)
        #expect {
            _ = try Socket.listen(on: address)
        } throws: {
            ($0 as? Errno)?.name == "EADDRINUSE"
        }
    }

    @Test(arguments: [("200000 100000\n", 2), ("50000 100000\n", 1), ("150000 100000", 2)])
    func readsACgroupQuota(_ text: String, _ expected: Int) { #expect(Processors.parseQuota(text) == expected) }

    @Test(arguments: ["max 100000\n", "", "x y", "1"])
    func noQuotaIsNoLimit(_ text: String) { #expect(Processors.parseQuota(text) == nil) }

    @Test func aLatchHoldsUntilItIsOpened() throws {
        let latch = try Latch()
        let thread = try Thread(name: "opener") { latch.open() }
        latch.wait()
        latch.wait()
        thread.join()
    }
}
