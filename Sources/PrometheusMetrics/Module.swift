// PrometheusMetrics
