import EventLoop
import HTTPCore
import Posix

/// One connection: reads a request, has it answered, writes the answer, and again.
// @unchecked: confined to the loop's thread.
final class ServerConnection: @unchecked Sendable {
    private let socket: AsyncSocket
    private let peer: SocketAddress?
    private let shard: ServerShard
    private let input = ReceiveBuffer()
    private var output: [UInt8] = []
    private var parser: HTTPRequestParser

    /// The task that runs ``run()``: cancelled when the peer goes away in the middle of a request.
    var task: Task<Void, Never>?
    /// True between requests.
    private(set) var isIdle = true
    private var hasContinued = false

    /// How long a refused peer may go on sending before the connection is closed for good (RFC 9112 9.6).
    private static let lingerTime: Duration = .seconds(1)
    /// Pipelined requests that are answered before others have their turn.
    private static let requestsPerTurn = 32

    init(socket: AsyncSocket, peer: SocketAddress?, shard: ServerShard) {
        self.socket = socket
        self.peer = peer
        self.shard = shard
        parser = HTTPRequestParser(limits: shard.configuration.limits)
    }

    func run() async {
        do throws(IOError) {
            var inARow = 0
            while let request = try await readRequest() {
                guard try await serve(request) else {
                    // Unread bytes at the close would take the answer with them.
                    if socket.isOpen && !(input.isEmpty && socket.isQuiet) { await Self.linger(socket, input) }
                    break
                }
                // A peer that pipelines without end must not keep the loop from its other connections.
                inARow = input.isEmpty ? 0 : inARow + 1
                if inARow % Self.requestsPerTurn == Self.requestsPerTurn - 1 { await Task.yield() }
            }
        } catch {
            // The peer has gone, or did not take its answer in time: nobody is left to tell.
        }
        socket.close()
        shard.ended(self)
    }

    /// Whether nothing is under way: no request in part or whole, here or in the socket.
    var isQuiet: Bool { isIdle && socket.isQuiet }

    /// Ends the connection now, and the handler with it.
    func abort() {
        task?.cancel()
        socket.close()
    }

    // MARK: Reading

    /// The next request; nil when the connection has ended in order or the peer was refused.
    private func readRequest() async throws(IOError) -> HTTPRequest? {
        isIdle = input.isEmpty
        if isIdle && shard.isDraining && socket.isQuiet { return nil }
        let timeouts = shard.configuration
        if isIdle { socket.deadline = .now.advanced(by: timeouts.idleTimeout) }
        var head: HTTPRequestHead?
        var body: [UInt8] = []
        // Whether the deadline is that of the part under way: the head, then the body.
        var isBounded = false
        while true {
            switch parse() {
            case .failure(let error):
                try await refuse(error.status, reason: .init(error), detail: "\(error)")
                return nil
            case .success(.needsMoreData):
                // A request that arrives whole, as most do, needs none of these deadlines.
                if let head {
                    if body.isEmpty { try await continueIfExpected(head) }
                    if !isBounded { socket.deadline = .now.advanced(by: timeouts.bodyTimeout) }
                    isBounded = true
                } else if !isIdle && !isBounded {
                    socket.deadline = .now.advanced(by: timeouts.headerTimeout)
                    isBounded = true
                }
                guard try await receive() else { return nil }
            case .success(.head(let parsed)):
                head = parsed
                isBounded = false
            case .success(.body(let bytes)):
                body.append(contentsOf: bytes)
            case .success(.end):
                guard let head else { return nil }
                return HTTPRequest(head: head, body: body)
            }
        }
    }

    private enum Parsed {
        case needsMoreData
        case head(HTTPRequestHead)
        case body([UInt8])
        case end
    }

    private func parse() -> Result<Parsed, HTTPParseError> {
        do throws(HTTPParseError) {
            let (event, consumed) = try parser.next(input.readable)
            defer { input.consume(consumed) }
            switch event {
            case .needsMoreData: return .success(.needsMoreData)
            case .head(let head): return .success(.head(head))
            case .body(let range): return .success(.body(Array(input.readable[range])))
            case .end: return .success(.end)
            }
        } catch {
            return .failure(error)
        }
    }

    /// Waits for bytes. False when the peer has ended the connection, was silent too long or too slow.
    private func receive() async throws(IOError) -> Bool {
        do throws(IOError) {
            guard try await input.receive(from: socket) > 0 else { return false }
        } catch {
            if error == .timedOut, !isIdle {
                try await refuse(.requestTimeout, reason: .timeout, detail: "the request did not arrive in time")
            }
            guard error == .timedOut else { throw error }
            return false
        }
        isIdle = false
        return true
    }

    /// Tells a client that waits for it to send its body (RFC 9110 10.1.1).
    private func continueIfExpected(_ head: HTTPRequestHead) async throws(IOError) {
        guard head.version == .http11, head.fields.hasToken("100-continue", in: .expect), !hasContinued else { return }
        hasContinued = true
        try await send(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8))
    }

    // MARK: Answering

    /// Has a request answered; false when the connection must end.
    private func serve(_ request: HTTPRequest) async throws(IOError) -> Bool {
        hasContinued = false
        let context = RequestContext(request: request, peer: peer)
        socket.deadline = .distantFuture
        socket.onPeerClosed = { [unowned self] in self.task?.cancel() }
        // It may have left together with its request; one that has sent more requests wants their answers.
        if socket.peerHasEnded && input.isEmpty { task?.cancel() }
        let response = await shard.handler(context)
        socket.onPeerClosed = nil
        let mode = context.delivery.mode
        if mode == .reset {
            socket.reset()
            return false
        }
        let keepsAlive = request.head.keepAlive && !shard.endsConnections && !Task.isCancelled && mode == .whole
        output.removeAll(keepingCapacity: true)
        let bodyLength = append(response, to: request.method, version: request.head.version, keepsAlive: keepsAlive)
        if mode == .truncated { output.removeLast(bodyLength - bodyLength / 2) }
        socket.deadline = .now.advanced(by: shard.configuration.writeTimeout)
        try await send(output)
        return keepsAlive
    }

    /// Returns how many bytes of the output are body.
    @discardableResult
    private func append(
        _ response: HTTPResponse,
        to method: HTTPMethod,
        version: HTTPVersion,
        keepsAlive: Bool
    ) -> Int {
        var head = HTTPResponseHead(status: response.status, fields: response.fields)
        if !keepsAlive {
            head.fields[.connection] = "close"
        } else if version == .http10 {
            head.fields[.connection] = "keep-alive"
        }
        HTTPSerializer.append(
            response: head,
            bodyLength: response.body.count,
            fieldLines: shard.dateLine(),
            to: &output
        )
        if method == .head || response.status.forbidsBody { return 0 }
        output.append(contentsOf: response.body)
        return response.body.count
    }

    private func send(_ bytes: [UInt8]) async throws(IOError) {
        try await socket.write(bytes)
    }

    // MARK: Refusing

    private func refuse(_ status: HTTPStatus, reason: HTTPRejectionReason, detail: String) async throws(IOError) {
        shard.observer.rejected(reason)
        output.removeAll(keepingCapacity: true)
        append(.problem(status, detail: detail), to: .get, version: .http11, keepsAlive: false)
        socket.deadline = .now.advanced(by: Self.lingerTime)
        try await send(output)
        await Self.linger(socket, input)
    }

    /// Answers a connection for which there is no place with 503, and closes it.
    static func refuse(_ socket: AsyncSocket) async {
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
            await linger(socket, ReceiveBuffer())
        } catch {
            // The peer has gone by itself.
        }
        socket.close()
    }

    /// Reads and drops what the peer still sends: closing with unread bytes would send RST, and that could destroy
    /// the answer before the peer has read it (RFC 9112 9.6).
    private static func linger(_ socket: AsyncSocket, _ input: ReceiveBuffer) async {
        do {
            try Socket.finishSending(socket.number)
            socket.deadline = .now.advanced(by: lingerTime)
            repeat { input.consume(input.count) } while try await input.receive(from: socket) > 0
        } catch {
            // Its time is over, or the peer has gone: closing is all that is left either way.
        }
    }
}

extension HTTPRejectionReason {
    init(_ error: HTTPParseError) {
        switch error.status {
        case .contentTooLarge: self = .bodyTooLarge
        case .uriTooLong, .requestHeaderFieldsTooLarge: self = .headerTooLarge
        default: self = .malformed
        }
    }
}
