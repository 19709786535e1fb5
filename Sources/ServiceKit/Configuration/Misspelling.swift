/// Tells a variable that was meant to be one of ours from a stranger's.
enum Misspelling {
    /// Shorter names are too easily hit by chance.
    private static let minimumLength = 8

    /// Whether `name` is `known` but for one letter too few, too many or wrong.
    static func isLikely(_ name: String, for known: String) -> Bool {
        let (left, right) = (Array(name.utf8), Array(known.utf8))
        guard right.count >= minimumLength, left != right, abs(left.count - right.count) <= 1 else { return false }
        let prefix = zip(left, right).prefix { $0 == $1 }.count
        let suffix = zip(left.reversed(), right.reversed()).prefix { $0 == $1 }.count
        return min(left.count, right.count, prefix + suffix) >= max(left.count, right.count) - 1
    }
}
