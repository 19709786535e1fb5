#!/usr/bin/env bash
# Format and lint: Swift sources and shell scripts, the rules of the house that a grep can hold, and what documentation
# quotes and links to.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=scripts/lib/tier.sh
. "$root/scripts/lib/tier.sh"
# shellcheck source=scripts/lib/documentation.sh
. "$root/scripts/lib/documentation.sh"
cd "$root"
need_swift
has shellcheck || install_packages shellcheck
has jq || install_packages jq

no_dependencies() { ! grep -nE '\.package\(' Package.swift; }

# The lab is a developer's tool; what goes into an image does without Foundation.
no_foundation() {
    ! grep -rnE '^\s*(public |internal |private |package |@[a-zA-Z]+ )*import Foundation' Sources --include='*.swift' |
        grep -v '^Sources/Lab/'
}

# README calls for prose that stays; these are notes to oneself. What the fuzzer wrote is not, nor are pictures.
nothing_unfinished() {
    ! grep -rnIE --exclude-dir=Corpus 'TODO|FIXME|XXX' Sources Tests chaos-experiments docs kubernetes monitoring \
        Dockerfile README.md
}

# A clock of a test's own has a sleep to declare.
tests_do_not_sleep() {
    ! grep -rnE 'Task\.sleep|usleep\(|[^a-zA-Z.]sleep\(' Tests --include='*.swift' | grep -v 'func sleep('
}

scripts_pass_shellcheck() {
    local -a scripts
    mapfile -t scripts < <(find scripts .ci -type f \( -name '*.sh' -o -name run \))
    shellcheck --external-sources "${scripts[@]}"
}

# The sanitizer does not see a Mutex, and reports the types that have one when two threads happen to meet there.
# shellcheck disable=SC2016 # awk's, not the shell's
mutexes_are_known() {
    local file name status=0
    while IFS=: read -r file name; do
        grep -q "[a-z]${#name}$name\$" scripts/tests/thread-sanitizer.supp && continue
        printf '%s: scripts/tests/thread-sanitizer.supp does not name %s\n' "$file" "$name"
        status=1
    done < <(grep -rlE 'Mutex[<(]' Sources --include='*.swift' | grep -v '^Sources/Benchmarks/' | xargs awk '
        match($0, /final class [A-Za-z]+/) { name = substr($0, RSTART + 12, RLENGTH - 12) }
        /^    ([@a-zA-Z]+ )*let [a-zA-Z]+(: | = )Mutex[<(]/ { print FILENAME ":" name }' | sort -u)
    return "$status"
}

# The first column of the table of tiers, which is the page's only one of bare words.
# shellcheck disable=SC2016 # backticks to look for
tiers_are_listed() {
    diff --label "scripts/run-tests.sh" --label "docs/contributing.md" -u \
        <(scripts/run-tests.sh --help | sed 's/.*: //' | tr ' ' '\n') \
        <(sed -nE 's/^\| `([a-z-]+)` \| .*/\1/p' docs/contributing.md)
}

check "swift format lint --strict" swift format lint --strict --recursive Sources Tests Package.swift
check "shellcheck" scripts_pass_shellcheck
check "Package.swift has no dependencies" no_dependencies
check "no Foundation in what ships" no_foundation
check "nothing unfinished" nothing_unfinished
check "no test sleeps" tests_do_not_sleep
check "thread-sanitizer.supp names every type that has a Mutex" mutexes_are_known
check "docs/contributing.md lists the tiers there are" tiers_are_listed

mapfile -t pages < <(find "$root/README.md" "$root/chaos-experiments" "$root/docs" "$root/kubernetes" \
    "$root/monitoring" -name '*.md')
for page in "${pages[@]}"; do
    check "${page#"$root/"}: its Swift is compiled" examples_are_compiled "$page"
    check "${page#"$root/"}: its links lead somewhere" links_lead_somewhere "$page"
done
for page in architecture resilience logs; do
    check "docs/$page.md: its metrics and log events exist" telemetry_exists "$root/docs/$page.md"
done
check "docs/logs.md: its table of events is the schema's" table_is_of_the_schema "$root/docs/logs.md"
check "docs/logs.schema.json: its events and fields are the sources'" schema_is_of_the_sources
check "docs/logs.schema.json: it knows what every line has" common_fields_are_known
check "every example is quoted" examples_are_quoted "${pages[@]}"
finish
