import PrometheusMetrics
import Testing

@Suite("Content negotiation")
struct ContentNegotiationTests {
    @Test(arguments: [
        // Prometheus 2.42 and 3, as they are.
        """
        application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,\
        text/plain;version=0.0.4;q=0.5,*/*;q=0.1
        """,
        """
        application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,\
        application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,\
        text/plain;version=0.0.4;q=0.3,*/*;q=0.2
        """,
        "application/openmetrics-text", "application/openmetrics-text, text/plain", "application/*",
        "APPLICATION/OpenMetrics-Text ; Version=1.0.0", "application/openmetrics-text; version=\"1.0.0\"",
        "text/plain;q=0.4, application/openmetrics-text;q=0.5", "text/plain;q=0, */*", "text/*;q=0.1, */*;q=0.2",
        "text/plain;q=0.123, application/openmetrics-text;q=0.124", "nonsense, application/openmetrics-text",
        "application/openmetrics-text;charset=utf-8;q=1.000", ",, ,application/openmetrics-text,",
        "text/plain;x=\",application/openmetrics-text\";q=0, application/openmetrics-text;q=0.1",
        "application/openmetrics-text;version=2.0.0, application/openmetrics-text;version=1.0.0;q=0.1",
    ])
    func openMetrics(accept: String) {
        #expect(ExpositionFormat(accept: accept) == .openMetrics)
    }

    @Test(arguments: [
        nil, "", "*/*", "text/*, application/*", "text/plain", "text/plain;version=0.0.4", "text/html", "image/*;q=0.5",
        "text/plain, application/openmetrics-text", "application/openmetrics-text;q=0", "*/*;q=0", "*/*, text/plain",
        "application/openmetrics-text;version=0.0.1", "application/openmetrics-text;version=2.0.0, text/plain;q=0.1",
        "application/openmetrics-text;q=0.5, text/plain;q=0.501", "application/openmetrics-text;q=1.001",
        "application/openmetrics-text;q=0.1234", "application/openmetrics-text;q=x", "application/openmetrics-text;q=",
        "application/openmetrics-text/x", "openmetrics-text", "application/", "/", "*/openmetrics-text",
        "application/openmetrics-text;version=1.0.0;q=0.1, application/openmetrics-text;q=1, text/plain;q=0.5",
        "text/plain;x=\",application/openmetrics-text", "application/openmetrics-text;q=0.0, */*",
    ])
    func text(accept: String?) {
        #expect(ExpositionFormat(accept: accept) == .text)
    }

    @Test func contentTypes() {
        #expect(ExpositionFormat.text.contentType == "text/plain; version=0.0.4; charset=utf-8")
        #expect(
            ExpositionFormat.openMetrics.contentType == "application/openmetrics-text; version=1.0.0; charset=utf-8"
        )
    }
}
