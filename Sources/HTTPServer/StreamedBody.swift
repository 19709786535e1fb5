import EventLoop
import HTTPCore

// @unchecked: confined to the loop's thread; `write` moves there first.

/// The content of one streamed response on its way to the peer.
final class StreamedBody: HTTPBodyWriter, @unchecked Sendable {
    /// How the peer knows where the content ends (RFC 9112, 6.3).
    enum Framing {
        /// Each piece is a chunk, and an empty one is the end.
        case chunked
        /// The close of the connection is the end: HTTP/1.0 has no chunks.
        case untilClose
        /// There is no content, whatever the handler would produce.
        case none
    }

    private enum State { case open, writing, ended }

    let framing: Framing
    private let socket: AsyncSocket
    private let timeout: Duration
    private var state = State.open
    private var output: [UInt8] = []
    private var pieces = 0

    /// Pieces that are written before other connections have their turn, where the peer takes them at once.
    private static let piecesPerTurn = 32

    /// - Parameter timeout: how long the peer may take for each piece.
    init(socket: AsyncSocket, request: HTTPRequestHead, status: HTTPStatus, timeout: Duration) {
        self.socket = socket
        self.timeout = timeout
        if request.method == .head || status.forbidsBody {
            framing = .none
        } else {
            framing = request.version == .http10 ? .untilClose : .chunked
        }
    }

    /// Writes the framing into a head. In answer to HEAD it is that of the answer to GET (RFC 9110, 9.3.2).
    func frame(_ head: inout HTTPResponseHead, keepsAlive: Bool, version: HTTPVersion) {
        head.fields[.contentLength] = nil
        if version == .http10 {
            head.fields[.transferEncoding] = nil
            head.fields[.connection] = keepsAlive ? "keep-alive" : "close"
        } else {
            head.fields[.transferEncoding] = "chunked"
            if !keepsAlive { head.fields[.connection] = "close" }
        }
    }

    /// Has `producer` write the content; false if it is not complete.
    func deliver(_ producer: HTTPBodyProducer) async -> Bool {
        if framing == .none { return true }
        do {
            try await producer(self)
            if state == .writing { throw HTTPBodyWriteError.notWritable }
            if framing == .chunked {
                output.removeAll(keepingCapacity: true)
                HTTPSerializer.appendLastChunk(to: &output)
                try await send()
            }
            defer { state = .ended }
            return state == .open
        } catch {
            state = .ended
            return false
        }
    }

    func write(_ bytes: [UInt8]) async throws(HTTPBodyWriteError) {
        if socket.loop.isCurrent { return try await writeHere(bytes) }
        let result = await withTaskExecutorPreference(socket.loop) { () async -> Result<Void, HTTPBodyWriteError> in
            do throws(HTTPBodyWriteError) {
                return .success(try await writeHere(bytes))
            } catch {
                return .failure(error)
            }
        }
        try result.get()
    }

    private func writeHere(_ bytes: [UInt8]) async throws(HTTPBodyWriteError) {
        guard state == .open else { throw .notWritable }
        if bytes.isEmpty { return }
        output.removeAll(keepingCapacity: true)
        if framing == .chunked {
            HTTPSerializer.append(chunk: bytes, to: &output)
        } else {
            output.append(contentsOf: bytes)
        }
        try await send()
        pieces += 1
        if pieces % Self.piecesPerTurn == 0 { await Task.yield() }
    }

    private func send() async throws(HTTPBodyWriteError) {
        state = .writing
        socket.deadline = .now.advanced(by: timeout)
        do throws(IOError) {
            try await socket.write(output)
            // A producer may be silent for as long as it likes.
            socket.deadline = .distantFuture
            state = .open
        } catch {
            state = .ended
            throw error == .timedOut ? .timedOut : .connectionLost
        }
    }
}
