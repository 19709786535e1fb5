# shellcheck shell=bash
# shellcheck disable=SC2154 # bench.sh and servers.sh, which come first, set what is used here.
# What an image holds: the static program, stripped.

for program in backend-service client-service load-generator; do
    line "$program" "$(stat -c %s "$static_programs/$program")"
done
