# shellcheck shell=bash
# shellcheck disable=SC2154 # bench.sh and servers.sh, which come first, set what is used here.
# From exec to the first answer, fresh processes in turn.

for name in backend client nginx; do
    stop "$name"
    case "$name" in
        backend) start_command=("$static_programs/backend-service") ;;
        client) start_command=("$static_programs/client-service") ;;
        nginx) start_command=("$nginx" -c "$scratch/nginx.conf") ;;
    esac
    for _ in $(seq "$((4 * rounds))"); do
        line "$name" "$(env HOST=127.0.0.1 PORT="${port_of[$name]}" ADMIN_PORT="$((${port_of[$name]} + 500))" EVENT_LOOPS=1 \
            DRAIN_DELAY=0ms BACKEND_URL="http://127.0.0.1:${port_of[backend]}" \
            taskset -c 0 python3 "$root/scripts/bench/first_answer.py" "${port_of[$name]}" "${start_command[@]}")"
    done
    start "$name"
done
