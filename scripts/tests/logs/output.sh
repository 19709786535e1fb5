# shellcheck shell=bash disable=SC2154 # the variables are the tier's
# A part of the tier `logs`: a standard output that takes no lines neither stops nor slows a service, and what is lost is
# counted.

port=$((20000 + RANDOM % 12000))

# start_blind DESCRIPTION : starts a backend whose standard output is whatever this function's is; sets $blind_pid.
start_blind() {
    port=$((port + 2))
    env HOST=127.0.0.1 PORT="$port" ADMIN_PORT="$((port + 1))" DRAIN_DELAY=0s EVENT_LOOPS=1 "$backend" &
    blind_pid=$!
    started+=("$blind_pid")
}
serves() { wait_for 10 curl -fsS -m 2 -o /dev/null "http://127.0.0.1:$port/readyz"; }
lost() { metric "127.0.0.1:$((port + 1))" log_lines_dropped_total; }
logged() {
    curl -fsS -m 5 "http://127.0.0.1:$((port + 1))/metrics" | awk '/^log_lines_total/ { sum += $NF } END { print sum }'
}
# loses_all: every line that was logged is counted as lost.
loses_all() { [ "$(logged)" -gt 20 ] && [ "$(lost)" = "$(logged)" ]; }

# --- A reader that has stopped reading: the pipe is full, then the queue.
mkfifo "$scratch/pipe"
exec {reader}<>"$scratch/pipe"
start_blind >"$scratch/pipe"
check "blocked pipe: it serves" serves
wrk -t1 -c16 -d6s --latency "http://127.0.0.1:$port/api/data" >"$scratch/wrk"
check "blocked pipe: no request fails" bash -c "! grep -qE 'Socket errors|Non-2xx' '$scratch/wrk'"
slowest=$(awk '$1 == "99%" { t = $2; print t ~ /us$/ ? 0 : t ~ /ms$/ ? int(t) : 1000 }' "$scratch/wrk")
check "blocked pipe: answers are quick (99 % within $slowest ms)" [ "$slowest" -lt 100 ]
check "blocked pipe: what is lost is counted" [ "$(lost)" -gt 0 ]
check "blocked pipe: probes are answered" curl -fsS -m 2 -o /dev/null "http://127.0.0.1:$port/readyz"
# Once somebody reads, all that waited comes, whole, and so does what is new.
cat <&"$reader" >"$scratch/read.log" &
reading=$!
started+=("$reading")
complete() {
    curl -fsS -m 2 -o /dev/null "http://127.0.0.1:$port/api/data"
    [ $(($(wc -l <"$scratch/read.log") + $(lost))) -eq "$(logged)" ]
}
check "blocked pipe: read and lost are all there were" wait_for 20 complete
stop_service "$blind_pid"
check_equal "blocked pipe: it drains and ends" 0 "$service_status"
kill "$reading"
wait "$reading" 2>/dev/null || true
exec {reader}<&-
check "blocked pipe: no line is cut" validate_logs <(head -n 2000 "$scratch/read.log") <(tail -n 2000 "$scratch/read.log")

# --- A pipe that nobody reads any more when it ends: a stopped reader does not keep the process.
mkfifo "$scratch/dead"
exec {reader}<>"$scratch/dead"
start_blind >"$scratch/dead"
check "stopped reader: it serves" serves
wrk -t1 -c4 -d1s "http://127.0.0.1:$port/api/data" >/dev/null
begin=$SECONDS
stop_service "$blind_pid"
check_equal "stopped reader: exit code" 0 "$service_status"
check "stopped reader: it does not wait for it" [ $((SECONDS - begin)) -le 5 ]
exec {reader}<&-

# --- A full disk, and a reader that has gone.
start_blind >/dev/full
check "full disk: it serves" serves
curl -fsS -o /dev/null "http://127.0.0.1:$port/api/data?[1-50]"
check "full disk: every line is counted as lost" wait_for 5 loses_all
stop_service "$blind_pid"
check_equal "full disk: exit code" 0 "$service_status"
mkfifo "$scratch/gone"
# A process of its own: the service would inherit a descriptor of ours and be its own reader.
tail -f /dev/null <"$scratch/gone" &
reading=$!
started+=("$reading")
start_blind >"$scratch/gone"
check "reader gone: it serves" serves
kill "$reading"
wait "$reading" 2>/dev/null || true
curl -fsS -o /dev/null "http://127.0.0.1:$port/api/data?[1-50]"
check "reader gone: it serves on" serves
loses_50() { [ "$(lost)" -ge 50 ]; }
check "reader gone: lines are counted as lost" wait_for 5 loses_50
stop_service "$blind_pid"
check_equal "reader gone: exit code" 0 "$service_status"

# --- No standard output at all: no connection gets its number, and so nobody gets its lines.
start_blind >&-
check "closed: it serves" serves
check_equal "closed: descriptor 1 is nobody's" /dev/null "$(readlink "/proc/$blind_pid/fd/1")"
curl -fsS "http://127.0.0.1:$port/api/data?[1-200]" -o "$scratch/bodies"
check_equal "closed: no answer has a log line in it" 0 "$(grep -c '"event"' "$scratch/bodies" || true)"
check_equal "closed: nothing was lost that somebody wanted" 0 "$(lost)"
stop_service "$blind_pid"
check_equal "closed: exit code" 0 "$service_status"
start_blind <&- >&- 2>&-
check "all three closed: it serves" serves
stop_service "$blind_pid"
check_equal "all three closed: exit code" 0 "$service_status"
