import EventLoop
import HTTPCore

/// One connection to a server: sends a request, reads its response. Confined to its loop.
final class ClientConnection {
    let socket: AsyncSocket
    let openedAt: EventLoopClock.Instant

    private let input = ReceiveBuffer()
    private var output: [UInt8] = []
    private var parser: HTTPResponseParser
    /// What has come of the response under way.
    private var head: HTTPResponseHead?
    private var body: [UInt8] = []

    /// Whether it waits in its pool for a request.
    var isIdle = false

    init(socket: AsyncSocket, limits: HTTPLimits) {
        self.socket = socket
        openedAt = .now
        parser = HTTPResponseParser(limits: limits)
    }

    /// The outcome of an exchange.
    enum Outcome {
        /// A response, and whether the connection can serve again.
        case response(HTTPResponse, isReusable: Bool)
        /// No response. `beforeFirstByte` is true where the server closed or reset before it sent anything.
        case failed(HTTPClientError, beforeFirstByte: Bool)

        var result: Result<HTTPResponse, HTTPClientError> {
            switch self {
            case .response(let response, _): .success(response)
            case .failed(let error, _): .failure(error)
            }
        }

        /// Whether all it says may be that the server had tired of an idle connection, so that `request` may be sent
        /// on another (RFC 9112 9.3.1). What never left may be sent again whatever it is.
        func showsStaleConnection(for request: HTTPRequest) -> Bool {
            guard case .failed(let error, beforeFirstByte: true) = self else { return false }
            return request.method.isIdempotent || error.sent == .nothing
        }
    }

    /// Sends the call's request and reads its response. What can be done without waiting is done without `await`: an exchange
    /// with a quick server costs one suspension.
    func exchange(_ call: ClientCall) async -> Outcome {
        socket.deadline = call.deadline
        output.removeAll(keepingCapacity: true)
        HTTPSerializer.append(request: call.request.head, bodyLength: call.request.body.count, to: &output)
        output.append(contentsOf: call.request.body)
        parser.expectResponse(to: call.request.head.method)
        head = nil
        body = []
        do throws(IOError) {
            let sent = try socket.writeNow(output)
            if sent < output.count { try await socket.write(output, from: sent) }
            while true {
                if let outcome = try readNow() { return outcome }
                try await socket.waitUntilReadable()
            }
        } catch {
            return failure(error)
        }
    }

    /// Reads what is there; nil where more must come.
    private func readNow() throws(IOError) -> Outcome? {
        while true {
            let event: HTTPParserEvent<HTTPResponseHead>
            do throws(HTTPParseError) {
                let bytes = input.readable
                let (parsed, consumed) = try parser.next(bytes)
                if case .body(let range) = parsed {
                    body.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[range]))
                }
                input.consume(consumed)
                event = parsed
            } catch {
                return failed(.malformedResponse(error))
            }
            switch event {
            case .needsMoreData:
                guard let count = try input.receiveNow(from: socket) else { return nil }
                if count == 0 { return atEndOfStream() }
            case .head(let parsed):
                // No upgrade was asked for (RFC 9110 15.2.2).
                if parsed.status == .switchingProtocols {
                    return failed(.malformedResponse(HTTPParseError(.unexpectedResponse)))
                }
                head = parsed
            case .body:
                continue
            case .end:
                guard let head else { return failed(.prematureClose) }
                return .response(HTTPResponse(head, body), isReusable: head.keepAlive && input.isEmpty)
            }
        }
    }

    private func atEndOfStream() -> Outcome {
        // Asked before `finish`, which ends the parser.
        if parser.isAwaitingFirstByte { return failed(.prematureClose) }
        do throws(HTTPParseError) {
            guard try parser.finish(), let head else { return failed(.prematureClose) }
            return .response(HTTPResponse(head, body), isReusable: false)
        } catch {
            return failed(.prematureClose)
        }
    }

    private func failure(_ error: IOError) -> Outcome {
        switch error {
        case .timedOut: failed(.timedOut)
        case .cancelled: failed(.cancelled)
        case .closed: failed(.prematureClose)
        case .system(let errno): failed(.reset(errno))
        }
    }

    /// What the system has taken of the request.
    private var sent: HTTPClientError.Sent {
        socket.written == 0 ? .nothing : socket.written < output.count ? .part : .whole
    }

    private func failed(_ kind: HTTPClientError.Kind) -> Outcome {
        let closedByPeer =
            switch kind {
            case .reset, .prematureClose: true
            default: false
            }
        return .failed(
            HTTPClientError(kind, sent: sent),
            beforeFirstByte: closedByPeer && parser.isAwaitingFirstByte
        )
    }
}

extension HTTPResponse {
    init(_ head: HTTPResponseHead, _ body: [UInt8]) {
        self.init(status: head.status, fields: head.fields, body: body)
    }
}
