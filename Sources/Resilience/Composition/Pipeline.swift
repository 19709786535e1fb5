/// A name and the layers behind it, outermost first, put together while the program runs: from its configuration, say.
///
/// Where the layers are known as it is written, ``Policy/around(_:)`` composes them with their types, and is faster.
/// A value that never changes; one may serve any number of calls at once.
public struct Pipeline<C: Clock>: Policy where C.Duration == Duration {
    /// Name under which it reports; a fixed, configured one.
    public let name: String
    /// The layers, outermost first. None lets every call through.
    public let layers: [any Policy<C>]

    /// Makes a pipeline.
    public init(name: String, layers: [any Policy<C>]) {
        self.name = name
        self.layers = layers
    }

    /// Makes the call through all layers.
    public func execute<Value: Sendable>(
        _ call: PolicyCall<C>,
        _ operation: @Sendable (PolicyCall<C>) async -> Result<Value, PolicyError>
    ) async -> Result<Value, PolicyError> {
        await execute(from: 0, call, operation)
    }

    private func execute<Value: Sendable>(
        from position: Int,
        _ call: PolicyCall<C>,
        _ operation: @Sendable (PolicyCall<C>) async -> Result<Value, PolicyError>
    ) async -> Result<Value, PolicyError> {
        guard position < layers.count else { return await operation(call) }
        return await layers[position].execute(call) { inner in
            await execute(from: position + 1, inner, operation)
        }
    }
}
