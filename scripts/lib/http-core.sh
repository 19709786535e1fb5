# shellcheck shell=bash
# HTTPCore compiled by itself, for the tiers whose programs are no part of the package. Source it after common.sh, with
# $root set.

: "${root:?set it before sourcing this}"

# The package's own settings.
swift_flags=(-swift-version 6 -O -wmo -parse-as-library -package-name holdfast -use-ld=lld -warnings-as-errors
    -enable-upcoming-feature ExistentialAny -enable-upcoming-feature InternalImportsByDefault
    -enable-upcoming-feature MemberImportVisibility)

# compile_http_core FOLDER FLAG... : the module and its object in FOLDER.
compile_http_core() {
    local folder=$1
    shift
    local -a sources
    mapfile -t sources < <(find "$root/Sources/HTTPCore" -name '*.swift')
    mkdir -p "$folder"
    swiftc "${swift_flags[@]}" "$@" -module-name HTTPCore -emit-module -emit-module-path "$folder/HTTPCore.swiftmodule" \
        -c -o "$folder/HTTPCore.o" "${sources[@]}"
}

# compile_with_http_core FOLDER PROGRAM FILE_OR_FLAG... : a program in FOLDER that imports the module there.
compile_with_http_core() {
    local folder=$1 program=$2
    shift 2
    swiftc "${swift_flags[@]}" -module-name "Program_${program//-/_}" -I "$folder" "$folder/HTTPCore.o" "$@" \
        -o "$folder/$program"
}

# write_cases FOLDER FLAG... : the unit tests' cases as files in FOLDER/request and FOLDER/response.
write_cases() {
    local folder=$1
    shift
    mkdir -p "$folder/request" "$folder/response"
    compile_http_core "$folder/build" && compile_with_http_core "$folder/build" write-cases \
        "$root"/Tests/HTTPCoreTests/Cases/*.swift "$root/Tests/Fuzzing/Seeds/WriteCases.swift" &&
        "$folder/build/write-cases" "$folder" "$@"
}
