#!/usr/bin/env bash
# The exposition of every service, idle and under load, in both formats, before independent judges: promtool,
# prometheus_client's two parsers, our own checker, and a real Prometheus that scrapes each format. Then what the contract
# says beyond the format: exemplars that lead to log lines, names that select, and no more series than it allows.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=scripts/lib/tier.sh
. "$root/scripts/lib/tier.sh"
# shellcheck source=scripts/lib/running-lab.sh
. "$root/scripts/lib/running-lab.sh"
# shellcheck source=scripts/lib/services.sh
. "$root/scripts/lib/services.sh"
# shellcheck source=scripts/lib/documentation.sh
. "$root/scripts/lib/documentation.sh"
prepare_lab
install_judges prometheus_client
nginx=$(command -v nginx || echo /usr/sbin/nginx)
[ -x "$nginx" ] || install_packages nginx-light

text='text/plain;version=0.0.4'
openmetrics='application/openmetrics-text;version=1.0.0'

# fetch ADMIN ACCEPT FILE [QUERY]: a body into a file.
fetch() { curl -gfsS -m 10 -H "Accept: $2" -o "$3" "http://$1/metrics${4:+?$4}"; }

judge_openmetrics() {
    "$root/.venv/bin/python" "$root/scripts/tests/judge_exposition.py" openmetrics "$@" &&
        "$lab" check-exposition --format openmetrics "$1"
}
judge_text() {
    "$root/.venv/bin/python" "$root/scripts/tests/judge_exposition.py" text "$@" &&
        "$lab" check-exposition --format text --ordered "$1" && promtool check metrics <"$1"
}
# judge NAME ADMIN: two bodies in each format, one after the other.
judge() {
    local name=$1 admin=$2 number
    for number in 1 2; do
        fetch "$admin" "$text" "$scratch/$name.text.$number" && fetch "$admin" "$openmetrics" "$scratch/$name.openmetrics.$number" created=true
    done
    check "text 0.0.4, every judge: $name" judge_text "$scratch/$name.text.2" "$scratch/$name.text.1"
    check "OpenMetrics, every judge: $name" \
        judge_openmetrics "$scratch/$name.openmetrics.2" "$scratch/$name.openmetrics.1"
}

# --- Idle: each program as it starts, the client in every mode.
programs="$root/.build/release"
start_service idle-backend HOST=127.0.0.1 MAX_IN_FLIGHT=1000 RATE_LIMIT=100000 "$programs/backend-service"
backend=$service_address
judge idle-backend "$service_admin"
for mode in baseline retry breaker full; do
    # `full` comes last, with all there is.
    options=()
    [ "$mode" != full ] || options=(RATE_LIMIT=100000 MAX_IN_FLIGHT=1000 THROTTLE_K=2 HEDGE_AFTER=p95 ADAPTIVE_LIMIT=true)
    start_service "idle-client-$mode" HOST=127.0.0.1 RESILIENCE_MODE="$mode" BACKEND_URL="http://$backend" \
        "${options[@]}" "$programs/client-service"
    judge "idle-client-$mode" "$service_admin"
done
client=$service_address
client_admin=$service_admin
start_service idle-load env -u LOG_SUCCESS_SAMPLE -u PORT TARGETS="full=http://$client/api/data" RATE=1 "$programs/load-generator"
curl -fsS -m 5 -o /dev/null -X PUT "http://$service_admin/chaos?experiment=none&fault=none"
judge idle-load "$service_admin"

check "docs/metrics.md lists what they expose, and nothing else" "$root/.venv/bin/python" \
    "$root/scripts/tests/documented_metrics.py" "$root/docs/metrics.md" \
    "backend=$scratch/idle-backend.openmetrics.2" "client=$scratch/idle-client-full.openmetrics.2" \
    "load generator=$scratch/idle-load.openmetrics.2"

# --- What the Accept field asks for; the pairs are from Prometheus 2.42, 3.0, a browser and curl.
content_type() { curl -gfsS -m 5 -o /dev/null -w '%{content_type}' "$@" "http://$client_admin/metrics"; }
is_text="text/plain; version=0.0.4; charset=utf-8"
is_openmetrics="application/openmetrics-text; version=1.0.0; charset=utf-8"
check_equal "Prometheus 2 gets" "$is_openmetrics" "$(content_type -H \
    'Accept: application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1')"
check_equal "Prometheus 3 gets" "$is_openmetrics" "$(content_type -H \
    'Accept: application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2')"
check_equal "a browser gets" "$is_text" "$(content_type -H 'Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8')"
check_equal "curl gets" "$is_text" "$(content_type)"
check_equal "no Accept field gets" "$is_text" "$(content_type -H 'Accept:')"
check_equal "two Accept fields are one list" "$is_openmetrics" \
    "$(content_type -H 'Accept: text/plain;q=0.5' -H 'Accept: application/openmetrics-text')"

families() { sed -nE 's/^# TYPE ([^ ]+) .*/\1/p' "$1" | paste -sd' '; }
fetch "$client_admin" "$openmetrics" "$scratch/named" 'name[]=build_info&name[]=client_responses_total&name[]=nothing'
check_equal "name[] selects families" "build_info client_responses" "$(families "$scratch/named")"
check "what it leaves is whole" "$lab" check-exposition --format openmetrics "$scratch/named"
fetch "$client_admin" "$openmetrics" "$scratch/none" 'name[]=nothing'
check_equal "a name that does not exist is no error" "# EOF" "$(cat "$scratch/none")"
fetch "$client_admin" "$openmetrics" "$scratch/not-created"
check_equal "_created is off unless it is asked for" 0 "$(grep -c '_created' "$scratch/not-created")"

# What docs/metrics.md tells a reader to run, on this client's port.
while IFS= read -r line; do
    # The families it asks for are there, whatever it asks for.
    answers() {
        bash -euo pipefail -c "${line//127.0.0.1:8081/$client_admin}" >"$scratch/answer" &&
            grep -q '^client_responses_total{source="backend"}' "$scratch/answer"
    }
    check "docs/metrics.md: $line" answers
done < <(tested_block "$root/docs/metrics.md" metrics)

# --- No more series than the contract allows, whatever is asked: paths, methods, codes, headers.
storm() {
    "$root/.venv/bin/python" "$root/scripts/tests/storm.py" "$1" 1500 "http://$backend" "http://$client"
}
series() { curl -gfsS -m 10 "http://$1/metrics" | grep -vc '^#'; }
check "a storm of random requests is answered" storm 1
fetch "$client_admin" "$text" "$scratch/storm-client"
backend_admin=$(sed -nE 's/.*"service.started".*"admin_address":"([^"]+)".*/\1/p' "$scratch/idle-backend.log")
fetch "$backend_admin" "$text" "$scratch/storm-backend"
before="$(series "$backend_admin") $(series "$client_admin")"
check "another storm is answered" storm 2
check_equal "and adds no series (backend, client)" "$before" "$(series "$backend_admin") $(series "$client_admin")"
# label_values LABEL FILE: those of the application's requests.
label_values() { sed -nE "s/^http_server_requests_total\{.*$1=\"([^\"]*)\".*/\1/p" "$2" | sort -u | paste -sd' '; }
check_equal "routes of the client" "* / /api/composite /api/data /healthz /readyz unmatched" "$(label_values route "$scratch/storm-client")"
check_equal "routes of the backend" "* / /api/data /api/extra /delay/{duration} /healthz /readyz /status/{code} unmatched" \
    "$(label_values route "$scratch/storm-backend")"
check_equal "methods" "DELETE GET HEAD OPTIONS PATCH POST PUT TRACE other" "$(label_values method "$scratch/storm-backend")"
check "codes are three digits" grep -qE '^([1-5][0-9]{2} ?)+$' <<<"$(label_values code "$scratch/storm-backend")"
judge storm-backend "$backend_admin"
judge storm-client "$client_admin"

# --- Under load: a whole lab with faults, every instance.
lab_up
prometheus="http://127.0.0.1:$base_port"
lab_ctl faults backends/full failure_rate=0.5 >/dev/null
lab_ctl kill backend-full-2 >/dev/null
for instance in $(running_instances); do
    port=$(admin_port "$instance")
    [ -z "$port" ] || [ "$instance" = backend-full-2 ] || judge "$instance" "127.0.0.1:$port"
done
lab_ctl restart backend-full-2 >/dev/null
check "the faults are healed" wait_for 20 lab_ctl faults backends/full clear

# --- A Prometheus that asks for text, since the lab's asks for OpenMetrics: nginx between them changes the Accept field.
cat >"$scratch/nginx.conf" <<CONF
daemon off;
worker_processes 1;
pid $scratch/nginx.pid;
error_log $scratch/nginx.error;
events {}
http {
    log_format type '\$upstream_http_content_type';
    access_log $scratch/nginx.log type;
    server {
        listen 127.0.0.1:$((base_port + 38));
        proxy_set_header Accept "$text";
        location / { proxy_pass http://127.0.0.1:$(admin_port client-full)/; }
    }
}
CONF
"$nginx" -c "$scratch/nginx.conf" -e "$scratch/nginx.error" &
started+=("$!")
cat >"$scratch/text.yml" <<CONF
global: { scrape_interval: 1s, scrape_timeout: 1s }
scrape_configs:
  - job_name: text
    static_configs: [{ targets: ["127.0.0.1:$((base_port + 38))"] }]
CONF
prometheus --config.file="$scratch/text.yml" --storage.tsdb.path="$scratch/text" \
    --web.listen-address="127.0.0.1:$((base_port + 39))" --log.level=warn 2>"$scratch/prometheus.log" &
started+=("$!")
targets() { curl -fsS -m 5 "$1/api/v1/targets" | jq -r '.data.activeTargets | "\(map(select(.health == "up")) | length) up, errors: \(map(.lastError) | join(""))"'; }
targets_are() { [ "$(targets "$1")" = "$2" ]; }
scraped_as_text() { [ "$(sort -u "$scratch/nginx.log")" = "$is_text" ] && [ "$(wc -l <"$scratch/nginx.log")" -ge 3 ]; }
check "Prometheus scrapes text without an error" wait_for 20 targets_are "http://127.0.0.1:$((base_port + 39))" '1 up, errors: '
check "and it was text" wait_for 20 scraped_as_text
check "Prometheus scrapes OpenMetrics without an error, all 13" wait_for 20 targets_are "$prometheus" '13 up, errors: '

# --- Exemplars, which only OpenMetrics has, lead from a bucket to the log lines of one request.
exemplars() {
    curl -fsS -m 5 -G "$prometheus/api/v1/query_exemplars" --data-urlencode "query=$1" \
        --data-urlencode "start=$(($(date +%s) - 300))" --data-urlencode "end=$(($(date +%s) + 1))" |
        jq -r '.data[].exemplars[].labels.trace_id'
}
for metric in load_request_duration_seconds_bucket http_server_request_duration_seconds_bucket http_client_request_duration_seconds_bucket client_response_duration_seconds_bucket; do
    has_exemplars() { exemplars "$metric" | grep -qE '^[0-9a-f]{32}$'; }
    check "Prometheus keeps exemplars of $metric" wait_for 10 has_exemplars
done
# An error is logged whatever share of the successes is.
lab_ctl faults backends/baseline failure_rate=1 >/dev/null
leads_to_logs() {
    local trace
    for trace in $(exemplars 'http_server_request_duration_seconds_bucket{mode="baseline",job="client-service",code_class="5xx"}'); do
        grep -q "$trace" "$run"/logs/client-baseline.jsonl && grep -q "$trace" "$run"/logs/backend-baseline-*.jsonl && return
    done
    return 1
}
check "an exemplar's trace is in the logs of client and backend" wait_for 15 leads_to_logs
status=0
lab_down || status=$?
check_equal "Ctrl-C ends lab up with" 130 "$status"
finish
