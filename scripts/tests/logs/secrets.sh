# shellcheck shell=bash disable=SC2154 # the variables are the tier's
# A part of the tier `logs`: no line has a secret in it, whatever goes wrong.

secret=hunter2-$RANDOM$RANDOM

# --- A service that runs, at debug, with secrets in its settings, in requests, and a Redis server that is not there.
start_service secrets HOST=127.0.0.1 ADMIN_HOST=0.0.0.0 DRAIN_DELAY=0s LOG_LEVEL=debug LOG_SUCCESS_SAMPLE=1 \
    ADMIN_TOKEN="$secret" REDIS_URL="redis://user:$secret@127.0.0.1:1/0" BACKEND_URL=http://127.0.0.1:1 \
    RETRY_BASE_DELAY=1ms "$client"
admin="127.0.0.1:${service_admin##*:}"
for target in "/api/data?token=$secret" "/$secret" "/api/composite?token=$secret" "/%00$secret"; do
    curl -gsS -m 20 -o /dev/null -H "Authorization: Bearer $secret" -H "Cookie: id=$secret" \
        -H "traceparent: $secret" -H "tracestate: $secret=$secret" "http://$service_address$target"
done
curl -sS -o /dev/null -H "Authorization: Bearer wrong-$secret" -X PUT "http://$admin/loglevel?level=info"
curl -sS -o /dev/null -H "Authorization: Bearer $secret" -X PUT "http://$admin/settings?REDIS_URL=redis://:$secret@h"
curl -sS -o /dev/null -H "Authorization: Bearer $secret" -X PUT "http://$admin/settings?RETRY_BASE_DELAY=2ms"
printf 'GET /%s HTTP/9\r\nAuthorization: %s\r\n\r\n' "$secret" "$secret" |
    timeout 5 bash -c "exec 3<>/dev/tcp/${service_address%:*}/${service_address##*:}; cat >&3; cat <&3" >/dev/null || true
check "secrets: the service has logged" wait_for 5 grep -q '"event":"configuration.changed"' "$service_log"
stop_service "$service_pid"
check_equal "secrets: none in any line" "" "$(grep -F "$secret" "$service_log" || true)"
check "secrets: they are of the schema" validate_logs "$service_log"

# --- Services that do not start.
# hides NAME COMMAND... : it ends with 78 and one line that names what is wrong, without the secret.
hides() {
    local name=$1 log="$scratch/hides.log" status=0
    shift
    timeout 20 "$@" >"$log" 2>&1 || status=$?
    if [ "$status" -eq 78 ] && ! grep -qF -e "$secret" -e "${secret#hunter2-}" "$log" && validate_logs "$log"; then
        pass "hides: $name"
    else
        fail "hides: $name" "exit $status: $(cat "$log")"
    fi
}
for url in "rediss://user:$secret@host" "redis://user:$secret@" "redis://user:pa/$secret@host" "$secret" \
    "redis://u:$secret@h:x" "redis://:$secret@host/x" "http://user:$secret@host" "redis://host?password=$secret"; do
    hides "REDIS_URL=${url//$secret/…}" env REDIS_URL="$url" "$client"
done
for url in "http://user:$secret@host" "http://:$secret@host:80" "https://user:$secret@host" "http://good,http://u:$secret@bad" \
    "user:$secret@host" "http://host/path?token=$secret" "http:/u:pa/$secret@host"; do
    hides "BACKEND_URL=${url//$secret/…}" env BACKEND_URL="$url" "$client"
    hides "TARGETS=x=${url//$secret/…}" env TARGETS="x=$url x" "$load"
done
hides "a misspelt ADMIN_TOKN" env ADMIN_TOKN="$secret" "$backend"
hides "a misspelt REDIS_ULR" env REDIS_ULR="redis://:$secret@host" "$client"
hides "a misspelt flag" "$client" --redis-ulr="redis://:$secret@host"
hides "a value that lost its flag" "$client" "$secret"
hides "a flag of another" env ADMIN_TOKEN="$secret" PORT=x "$client"
hides "a schedule" env SCHEDULE="22:00-06:00 REDIS_URL=redis://:$secret@host" "$client"
