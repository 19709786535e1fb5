/// What `--help` prints.
enum Usage {
    static func text(_ benchmarks: [Benchmark]) -> String {
        """
        Benchmarks [--filter NAME]... [--rounds N] [--json]

        Nanoseconds and allocations per operation of the libraries' hot paths, alone and on two threads at once that
        share what they work on. Only a release build says anything: scripts/bench-libraries.sh makes one and runs it.

          --filter NAME  only the benchmarks whose name holds NAME; given more than once, those that hold one of them
          --rounds N     rounds of about 1 ms each, after a warm-up; default \(Options.defaultRounds), \
        \(Options.acceptedRounds.lowerBound) to \(Options.acceptedRounds.upperBound)
          --json         one JSON object instead of a table
          --help         this text

        Times are taken on CLOCK_MONOTONIC, and what is measured reads EventLoopClock, as the services do. On two
        threads the time is that of one operation as its thread sees it, while the other does the same. Where other
        programs keep the machine busy, believe the minimum on one thread and the median on two: in the best round
        of those the two may hardly have met.

        The JSON object:
          clock                  "EventLoopClock"
          rounds                 N
          benchmarks             an array of objects, in the order below, each first alone, then on two threads:
            name                 as below
            threads              1 or 2
            iterations           operations per thread and round
            median_ns            time of one operation in the median round
            minimum_ns           time of one operation in the best round
            allocations          allocations of one operation in the round with the fewest

        Exit codes: 0; 64 for a wrong command line; 71 where the system has no thread or descriptor left.

        The benchmarks:
        \(benchmarks.map { "  " + $0.name }.joined(separator: "\n"))
        """
    }
}
