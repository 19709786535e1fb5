# shellcheck shell=bash
# shellcheck disable=SC2154 # bench.sh and servers.sh, which come first, set what is used here.
# What an image holds: the static program, stripped.

printf '| static and stripped, MB | |\n|---|---|\n'
for program in backend-service client-service load-generator; do
    printf '| %s | %s |\n' "$program" "$(stat -c %s "$static_programs/$program" | awk '{ printf "%.2f", $1 / 1e6 }')"
done
