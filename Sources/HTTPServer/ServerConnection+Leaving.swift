import EventLoop
import HTTPCore
import Posix

/// Ends of connections at which the peer may still be sending.
extension ServerConnection {
    /// Answers a connection for which there is no place with 503, and closes it after `lingerTime` at the latest.
    static func refuse(_ socket: AsyncSocket, lingerTime: Duration) async {
        socket.deadline = .now.advanced(by: lingerTime)
        var bytes: [UInt8] = []
        var response = HTTPResponse.problem(.serviceUnavailable, detail: "too many connections")
        response.fields[.connection] = "close"
        response.fields[.retryAfter] = "1"
        let head = HTTPResponseHead(status: response.status, fields: response.fields)
        HTTPSerializer.append(response: head, bodyLength: response.body.count, to: &bytes)
        bytes.append(contentsOf: response.body)
        do throws(IOError) {
            try await socket.write(bytes)
            await linger(socket, ReceiveBuffer(), for: lingerTime)
        } catch {
            // The peer has gone by itself.
        }
        socket.close()
    }

    /// Reads and drops what the peer still sends: closing with unread bytes would send RST, and that could destroy
    /// the answer before the peer has read it (RFC 9112 9.6).
    static func linger(_ socket: AsyncSocket, _ input: ReceiveBuffer, for time: Duration) async {
        do {
            try Socket.finishSending(socket.number)
            let end = EventLoopClock.Instant.now.advanced(by: time)
            socket.deadline = end
            repeat {
                input.consume(input.count)
                // A peer that never stops sending never makes the read wait, so that the deadline would not end it.
                await Task.yield()
            } while try await input.receive(from: socket) > 0 && .now < end
        } catch {
            // Its time is over, or the peer has gone: closing is all that is left either way.
        }
    }
}
