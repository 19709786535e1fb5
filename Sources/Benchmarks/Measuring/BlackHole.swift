import Synchronization

/// Whether somebody looks at what ``blackHole(_:)`` swallows. Nobody does, but the compiler cannot know.
let isWatched = Atomic<Bool>(false)

/// Uses a value, so that the work that made it cannot be optimised away. Costs a load and a branch.
@inline(__always)
func blackHole(_ value: some Any) {
    if isWatched.load(ordering: .relaxed) { show(value) }
}

@inline(never)
private func show(_ value: some Any) { print(value) }
