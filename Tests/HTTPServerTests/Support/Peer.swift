import EventLoop
import Posix

/// A connection that a test speaks byte by byte. It lives on the loop of the task that made it.
struct Peer {
    let socket: AsyncSocket
    private let input = ReceiveBuffer()

    init(_ socket: AsyncSocket) { self.socket = socket }

    func send(_ text: String) async throws { try await socket.write(Array(text.utf8)) }

    /// Says that nothing more comes, and goes on reading.
    func finishSending() throws { try Socket.finishSending(socket.number) }

    /// Everything received so far, once it contains `text`; or all there was where the server has closed before.
    @discardableResult
    func receive(until text: String) async throws -> String {
        while true {
            let all = String(decoding: input.readable, as: UTF8.self)
            if all.contains(text) { return all }
            if try await input.receive(from: socket) == 0 { return all }
        }
    }

    /// Everything up to the end of the stream, and whether that end was a reset.
    func receiveAll() async throws -> (text: String, wasReset: Bool) {
        var wasReset = false
        do throws(IOError) {
            while try await input.receive(from: socket) > 0 {}
        } catch {
            guard case .system = error else { throw error }
            wasReset = true
        }
        return (String(decoding: input.readable, as: UTF8.self), wasReset)
    }
}
