import HTTPCore
import HTTPServer

/// Answers the page's requests.
struct PageSite: Sendable {
    let gate: PageGate
    let files: PageFiles
    /// The bytes of `/lab.json`.
    let description: [UInt8]
    let hub: EventHub
    let worker: CommandWorker
    /// Carries a command out and says so; blocks.
    let execute: @Sendable (PageCommand) throws(LabError) -> String

    /// Pages that are told of everything at once; connections are left for others to be opened and to change things.
    static let mostReaders = 64

    /// How soon a page connects again that has lost its connection, in milliseconds.
    static let retry = 1_000

    /// For every answer. The page loads nothing but its own files, shows itself in no other page's frame, and tells
    /// nobody where it is.
    static let security: [(HTTPFieldName, String)] = [
        (
            HTTPFieldName("content-security-policy")!,
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
                + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        ),
        (HTTPFieldName("x-content-type-options")!, "nosniff"),
        (HTTPFieldName("referrer-policy")!, "no-referrer"),
        (HTTPFieldName("cross-origin-resource-policy")!, "same-origin"),
        (HTTPFieldName("cross-origin-opener-policy")!, "same-origin"),
        (.cacheControl, "no-store"),
    ]

    func respond(to context: RequestContext) async -> HTTPResponse {
        var response = await answer(context.request)
        for (name, value) in Self.security { response.fields[name] = value }
        return response
    }

    private func answer(_ request: HTTPRequest) async -> HTTPResponse {
        if let refusal = gate.refusal(of: request) { return .problem(.forbidden, detail: refusal) }
        switch request.method {
        case .get, .head:
            switch request.path {
            case "/events":
                guard hub.readerCount < Self.mostReaders else {
                    return .problem(.serviceUnavailable, detail: "\(Self.mostReaders) pages are open: close some")
                }
                return stream(from: Self.position(request))
            case "/lab.json":
                return HTTPResponse(status: .ok, fields: [.contentType: "application/json"], body: description)
            default: return files.response(request.path) ?? .problem(.notFound)
            }
        case .post: return await change(request)
        default: return .problem(.methodNotAllowed)
        }
    }

    private func change(_ request: HTTPRequest) async -> HTTPResponse {
        let command: PageCommand
        do throws(LabError) {
            guard let known = try PageCommand(path: request.path, body: request.body) else {
                return .problem(.notFound)
            }
            command = known
        } catch {
            return .problem(.badRequest, detail: error.message)
        }
        switch await worker.run({ () throws(LabError) in try execute(command) }) {
        case .success(let message):
            var body = Array("{\"message\":".utf8)
            PageJSON.append(message, to: &body)
            body.append(UInt8(ascii: "}"))
            return HTTPResponse(status: .ok, fields: [.contentType: "application/json"], body: body)
        case .failure(let error):
            // It was understood and cannot be now; or it can never be.
            return .problem(error.exitCode == .usage ? .badRequest : .conflict, detail: error.message)
        }
    }

    /// Where a page goes on that was here before: a browser that connects again says so by itself, a page that has slept by
    /// its query.
    static func position(_ request: HTTPRequest) -> EventPosition? {
        let text =
            request.fields[HTTPFieldName("last-event-id")!] ?? HTTPQuery(parsing: request.head.query ?? "")["after"]
        return text.flatMap { EventPosition($0) }
    }

    /// The events after `position`, until the page or the lab goes.
    private func stream(from start: EventPosition?) -> HTTPResponse {
        .streaming(.ok, fields: [.contentType: ServerSentEvent.contentType]) { [hub] writer in
            let reader = EventReader()
            hub.enter(reader)
            defer { hub.leave(reader) }
            try await writer.write(ServerSentEvent.retry(milliseconds: Self.retry))
            var position = start
            while !Task.isCancelled {
                switch hub.delivery(after: position) {
                case .events(let events, let last):
                    for event in events { try await writer.write(event) }
                    position = last
                case .nothing: await reader.wait()
                case .end(let bytes): return try await writer.write(bytes)
                }
            }
        }
    }
}
