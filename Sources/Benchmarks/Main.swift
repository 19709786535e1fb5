import Glibc
import Posix

/// The program `Benchmarks`: what the libraries' hot paths cost.
@main
enum Main {
    nonisolated static func main() async {
        do {
            try await run(Options(Array(CommandLine.arguments.dropFirst())))
        } catch let error as UsageError {
            fail(error.message, EX_USAGE)
        } catch {
            fail("cannot start the threads: \(error)", EX_OSERR)
        }
    }

    private static func run(_ options: Options) async throws {
        if options.wantsHelp {
            print(Usage.text(Benchmark.all))
            return
        }
        let benchmarks = try options.select(Benchmark.all)
        let runner = try Runner(rounds: options.rounds)
        if !options.isJSON { show(Table.header) }
        var measurements: [Measurement] = []
        for benchmark in benchmarks {
            for threads in Runner.threadCounts {
                let measurement = await runner.measure(benchmark, threads: threads)
                measurements.append(measurement)
                if !options.isJSON { show(Table.line(measurement)) }
            }
        }
        if options.isJSON { print(JSONReport.text(measurements, rounds: options.rounds)) }
    }

    /// Prints a line at once, into a pipe too.
    private static func show(_ line: String) {
        print(line)
        fflush(nil)
    }

    private static func fail(_ message: String, _ code: Int32) -> Never {
        let line = Array("Benchmarks: \(message)\n".utf8)
        // Where nobody reads it, the exit code still tells.
        _ = write(STDERR_FILENO, line, line.count)
        exit(code)
    }
}
