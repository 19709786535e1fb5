package main

import (
	"bytes"
	"fmt"
	"log"
	"math"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/common/expfmt"
)

// The bounds of our latency histograms.
var latencyBuckets = []float64{
	0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.165, 0.3, 0.55, 1, 1.65, 2.5, 3.3, 5.5, 10,
	16.5, 33,
}

const observationCount = 1024

// The values that our benchmarks observe, in their order.
var observations = func() (seconds [observationCount]float64) {
	for i := range seconds {
		seconds[i] = 0.00005 * math.Pow(10, 6*float64(i*389%observationCount)/observationCount)
	}
	return
}()

// fill makes the 10,000 series that our benchmark of a scrape has.
func fill(registry *prometheus.Registry) {
	durations := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name:    "http_server_request_duration_seconds",
		Help:    "Time from the request's head to the response's end.",
		Buckets: latencyBuckets,
	}, []string{"method", "route", "code_class"})
	requests := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "http_server_requests_total",
		Help: "Requests answered.",
	}, []string{"method", "route", "code"})
	registry.MustRegister(durations, requests)
	children := 0
	for _, method := range []string{"GET", "HEAD", "POST", "PUT", "DELETE"} {
		for route := 0; route < 10; route++ {
			for _, codeClass := range []string{"1xx", "2xx", "3xx", "4xx", "5xx"} {
				histogram := durations.WithLabelValues(method, fmt.Sprintf("/products/{id}/part-%d", route), codeClass)
				for number := 0; number < 200; number++ {
					histogram.Observe(observations[(children*7+number*13)%observationCount])
				}
				children++
			}
		}
		for route := 0; route < 40; route++ {
			for code := 200; code < 220; code++ {
				counter := requests.WithLabelValues(method, fmt.Sprintf("/products/{id}/part-%d", route), fmt.Sprint(code))
				counter.Add(float64((route*7919 + code*104729) % 1000000))
			}
		}
	}
}

// scrape writes the text that a scrape is answered with, as client_golang's handler does.
func scrape(registry *prometheus.Registry, text *bytes.Buffer) {
	families, err := registry.Gather()
	if err != nil {
		log.Fatal(err)
	}
	text.Reset()
	encoder := expfmt.NewEncoder(text, expfmt.FmtText)
	for _, family := range families {
		if err := encoder.Encode(family); err != nil {
			log.Fatal(err)
		}
	}
}

// samples counts the lines that are no comments.
func samples(text []byte) int {
	return bytes.Count(text, []byte("\n")) - bytes.Count(text, []byte("# "))
}

var metrics = []peer{
	{"metrics/counter-increment", "client_golang", func() func() loop {
		counter := prometheus.NewCounter(prometheus.CounterOpts{Name: "benchmark_total", Help: "Operations."})
		return shared(func(iterations int) {
			for i := 0; i < iterations; i++ {
				counter.Inc()
			}
		})
	}},
	{"metrics/histogram-observe", "client_golang", func() func() loop {
		histogram := prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "benchmark_seconds", Help: "Time taken.", Buckets: latencyBuckets,
		})
		return shared(func(iterations int) {
			for i := 0; i < iterations; i++ {
				histogram.Observe(observations[i%observationCount])
			}
		})
	}},
	{"metrics/scrape-10000-series", "client_golang", func() func() loop {
		registry := prometheus.NewRegistry()
		fill(registry)
		return func() loop {
			var text bytes.Buffer
			scrape(registry, &text)
			must(samples(text.Bytes()) == 10000, "10,000 series")
			return func(iterations int) {
				for i := 0; i < iterations; i++ {
					scrape(registry, &text)
				}
			}
		}
	}},
}
