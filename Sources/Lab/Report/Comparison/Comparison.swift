/// Two runs, experiment by experiment. Pure.
struct Comparison {
    /// One experiment that both runs have, or one of them.
    struct Pair {
        let name: String
        let first: ExperimentResult?
        let second: ExperimentResult?

        /// The figures of both, in the order of the first that has them; none where only one run has the experiment,
        /// since there is nothing to compare.
        var figures: [(first: Figure?, second: Figure?)] {
            guard let first, let second else { return [] }
            let (left, right) = (first.figures, second.figures)
            let shared = left.map { figure in (Optional(figure), right.first { $0.id == figure.id }) }
            return shared + right.filter { figure in !left.contains { $0.id == figure.id } }.map { (nil, $0) }
        }
    }

    let first: Results
    let second: Results

    var pairs: [Pair] {
        var names = first.experiments.map(\.name)
        names += second.experiments.map(\.name).filter { !names.contains($0) }
        return names.map { name in
            Pair(
                name: name,
                first: first.experiments.first { $0.name == name },
                second: second.experiments.first { $0.name == name }
            )
        }
    }

    /// What makes the two runs hard to compare; empty where nothing does.
    var caveats: [String] {
        var caveats: [String] = []
        func note(_ what: String, _ left: String, _ right: String) {
            if left != right { caveats.append("not the same \(what): A \(left), B \(right)") }
        }
        func window(_ run: RunManifest) -> String { run.faultWindow.map { "\($0) s" } ?? "the profile's" }
        note("profile", first.run.profile.rawValue, second.run.profile.rawValue)
        note("rate", "\(first.run.rate)/s", "\(second.run.rate)/s")
        note("seed", "\(first.run.seed)", "\(second.run.seed)")
        note("fault window", window(first.run), window(second.run))
        return caveats
    }
}
