#!/usr/bin/env bash
# monitoring/: rules, alerts and Alertmanager's routes by their own tools; and live, on a lab with faults in it: every
# recording rule and query of the cookbook has data, every line for jq prints something, and alerts fire, reach
# Alertmanager, are sent on, and resolve after the heal.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=scripts/lib/tier.sh
. "$root/scripts/lib/tier.sh"
# shellcheck source=scripts/lib/running-lab.sh
. "$root/scripts/lib/running-lab.sh"
prepare_lab
install_judges yaml
monitoring="$root/monitoring"
judge() { "$root/.venv/bin/python" "$root/scripts/tests/monitoring_rules.py" "$@"; }

# --- By their own tools.
check "promtool check config" promtool check config "$monitoring/prometheus/prometheus.yml"
check "promtool check rules" promtool check rules --lint=all --lint-fatal \
    "$monitoring"/prometheus/rules/*.yaml "$monitoring"/prometheus/lab/*.yaml
for file in "$monitoring"/prometheus/tests/*.yaml; do
    check "promtool test rules: $(basename "$file")" promtool test rules "$file"
done
check "amtool check-config" amtool check-config "$monitoring"/alertmanager/*.yml
check "the lab's copies are what the generator makes" "$monitoring/prometheus/generate.py" --check
check "every alert has a runbook, a test in which it fires, and one in which it does not" judge alerts

# routed RECEIVER LABEL=VALUE...
routed() {
    amtool config routes test --config.file="$monitoring/alertmanager/alertmanager.yml" --verify.receivers="$1" "${@:2}"
}
check "route: critical pages" routed page severity=critical mode=full alertname=HoldfastServiceDown
check "route: warning is a ticket" routed ticket severity=warning mode=full alertname=HoldfastBreakerOpen
check "route: info goes to nobody" routed nobody severity=info mode=full alertname=HoldfastErrorAnomaly
check "route: the watchdog has its own" routed watchdog severity=info alertname=HoldfastWatchdog

# --- Live.
lab_up
prometheus="http://127.0.0.1:$base_port"
alertmanager="http://127.0.0.1:$((base_port + 1))"

# Alertmanager sends on to this: one line of JSON for each message.
receiver=$((base_port + 2))
python3 -c 'import http.server, sys
class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with open(sys.argv[2] + self.path, "ab") as messages: messages.write(body + b"\n")
        self.send_response(200); self.end_headers()
    def log_message(self, *arguments): pass
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver).serve_forever()' "$receiver" "$scratch" &
started+=("$!")
sed -i -E "s#^  - name: (page|ticket|watchdog)\$#&\n    webhook_configs: [{url: \"http://127.0.0.1:$receiver/\1\"}]#" "$run/alertmanager.yml"
check "Alertmanager takes a receiver of one's own" curl -fsS -X POST "$alertmanager/-/reload"

# result QUERY: whether it returns anything.
result() { curl -fsS "$prometheus/api/v1/query" --data-urlencode "query=$1" | jq -e '.data.result | length > 0'; }
# firing ALERT [MATCHERS]: in Prometheus.
firing() { result "ALERTS{alertstate=\"firing\",alertname=\"$1\"${2:+,$2}}"; }
# arrived ALERT LABEL=VALUE...: at Alertmanager, inhibited or not.
arrived() {
    amtool --alertmanager.url="$alertmanager" alert query --active --inhibited -o json "alertname=$1" "${@:2}" |
        jq -e 'length > 0'
}
# message RECEIVER STATUS ALERT: one that was sent on.
message() { jq -es --arg status "$2" --arg alert "$3" \
    'map(.alerts[] | select(.status == $status and .labels.alertname == $alert)) | length > 0' "$scratch/$1"; }
not() { ! "$@"; }

check "the lab settles" wait_for 60 result 'min(rate(load_requests_total{outcome="fresh"}[10s])) > 10'
check "the watchdog reaches its receiver" wait_for 30 message watchdog firing HoldfastWatchdog
check "no rule fails in Prometheus" sh -c "curl -fsS $prometheus/api/v1/rules | jq -e '[.data.groups[].rules[] | select(.health == \"err\")] == []'"
check "nothing but the watchdog fires in a healthy lab" wait_for 30 \
    not result 'ALERTS{alertstate="firing",severity!="info"}'

# Hedges, so that their series say something; then two faults, one after the other: the first backend of every mode
# answers no request, and both backends of `full` are gone.
curl -fsS -o /dev/null -X PUT "http://127.0.0.1:$(admin_port client-full)/settings?HEDGE_AFTER=p95"
lab_ctl mark monitoring hang on >/dev/null
lab_ctl faults backends/1 hang_rate=1 >/dev/null
check "endpoint ejected: fires" wait_for 40 firing HoldfastEndpointEjected 'mode="full"'
check "endpoint ejected: reaches Alertmanager" wait_for 10 arrived HoldfastEndpointEjected mode=full
check "fast burn: fires" wait_for 60 firing HoldfastErrorBudgetBurnFast 'mode="baseline"'
check "fast burn: reaches Alertmanager" wait_for 10 arrived HoldfastErrorBudgetBurnFast mode=baseline
check "fast burn: pages" wait_for 10 message page firing HoldfastErrorBudgetBurnFast
lab_ctl kill backends/full >/dev/null
for alert in HoldfastTargetDown HoldfastBreakerOpen HoldfastServiceDown HoldfastFallbackServingStale; do
    check "$alert: fires" wait_for 30 firing "$alert" 'mode="full"'
    check "$alert: reaches Alertmanager" wait_for 10 arrived "$alert" mode=full
done
check "the outage pages" wait_for 10 message page firing HoldfastServiceDown
inhibited() {
    amtool --alertmanager.url="$alertmanager" alert query --inhibited -o json alertname=HoldfastTargetDown mode=full |
        jq -e 'length == 2 and all(.status.inhibitedBy | length > 0)'
}
check "and inhibits what it explains" inhibited

# --- What was written down, on this lab: names, queries, and lines for jq.
# Some look back half a minute.
wait_for 60 result 'resilience_retry_attempts_total offset 35s' || true
for instance in client-full client-breaker client-retry backend-baseline-1 load-generator; do
    curl -fsS "http://127.0.0.1:$(admin_port "$instance")/metrics" >"$scratch/$instance.metrics"
done
curl -fsS "$prometheus/metrics" >"$scratch/prometheus.metrics"
check "every metric, label and value that is named is exposed" judge names "$scratch"/*.metrics
check "every recording rule and every query of the pages returns data" judge queries "$prometheus"

# page_blocks PAGE MARKER: the shell blocks below `<!-- tested: MARKER -->`, each ended by a NUL.
page_blocks() {
    awk -v marker="<!-- tested: $2 -->" '
        $0 == marker { wanted = 1; next }
        wanted && /^```/ { if (inside) { printf "%c", 0; inside = wanted = 0 } else inside = 1; next }
        inside' "$1"
}
# The blocks with this lab's folder and ports in place of the defaults.
prints_something() {
    local output
    output=$(bash -euo pipefail -c "$(sed -E "s#^logs=.*##; s#127\.0\.0\.1:18000#127.0.0.1:$base_port#" <<<"$1")") && [ -n "$output" ]
}
export logs="$run/logs"
while IFS= read -r -d '' block; do
    [[ $block != logs=* ]] || continue
    check "logs.md: $(head -n 1 <<<"$block" | cut -c1-90)" prints_something "$block"
done < <(page_blocks "$monitoring/logs.md" jq)
while IFS= read -r -d '' block; do
    check "queries.md: $(head -n 1 <<<"$block" | cut -c1-90)" prints_something "$block"
done < <(page_blocks "$monitoring/queries.md" "with the lab up")

# --- Healed.
lab_ctl mark monitoring off >/dev/null
lab_ctl heal backends >/dev/null
for alert in HoldfastTargetDown HoldfastServiceDown HoldfastBreakerOpen HoldfastEndpointEjected HoldfastErrorBudgetBurnFast; do
    check "$alert: resolves in Prometheus" wait_for 90 not firing "$alert"
    check "$alert: and in Alertmanager" wait_for 20 not arrived "$alert"
done
check "whoever was paged hears that it is over" wait_for 20 message page resolved HoldfastServiceDown

lab_down || true
check_equal "nothing is left running" "" "$(left_over)"
finish
