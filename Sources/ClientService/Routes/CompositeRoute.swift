import EventLoop
import HTTPCore
import HTTPServer
import Resilience
import ServiceKit
import StructuredLogging

/// `GET /api/composite`: data, which must be there, joined with an extra part, which need not.
///
/// Both are asked for at once. In `full` mode an answer without the extra part is still an answer, says so and is
/// counted as `partial`; in the other modes, which have no fallback, both must be there.
struct CompositeRoute: Sendable {
    let data: DataRoute
    let pipeline: CallPipeline
    /// What stands around the call for the extra part; nil where it is not optional.
    let optional: Pipeline<EventLoopClock>?

    private static let extraPath = "/api/extra"

    func handle(_ context: ServiceContext) async -> HTTPResponse {
        async let extra = extra(context)
        let outcome = await data.fetch(context)
        switch outcome {
        case .abandoned(let response): return DataRoute.abandon(response, context)
        case .other(let response, let source): return data.answered(response, source, context)
        case .envelope(let envelope):
            let extra = await extra
            // The caller may have left while only the optional part was awaited.
            if Task.isCancelled { return DataRoute.abandon(HTTPResponse(status: .serviceUnavailable), context) }
            switch extra {
            case .found(let content): return data.answered(envelope.response(extra: content), envelope.source, context)
            case .failed(let response, let source): return data.answered(response, source, context)
            case .missing(let reason): return partial(envelope, reason, context)
            }
        }
    }

    private enum Extra: Sendable {
        case found(Content)
        case missing(String)
        case failed(HTTPResponse, ResponseSource)
    }

    private func partial(_ envelope: Envelope, _ reason: String, _ context: ServiceContext) -> HTTPResponse {
        context.annotations.errorType = reason
        // Old data with a part missing are old data first: their age is what matters more, and they are counted and
        // logged as that.
        let source = envelope.source == .backend ? .partial : envelope.source
        if source == .partial {
            data.metrics.servedPartial()
            context.logger.info(event: "fallback.served", "an answer was served without its optional part") { fields in
                fields.set("source", source.rawValue)
                fields.set("upstream", Backend.name)
                fields.set("error_type", reason)
            }
        }
        let answer = Envelope(source: source, attempts: envelope.attempts, age: envelope.age, content: envelope.content)
        return data.answered(answer.response(extra: nil), source, context)
    }

    private func extra(_ context: ServiceContext) async -> Extra {
        let pipeline = pipeline
        guard let optional else {
            let result = await pipeline.run(CallPipeline.Call(target: Self.extraPath, context: context))
            switch Self.content(result) {
            case .success(let content): return .found(content)
            case .failure(.refused(let text, let wait)): return .failed(Answers.refused(text, wait), .rejected)
            case .failure(.failed(let failure)): return .failed(Answers.failed(failure), .error)
            }
        }
        do throws(PolicyError) {
            let content = try await optional.run { call in
                let call = CallPipeline.Call(
                    target: Self.extraPath,
                    context: context,
                    deadline: call.deadline?.instant
                )
                return try Self.content(await pipeline.run(call)).get()
            }
            return .found(content)
        } catch {
            return .missing(error.type)
        }
    }

    private static func content(_ result: CallResult) -> Result<Content, ExtraFailure> {
        switch result {
        case .answered(let response, _):
            return response.status.code < 400 ? .success(Content(of: response)) : .failure(.failed(.response(response)))
        case .refused(let rejection):
            return .failure(.refused("the circuit breaker is \(rejection.reason.rawValue)", rejection.retryAfter))
        case .failed(let failure, let attempts):
            if failure.isRefusal, attempts == 0 { return .failure(.refused(failure.text, .zero)) }
            return .failure(.failed(failure))
        }
    }
}

/// Why there is no extra part.
private enum ExtraFailure: ClassifiedFailure {
    case refused(String, Duration)
    case failed(CallFailure)

    /// A call that was not made says nothing.
    var callOutcome: CallOutcome {
        switch self {
        case .refused: .ignored
        case .failed(let failure): failure.isCancellation ? .cancelled : .failure
        }
    }

    var retryableFailure: RetryableFailure {
        switch self {
        case .refused: .final
        case .failed(let failure): failure.isCancellation ? .final : RetryableFailure()
        }
    }
}
