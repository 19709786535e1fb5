/// A scenario that can be run, whatever its kind.
protocol RunnableScenario {
    /// Runs its worlds. The results do not depend on `jobs`.
    ///
    /// - Parameter jobs: worlds at once, at least 1.
    func run(jobs: Int) throws(LabError) -> any ScenarioResults
}

/// What a scenario came to.
protocol ScenarioResults {
    /// For programs: of the schema `docs/results-simulation.schema.json`.
    func json() throws -> String
    /// For people.
    func table() -> String
}

extension Scenario: RunnableScenario {
    func run(jobs: Int) throws(LabError) -> any ScenarioResults { try ScenarioRun.run(self, jobs: jobs) }
}

extension SimulationResults: ScenarioResults {
    func table() -> String { SimulationTable.text(self) }
}

extension ScrapingScenario: RunnableScenario {
    func run(jobs: Int) throws(LabError) -> any ScenarioResults { try ScenarioRun.run(self, jobs: jobs) }
}

extension ScrapingResults: ScenarioResults {
    func table() -> String { ScrapingTable.text(self) }
}
