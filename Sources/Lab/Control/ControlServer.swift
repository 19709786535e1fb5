import Glibc
import Foundation

/// Serves the control socket: one request per connection, one after the other, on a thread of its own.
final class ControlServer: Sendable {
    private let path: String
    private let descriptor: Int32

    /// Starts listening.
    ///
    /// - Parameter handle: called on the server's thread; the text it returns or throws is the answer.
    init(path: String, handle: @escaping @Sendable (ControlRequest) throws(LabError) -> String) throws(LabError) {
        self.path = path
        let descriptor = try ControlSocket.listen(at: path)
        self.descriptor = descriptor
        Thread.detachNewThread {
            while true {
                let connection = accept(descriptor, nil, nil)
                if connection >= 0 {
                    Self.serve(ByteStream(descriptor: connection), handle)
                } else if errno != EINTR && errno != ECONNABORTED {
                    return
                }
            }
        }
    }

    /// Takes no more requests and removes the socket. The descriptor stays open until the program ends: the thread
    /// may still be in a call on it, and its number must not be reused.
    func close() {
        shutdown(descriptor, Int32(SHUT_RDWR))
        unlink(path)
    }

    private static func serve(
        _ stream: ByteStream,
        _ handle: (ControlRequest) throws(LabError) -> String
    ) {
        defer { stream.close() }
        stream.limit(.seconds(2))
        var response: ControlResponse
        do throws(LabError) {
            let line = try stream.receive(until: UInt8(ascii: "\n"), atMost: ControlCodec.longestLine)
            let request = try ControlCodec.decode(ControlRequest.self, from: line)
            response = ControlResponse(exitCode: .success, message: try handle(request))
        } catch {
            response = ControlResponse(exitCode: error.exitCode, message: error.message)
        }
        do throws(LabError) {
            try stream.send(try ControlCodec.encode(response))
        } catch {
            // The asker has gone; what it asked for is done all the same.
            return
        }
    }
}

/// Asks a running lab for something.
struct ControlClient: Sendable {
    let path: String

    /// Sends the request and waits for the answer, at most 30 s.
    func send(_ request: ControlRequest) throws(LabError) -> String {
        let stream: ByteStream
        do throws(LabError) {
            stream = ByteStream(descriptor: try ControlSocket.connect(to: path))
        } catch {
            throw LabError(
                "no lab is running here (\(error.message)); start one with ./scripts/lab.sh up, or name another by --run"
            )
        }
        defer { stream.close() }
        stream.limit(.seconds(30))
        try stream.send(try ControlCodec.encode(request))
        let line = try stream.receive(until: UInt8(ascii: "\n"), atMost: ControlCodec.longestLine)
        let response = try ControlCodec.decode(ControlResponse.self, from: line)
        guard response.exitCode == .success else { throw LabError(response.message, exitCode: response.exitCode) }
        return response.message
    }
}
