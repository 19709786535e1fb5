# shellcheck shell=bash
# shellcheck disable=SC2154 # bench.sh and servers.sh, which come first, set what is used here.
# Requests per second at full load, beside the peer in alternating rounds.

for name in backend-logged backend client; do
    for _ in $(seq "$rounds"); do
        line "$name" "$(rate "${port_of[$name]}")" "$(rate "${port_of[${peer_of[$name]}]}")"
    done
done
