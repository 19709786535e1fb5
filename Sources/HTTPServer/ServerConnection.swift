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
    private var reader: RequestReader

    /// The task that runs ``run()``: cancelled when the peer goes away in the middle of a request.
    var task: Task<Void, Never>?
    /// True between requests.
    private(set) var isIdle = true
    /// True after ``abort()``.
    private(set) var isAborted = false
    /// True once a request was refused, or an answer did not get to its peer.
    private(set) var isBrokenOff = false
    /// Whether a handler runs, or the producer of a streamed answer.
    private var isHandling = false
    /// Whether the close of the connection would tell the peer that the content is complete.
    private var closeIsEndOfContent = false
    private var hasContinued = false

    /// The parts of a request that have a time of their own, however slowly their bytes drip.
    private enum Part { case head, body }
    /// The part whose time the socket's deadline is.
    private var timedPart: Part?
    /// What this turn has taken in; see ``requestsPerTurn``.
    private var requestsThisTurn = 0
    private var bytesThisTurn = 0

    /// How much is taken in without a wait before others have their turn: a peer that keeps its socket full would stop
    /// every connection of the loop.
    private static let requestsPerTurn = 32
    private static let bytesPerTurn = 262_144

    init(socket: AsyncSocket, peer: SocketAddress?, shard: ServerShard) {
        self.socket = socket
        self.peer = peer
        self.shard = shard
        reader = RequestReader(limits: shard.configuration.limits)
    }

    func run() async {
        socket.onPeerClosed = { [unowned self] in if isHandling { task?.cancel() } }
        do throws(IOError) {
            try await serve()
        } catch {
            // The peer has gone, or did not take its answer in time: nobody is left to tell.
            isBrokenOff = true
        }
        socket.close()
        shard.ended(self)
    }

    /// What can be done without waiting is done without `await`: a request that arrives whole, and is answered by a
    /// handler that does not wait, costs one suspension.
    private func serve() async throws(IOError) {
        while true {
            switch try nextInput() {
            case .turnOver:
                await endTurn()
            case .none:
                (requestsThisTurn, bytesThisTurn) = (0, 0)
                if isAwaitingContinue { try await sendContinue() }
                setReadDeadline()
                do throws(IOError) {
                    try await socket.waitUntilReadable()
                } catch {
                    return try await giveUpReading(error)
                }
            case .ended:
                return
            case .refused(let error):
                return try await refuse(error.status, reason: .init(error), detail: "\(error)")
            case .unmet:
                return try await refuse(
                    .expectationFailed,
                    reason: .expectation,
                    detail: "only 100-continue can be expected"
                )
            case .request(let request):
                let context = begin(request)
                let response = await shard.handler(context)
                let keepsAlive: Bool
                if let producer = response.producer, context.delivery != .reset {
                    keepsAlive = try await stream(context, response, producer)
                } else {
                    guard let livesOn = end(context, response) else { return socket.reset() }
                    keepsAlive = livesOn
                    let sent = try socket.writeNow(output)
                    if sent < output.count { try await send(from: sent) }
                }
                guard keepsAlive else {
                    // Unread bytes at the close would take the answer with them.
                    if socket.isOpen && !(input.isEmpty && socket.isQuiet) {
                        await Self.linger(socket, input, for: shard.configuration.lingerTime)
                    }
                    return
                }
                requestsThisTurn += 1
                if requestsThisTurn >= Self.requestsPerTurn { await endTurn() }
            }
        }
    }

    private func endTurn() async {
        (requestsThisTurn, bytesThisTurn) = (0, 0)
        await Task.yield()
    }

    /// Whether nothing is under way: no request in part or whole, here or in the socket.
    var isQuiet: Bool { isIdle && socket.isQuiet }

    /// Ends the connection now, and the handler with it.
    func abort() {
        isAborted = true
        task?.cancel()
        if closeIsEndOfContent { socket.reset() } else { socket.close() }
    }

    // MARK: Reading

    private enum Input {
        /// No request is complete, and nothing is there to be read.
        case none
        /// No request is complete, more may be there, and others have waited long enough.
        case turnOver
        case request(HTTPRequest)
        case refused(HTTPParseError)
        /// The request expects what nobody here does.
        case unmet
        /// The peer has ended the connection, or it is idle and the server drains.
        case ended
    }

    /// What the bytes that are here come to.
    private func nextInput() throws(IOError) -> Input {
        while true {
            switch reader.read(input) {
            case .request(let request): return .request(request)
            case .refused(let error): return .refused(error)
            case .unmet: return .unmet
            case .needsMoreData: break
            }
            isIdle = reader.isBetweenRequests && input.isEmpty
            if isIdle && shard.isDraining && socket.isQuiet { return .ended }
            if bytesThisTurn >= Self.bytesPerTurn { return .turnOver }
            guard let count = try input.receiveNow(from: socket) else { return .none }
            bytesThisTurn += count
            guard count > 0 else { return .ended }
            isIdle = false
        }
    }

    /// Sets the deadline of what the peer owes now.
    private func setReadDeadline() {
        let timeouts = shard.configuration
        let now = shard.loop.lastPoll
        if isIdle {
            timedPart = nil
            socket.deadline = now.advanced(by: timeouts.idleTimeout)
            return
        }
        let part = reader.head == nil ? Part.head : .body
        guard timedPart != part else { return }
        timedPart = part
        socket.deadline = now.advanced(by: part == .head ? timeouts.headerTimeout : timeouts.bodyTimeout)
    }

    /// Whether the client waits to be told to send its body (RFC 9110 10.1.1).
    private var isAwaitingContinue: Bool {
        guard let head = reader.head, reader.body.isEmpty, !hasContinued, head.version == .http11 else { return false }
        return head.fields.hasToken("100-continue", in: .expect)
    }

    private func sendContinue() async throws(IOError) {
        hasContinued = true
        timedPart = nil
        socket.deadline = .now.advanced(by: shard.configuration.writeTimeout)
        try await socket.write(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8))
    }

    /// Ends a wait that brought nothing: a peer that was too slow with its request is told so.
    private func giveUpReading(_ error: IOError) async throws(IOError) {
        guard error == .timedOut else { throw error }
        if isIdle { return }
        try await refuse(.requestTimeout, reason: .timeout, detail: "the request did not arrive in time")
    }

    // MARK: Answering

    private func begin(_ request: HTTPRequest) -> RequestContext {
        hasContinued = false
        timedPart = nil
        isHandling = true
        socket.deadline = .distantFuture
        // It may have left together with its request; one that has sent more requests wants their answers.
        if socket.peerHasEnded && input.isEmpty { task?.cancel() }
        return RequestContext(request: request, peer: peer)
    }

    /// Puts the answer into the output. Whether the connection lives on; nil if it must be reset.
    private func end(_ context: RequestContext, _ response: HTTPResponse) -> Bool? {
        isHandling = false
        let delivery = context.delivery
        if delivery == .reset { return nil }
        let head = context.request.head
        let keepsAlive = delivery == .whole && head.keepAlive && !shard.endsConnections && !Task.isCancelled
        output.removeAll(keepingCapacity: true)
        let bodyLength = append(response, to: head.method, version: head.version, keepsAlive: keepsAlive)
        if delivery == .truncated { output.removeLast(bodyLength - bodyLength / 2) }
        return keepsAlive
    }

    /// Sends what is left of the output to a peer that did not take it at once.
    private func send(from sent: Int) async throws(IOError) {
        socket.deadline = .now.advanced(by: shard.configuration.writeTimeout)
        try await socket.write(output, from: sent)
    }

    /// Sends an answer whose content is made while it is sent; false when the connection must end.
    private func stream(
        _ context: RequestContext,
        _ response: HTTPResponse,
        _ producer: HTTPBodyProducer
    ) async throws(IOError) -> Bool {
        let request = context.request.head
        let timeout = shard.configuration.writeTimeout
        let body = StreamedBody(socket: socket, request: request, status: response.status, timeout: timeout)
        let isCut = context.delivery == .truncated
        let keepsAlive =
            request.keepAlive && body.framing != .untilClose && !isCut && !shard.endsConnections && !Task.isCancelled
        var head = HTTPResponseHead(status: response.status, fields: response.fields)
        body.frame(&head, keepsAlive: keepsAlive, version: request.version)
        output.removeAll(keepingCapacity: true)
        HTTPSerializer.append(response: head, bodyLength: nil, fieldLines: shard.dateLine(), to: &output)
        try await send(from: 0)
        closeIsEndOfContent = body.framing == .untilClose
        let isComplete = isCut ? false : await body.deliver(producer)
        isHandling = false
        // Only a reset tells then that something is missing; and a cut message is no answer to linger for.
        if !isComplete { if closeIsEndOfContent { socket.reset() } else { socket.close() } }
        closeIsEndOfContent = false
        return isComplete && keepsAlive && !Task.isCancelled
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

    // MARK: Refusing

    private func refuse(_ status: HTTPStatus, reason: HTTPRejectionReason, detail: String) async throws(IOError) {
        isBrokenOff = true
        shard.observer.rejected(reason)
        output.removeAll(keepingCapacity: true)
        append(.problem(status, detail: detail), to: .get, version: .http11, keepsAlive: false)
        socket.deadline = .now.advanced(by: shard.configuration.lingerTime)
        try await socket.write(output)
        await Self.linger(socket, input, for: shard.configuration.lingerTime)
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
