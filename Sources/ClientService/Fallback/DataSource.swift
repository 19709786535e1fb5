import EventLoop
import HTTPCore
import Resilience
import ServiceKit

/// The backend's answers for a target: through the pipeline, and in `full` mode with the last good answer behind it.
///
/// Thread-safe.
struct DataSource: Sendable {
    typealias Fallback = StaleFallback<String, Content, EventLoopClock>
    typealias Answer = StaleFallbackAnswer<Content, CallResult>

    let pipeline: CallPipeline
    /// Nil where the mode has none.
    let fallback: Fallback?

    /// How many targets are remembered; the one used longest ago goes first.
    static let capacity = 256

    func answer(_ target: String, _ context: ServiceContext) async -> Answer {
        guard let fallback else {
            return .called(await pipeline.run(CallPipeline.Call(target: target, context: context)))
        }
        return await fallback.answer(for: target, worth: Self.worth) { purpose in
            await pipeline.run(CallPipeline.Call(target: target, context: context, isRefresh: purpose == .refresh))
        }
    }

    /// The largest answer that is kept. Callers choose the targets, so the cache must be bounded in bytes: here 64 MiB.
    static let largestContent = 256 << 10

    /// Only a 200 is kept, unless it is very large. Any other client error than 404 and 410 is the backend's right answer,
    /// and no use of the fallback; nor is a call whose caller has gone.
    private static func worth(_ result: CallResult) -> OutcomeWorth<Content> {
        switch result {
        case .answered(let response, _):
            switch response.status {
            case .ok where response.body.count <= largestContent: .good(Content(of: response))
            case .notFound, .gone: .gone
            default: .final
            }
        case .failed(let failure, _): failure.isCancellation || Task.isCancelled ? .final : .failed
        case .refused: .failed
        }
    }
}
