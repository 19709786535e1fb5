#!/usr/bin/env bash
# What goes wrong on a user's machine: each gets one clear line, the right exit code, and leaves nothing running.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=scripts/lib/tier.sh
. "$root/scripts/lib/tier.sh"
# shellcheck source=scripts/lib/running-lab.sh
. "$root/scripts/lib/running-lab.sh"
prepare_lab
export PATH="$root/.venv/bin:$PATH"

# fails NAME CODE PATTERN COMMAND... : ends with the code and says something that matches the pattern.
fails() {
    local name=$1 code=$2 pattern=$3 output status=0
    shift 3
    output=$("$@" 2>&1) || status=$?
    if [ "$status" -eq "$code" ] && grep -qE "$pattern" <<<"$output"; then
        pass "$name"
    else
        fail "$name" "exit $status instead of $code, or no line matches $pattern:"$'\n'"$output"
    fi
}

# hold_port PORT: listens there until the tier ends.
hold_port() {
    python3 -c 'import socket, sys, time
listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
time.sleep(600)' "$1" &
    started+=("$!")
    wait_for 10 bash -c "exec 3<>/dev/tcp/127.0.0.1/$1"
}

busy=$((base_port + 100))
hold_port "$busy"
for service in backend-service client-service; do
    program="$root/.build/release/$service"
    fails "$service: bad variable" 78 '"variable":"PORT","value":"x","accepted":"a whole number from 0 to 65535"' \
        env PORT=x "$program"
    fails "$service: unknown variable" 78 'LOG_LEVLE is not a setting' env LOG_LEVLE=debug "$program"
    fails "$service: misspelt variable" 78 'DRAIM_DELAY is not a setting of this program; expected DRAIN_DELAY' \
        env DRAIM_DELAY=1s "$program"
    fails "$service: unknown flag" 78 'prot is not a setting' "$program" --prot 1
    fails "$service: busy port" 69 'cannot listen on 127.0.0.1:'"$busy"'.*EADDRINUSE' \
        env HOST=127.0.0.1 PORT="$busy" ADMIN_PORT=0 "$program"
    fails "$service: a queue without a limit" 78 '"variable":"MAX_QUEUE","value":"3"' env MAX_QUEUE=3 "$program"
    fails "$service: a rate of nothing" 78 '"variable":"RATE_LIMIT","value":"0"' env RATE_LIMIT=0 "$program"
    fails "$service: --help lists settings" 0 'DRAIN_TIMEOUT' "$program" --help
done
fails "load-generator: bad variable" 78 '"variable":"RATE","value":"-1"' env RATE=-1 "$root/.build/release/load-generator"
fails "load-generator: busy port" 69 'EADDRINUSE' env ADMIN_PORT="$busy" "$root/.build/release/load-generator"

# Twelve requests at once at a backend that handles two and lets one wait: what it counts is what they saw.
limited=$((base_port + 102))
env HOST=127.0.0.1 PORT="$limited" ADMIN_PORT="$((limited + 1))" DRAIN_DELAY=0ms LOG_SUCCESS_SAMPLE=0 \
    MAX_IN_FLIGHT=2 MAX_QUEUE=1 SERVICE_TIME=500ms "$root/.build/release/backend-service" >"$scratch/limited.jsonl" &
limited_pid=$!
started+=("$limited_pid")
wait_for 10 curl -fs "http://127.0.0.1:$limited/readyz" || fail "a backend with limits starts" "$(cat "$scratch/limited.jsonl")"
seq 12 | xargs -P 12 -I{} curl -s -o /dev/null -w '%{http_code}\n' \
    "http://127.0.0.1:$limited/api/data" >"$scratch/answers" || true
answers() { grep -cx "$1" "$scratch/answers" || true; }
counted() { curl -fsS "http://127.0.0.1:$((limited + 1))/metrics" | grep -F "$1" | awk '{ print $NF }'; }
check_equal "overload: every request has its answer" 12 "$(($(answers 200) + $(answers 503)))"
check "overload: some are served and some refused" [ "$(answers 200)" -ge 3 -a "$(answers 503)" -ge 1 ]
check_equal "overload: the metric says how many were refused" "$(answers 503)" \
    "$(counted 'http_server_rejected_total{reason="overload"}')"
check_equal "overload: and how many were served" "$(answers 200)" \
    "$(counted 'http_server_requests_total{method="GET",route="/api/data",code="200"}')"
check_equal "a request whose time is over is refused" 504 "$(curl -s -o /dev/null -w '%{http_code}' \
    -H 'x-request-deadline-ms: 0' "http://127.0.0.1:$limited/api/data")"
check_equal "and counted" 1 "$(counted 'http_server_rejected_total{reason="deadline"}')"
kill "$limited_pid"
wait "$limited_pid"

fails "lab: unknown command" 2 'lab: .*nonsense' "$lab" nonsense
fails "lab.sh: unknown command" 2 'unknown command "nonsense"' "$root/scripts/lab.sh" nonsense
fails "run-tests.sh: unknown tier" 69 'no tier "nonsense"' "$root/scripts/run-tests.sh" nonsense
fails "lab: wrong value" 2 'rate' "$lab" run --rate fast
fails "lab: unknown experiment" 2 'nonsense' "$lab" run --experiments nonsense
fails "lab: ctl without a running lab" 69 'lab' "$lab" ctl status --output "$scratch/nowhere"
fails "lab: busy port" 69 "$busy" "$lab" run --base-port "$busy" --output "$scratch/out"
mkdir "$scratch/bin"
for tool in bash env chaos; do ln -s "$(command -v "$tool")" "$scratch/bin/$tool"; done
fails "lab: no Prometheus" 69 'prometheus' env PATH="$scratch/bin" "$lab" run --output "$scratch/out"
check_equal "nothing is left running" "" "$(left_over)"

# Ctrl-C at several moments: while services start, while they settle, and in the middle of an experiment.
for moment in starting settling fault; do
    interruptible "$lab" run --experiments hang --output "$scratch/out" --base-port "$base_port" >"$scratch/run.log" 2>&1
    case "$moment" in
        starting) wait_for 30 grep -q '^starting' "$scratch/run.log" ;;
        settling) wait_for 60 grep -q 'fresh' "$scratch/run.log" ;;
        fault) wait_for 90 grep -q 'fault is on' "$scratch/run.log" ;;
    esac || fail "Ctrl-C ($moment): the moment never came" "$(cat "$scratch/run.log")"
    status=0
    lab_down || status=$?
    check_equal "Ctrl-C ($moment): exit code" 130 "$status"
    check_equal "Ctrl-C ($moment): nothing is left running" "" "$(left_over)"
done

# An experiment that is interrupted half-way leaves the lab it ran on as it found it, whatever it had broken by then.
lab_up
up_pid=$lab_pid
states() { lab_ctl status | awk '{ print $1, ($0 ~ /held down/ ? "held" : $0 ~ /running/ ? "runs" : "other") }'; }
whole=$(states)
check_equal "thirteen processes run, and a spare client is held down" "13 1" \
    "$(grep -c ' runs$' <<<"$whole") $(grep -c '^client-full-2 held$' <<<"$whole")"
is_whole() {
    [ "$(states)" = "$whole" ] || return 1
    local instance rate
    for instance in backend-{baseline,retry,breaker,full}-{1,2}; do
        curl -fsS -m 2 "http://127.0.0.1:$(admin_port "$instance")/faults" |
            jq -e '.failure_rate == 0 and .latency == "" and .capacity == "off" and .hang_rate == 0' >/dev/null || return 1
    done
    rate=$(admin_port load-generator)
    curl -fsS -m 2 "http://127.0.0.1:$rate/rate" | jq -e '.factor == 1' >/dev/null || return 1
    # All of full's requests go to its one client again.
    curl -fsS -m 2 "http://127.0.0.1:$rate/addresses?target=full" |
        jq -e --arg port ":$(application_url client-full | sed 's/.*://')" \
            '.addresses | endswith($port) and (contains(",") | not)' >/dev/null || return 1
    ! curl -fsS -m 2 "http://127.0.0.1:$rate/metrics" | grep -q '^chaos_fault_active.* 1$'
}
check "it is whole at first" is_whole
is_broken() { ! is_whole; }
second_client_alone() { lab_ctl status | grep -q '^client-full .*held down'; }
all_down() { [ "$(lab_ctl status | grep -c '^backend.*held down')" -eq 8 ]; }
slow() { curl -fsS -m 2 "http://127.0.0.1:$(admin_port backend-full-2)/faults" | jq -e '.latency != ""'; }
loaded() { curl -fsS -m 2 "http://127.0.0.1:$(admin_port load-generator)/rate" | jq -e '.factor == 4'; }
# After the first Ctrl-C Chaos Toolkit rolls back; the second leaves it no time, and the lab heals alone.
while read -r experiment moment presses; do
    interruptible "$lab" chaos "$experiment" --output "$scratch/out" >"$scratch/chaos.log" 2>&1
    wait_for 120 "$moment" || fail "interrupted $experiment: the moment never came" "$(cat "$scratch/chaos.log")"
    check "interrupted $experiment: something is broken" is_broken
    if [ "$presses" -eq 2 ]; then
        kill -INT "$lab_pid"
        wait_for 10 grep -q '^interrupted: ' "$scratch/chaos.log"
    fi
    status=0
    lab_down || status=$?
    check_equal "interrupted $experiment ($presses ×): exit code" 130 "$status"
    check "interrupted $experiment: all is whole again" is_whole
done <<'TEXT'
pod-failure all_down 1
latency slow 2
retry-storm loaded 2
rolling-restart second_client_alone 2
TEXT
lab_pid=$up_pid
lab_down || true
check_equal "nothing is left running" "" "$(left_over)"

# A backend that is killed by hand comes back, as a kubelet would have it.
lab_up
pid_of() { lab_ctl status | sed -nE "s/^$1 .*pid ([0-9]+).*/\1/p"; }
victim=$(pid_of backend-full-1)
kill -9 "$victim"
came_back() { [ -n "$(pid_of backend-full-1)" ] && [ "$(pid_of backend-full-1)" != "$victim" ]; }
check "a backend killed by hand is started again" wait_for 20 came_back
check "and the lab says so" grep -q 'backend-full-1' "$scratch/up.log"
# The lab itself killed: nobody is left to stop its children, so they must end with it.
kill -9 "$lab_pid"
wait "$lab_pid" 2>/dev/null || true
nothing_left() { [ -z "$(left_over)" ]; }
check "when the lab is killed nothing outlives it" wait_for 20 nothing_left
# A partition is no more than it says: packets to the application port are lost, on open connections too, metrics stay
# readable; and nothing of it outlives a heal, a Ctrl-C, or the next lab after a kill.
table="holdfast_lab_$base_port"
tables() { nft list tables | grep -c "$table" || true; }
# A connection that is open before the partition: what is asked on it later gets no answer.
ask_on_open_connection() {
    # What is left of the last answer.
    while IFS= read -r -t 0.3 _ <&"$connection"; do :; done
    printf 'GET /api/data HTTP/1.1\r\nHost: a\r\n\r\n' >&"$connection"
    IFS= read -r -t 1 _ <&"$connection"
}
lab_up
if lab_ctl can partition >"$scratch/can" 2>&1; then
    url=$(application_url backend-full-1)
    exec {connection}<>"/dev/tcp/127.0.0.1/${url##*:}"
    check "partition: before it an open connection answers" ask_on_open_connection
    check "partition: set" lab_ctl partition backends/1
    status=0
    curl -sS -m 1 -o /dev/null "$url/api/data" 2>/dev/null || status=$?
    check_equal "partition: a new connection is never made (curl's 28: time is over)" 28 "$status"
    status=0
    ask_on_open_connection || status=$?
    check "partition: an open connection does not answer" [ "$status" -gt 128 ]
    exec {connection}>&-
    check "partition: metrics stay readable" \
        curl -fsS -m 2 -o /dev/null "http://127.0.0.1:$(admin_port backend-full-1)/metrics"
    check "partition: the second backend answers" curl -fsS -m 2 -o /dev/null "$(application_url backend-full-2)/api/data"
    check_equal "partition: status names the four" 4 "$(lab_ctl status | grep -c ', partitioned$')"
    check "partition: healed" lab_ctl heal backends
    check "partition: the backend answers again" curl -fsS -m 2 -o /dev/null "$url/api/data"
    check_equal "partition: no table is left" 0 "$(tables)"
    lab_ctl partition backends/1 >/dev/null
    lab_down || true
    check_equal "partition: Ctrl-C leaves no table" 0 "$(tables)"
    lab_up
    lab_ctl partition backends/1 >/dev/null
    kill -9 "$lab_pid"
    wait "$lab_pid" 2>/dev/null || true
    check "partition: the lab killed" wait_for 20 nothing_left
    check_equal "partition: a kill leaves the table" 1 "$(tables)"
    lab_up
    check_equal "partition: which the next lab removes" 0 "$(tables)"
    lab_down || true
else
    printf '  skipped %s\n' "partition: $(cat "$scratch/can")"
    lab_down || true
fi
# Without the right to drop packets the experiment is skipped, and says so.
without_right=()
[ "$(id -u)" -ne 0 ] || without_right=(setpriv --inh-caps -net_admin --bounding-set -net_admin)
if [ "${#without_right[@]}" -eq 0 ] || has setpriv; then
    fails "no right to drop packets: the experiment is skipped" 69 'network-partition: skipped' \
        "${without_right[@]}" "$lab" run --experiments network-partition --output "$scratch/out" --base-port "$base_port"
    check "and results.json says so" jq -e '.experiments[0] | .verdict == "skipped" and (.reasons | length == 1)' \
        "$scratch/out/current/results.json"
fi
check_equal "nothing is left running" "" "$(left_over)"
finish
