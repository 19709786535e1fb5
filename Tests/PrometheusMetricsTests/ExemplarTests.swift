import ExpositionChecker
import Testing

@testable import PrometheusMetrics

@Suite("Exemplars")
struct ExemplarTests {
    let registry = MetricRegistry()
    let trace = TraceReference(traceID: (0x0af7_6519_16cd_43dd, 0x8448_eb21_1c80_319c), spanID: 0xb7ad_6b71_6920_3331)

    private func lines(_ format: ExpositionFormat = .openMetrics) -> [Substring] {
        let body = registry.exposition(format)
        let checker: ExpositionChecker = format == .text ? .strictText : .strictOpenMetrics
        #expect(checker.check(body) == [])
        return String(decoding: body, as: UTF8.self).split(separator: "\n")
    }

    @Test func anObservationsTraceIsOnItsBucket() throws {
        let histogram = try registry.histogram("wait_seconds", help: "Wait.", buckets: [0.1, 1])
        histogram.observe(0.05)
        histogram.observe(0.5, trace: trace)
        histogram.observe(2, trace: nil)
        let buckets = lines().filter { $0.contains("_bucket") }
        #expect(buckets[0] == "wait_seconds_bucket{le=\"0.1\"} 1")
        let labels = #"{trace_id="0af7651916cd43dd8448eb211c80319c",span_id="b7ad6b7169203331"}"#
        let prefix = "wait_seconds_bucket{le=\"1.0\"} 2 # \(labels) 0.5 "
        #expect(buckets[1].hasPrefix(prefix))
        let timestamp = try #require(Double(buckets[1].dropFirst(prefix.count)))
        #expect(abs(timestamp - WallClock.seconds) < 60)
        #expect(buckets[2] == "wait_seconds_bucket{le=\"+Inf\"} 3")
        #expect(!lines(.text).contains { $0.contains("trace_id") })
        #expect(histogram.snapshot().cumulativeCounts == [1, 2, 3])
    }

    @Test func aCountersTraceIsOnItsTotal() throws {
        let counter = try registry.counter("jobs_total", help: "Jobs.")
        counter.increment(trace: nil)
        #expect(lines().contains("jobs_total 1"))
        counter.increment(trace: trace)
        #expect(lines().contains { $0.hasPrefix("jobs_total 2 # {trace_id=") && $0.contains("} 1 ") })
        #expect(lines(.text).contains("jobs_total 2"))
    }

    @Test func theFirstOfATickIsKeptAndTheNextTickReplacesIt() {
        let slot = ExemplarSlot()
        let other = TraceReference(traceID: (1, 2), spanID: 3)
        #expect(slot.exemplar == nil)
        slot.offer(0.5, trace, at: 1000)
        slot.offer(0.6, other, at: 1000)
        #expect(slot.exemplar == Exemplar(trace: trace, value: 0.5, timestamp: 1))
        slot.offer(0.7, other, at: 1004)
        #expect(slot.exemplar == Exemplar(trace: other, value: 0.7, timestamp: 1.004))
    }

    @Test func aValueBelongsToItsBucketWhateverHappensAtOnce() async throws {
        let histogram = try registry.histogram("h", help: "H", buckets: [1, 2, 3])
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<4 {
                group.addTask {
                    for round in 0..<2000 {
                        let value = Double((task + round) % 4) + 0.5
                        let id = UInt64(value * 2)
                        histogram.observe(value, trace: TraceReference(traceID: (id, id), spanID: id))
                    }
                }
            }
            group.addTask {
                for _ in 0..<100 {
                    for line in lines() where line.contains(" # ") {
                        let bound = line.contains("+Inf") ? 4 : Int(line.split(separator: "\"")[1].prefix(1)) ?? 0
                        let value = Double(bound) - 0.5
                        let id = String(UInt64(value * 2), radix: 16)
                        #expect(line.contains("\(id)\",span_id="))
                        #expect(line.contains("} \(value) "))
                    }
                }
            }
        }
        #expect(histogram.snapshot().count == 8000)
    }
}
