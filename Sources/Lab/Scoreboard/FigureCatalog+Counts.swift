/// Figures that count something that happened in the whole fault.
extension FigureCatalog {
    /// Answers that no user could use.
    var lost: Question {
        count("lost-answers", "answers lost") { mode in
            PromQL.growth("load_requests_total{target=\"\(mode.rawValue)\",outcome!~\"fresh|stale|partial\"}", window)
        }
    }

    var slowCalls: Question {
        count("slow-calls", "slow calls") { mode in
            PromQL.growth("resilience_breaker_slow_calls_total{mode=\"\(mode.rawValue)\",scope=\"call\"}", window)
        }
    }

    /// How often a backend was another process than before. From two seconds before the fault on: the first to die was last
    /// scraped then.
    var restarts: Question {
        count("backend-restarts", "backend restarts") { mode in
            let start = "process_start_time_seconds{job=\"backend-service\",mode=\"\(mode.rawValue)\"}"
            return "sum(changes(\(start)[\(window.length + 2)s] @ \(window.end.literal)))"
        }
    }

    private func count(_ id: String, _ title: String, _ promQL: (Mode) -> String) -> Question {
        Question(id: id, title: title, unit: .count, promQL: each(promQL))
    }
}
