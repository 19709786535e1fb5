import Foundation
import StructuredLogging
import Testing

/// docs/logs.md quotes what stands between the markers.
@Suite("Examples: StructuredLogging")
struct LoggingExamples {
    @Test func aProgramOfYourOwn() throws {
        let pipe = try Pipe()
        let standardOutput = pipe.writeEnd
        let pod = "inventory-1"
        let orders = (high: UInt64(0x4bf9_2f35_77b3_4da6), low: UInt64(0xa3ce_929d_0e0e_4736))
        // example: logger
        let sink = StandardOutputSink(fileDescriptor: standardOutput)
        let logger = Logger(level: .info, sink: sink, fields: [("service", "inventory"), ("pod", .string(pod))])
        logger.info(event: "service.started", "service started") { $0.set("port", 8080) }

        // A request's own logger: its fields are rendered once, for all of its lines.
        let request = logger.with { $0.set("trace_id", hexadecimal: orders.high, orders.low) }
        request.warn(event: "stock.low", "stock is nearly gone") { fields in
            fields.set("item", "bolt \"M6\"")
            fields.set("left", 3)
        }
        // Below the level the closure is not called.
        request.debug(event: "stock.counted", "stock was counted") { $0.set("shelves", 12) }
        logger.level = .debug

        // At the end of the program: waits two seconds at most for what is queued.
        sink.flush()
        // end
        let lines = try pipe.readLines(2).map { line in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
            return try #require(object as? [String: any Sendable])
        }
        #expect(lines.map { $0["event"] as? String } == ["service.started", "stock.low"])
        #expect(lines[0]["port"] as? Int == 8080)
        #expect(lines[1]["item"] as? String == "bolt \"M6\"")
        #expect(lines[1]["trace_id"] as? String == "4bf92f3577b34da6a3ce929d0e0e4736")
        #expect(lines.allSatisfy { $0["pod"] as? String == pod })
        #expect(sink.dropped == 0)
    }
}
