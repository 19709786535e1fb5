import Glibc
import Foundation

/// Blocking reads and writes on a connected socket. The caller closes it, once.
struct ByteStream {
    let descriptor: Int32

    func close() {
        Glibc.close(descriptor)
    }

    /// Bounds each later send, receive and connect.
    func limit(_ timeout: Duration) {
        var value = timeval(
            tv_sec: Int(timeout.components.seconds),
            tv_usec: Int(timeout.components.attoseconds / 1_000_000_000_000)
        )
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &value, socklen_t(MemoryLayout<timeval>.size))
        }
    }

    func send(_ bytes: Data) throws(LabError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw LabError(systemError())
            }
            rest = rest.dropFirst(count)
        }
    }

    /// Reads up to and without the byte `end`, or to the end of the stream.
    ///
    /// - Parameter limit: more bytes than this are an error.
    func receive(until end: UInt8?, atMost limit: Int) throws(LabError) -> Data {
        var all = Data()
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while all.count <= limit {
            let count = recv(descriptor, &chunk, chunk.count, 0)
            if count < 0 {
                if errno == EINTR { continue }
                throw LabError(errno == EAGAIN ? "no answer in time" : systemError())
            }
            if count == 0 { return all }
            all.append(contentsOf: chunk[..<count])
            if let end, let index = all.firstIndex(of: end) { return all[..<index] }
        }
        throw LabError("answer longer than \(limit) bytes")
    }
}
