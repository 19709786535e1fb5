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
        let call = CallPipeline.Call(target: target, context: context)
        guard let fallback else { return .called(await pipeline.run(call)) }
        return await fallback.answer(for: target, worth: Self.worth) { await pipeline.run(call) }
    }

    /// Only a 200 is kept. A client error is the backend's right answer, and no use of the fallback; nor is a call whose
    /// caller has gone.
    private static func worth(_ result: CallResult) -> OutcomeWorth<Content> {
        switch result {
        case .answered(let response, _): response.status == .ok ? .good(Content(of: response)) : .final
        case .failed(let failure, _): failure.isCancellation || Task.isCancelled ? .final : .failed
        case .refused: .failed
        }
    }
}
