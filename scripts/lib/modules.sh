# shellcheck shell=bash
# A library compiled by itself, for the tiers whose programs are no part of the package. Source it after common.sh, with
# $root set.

: "${root:?set it before sourcing this}"

# The package's own settings.
swift_flags=(-swift-version 6 -O -wmo -parse-as-library -package-name holdfast -use-ld=lld -warnings-as-errors
    -enable-upcoming-feature ExistentialAny -enable-upcoming-feature InternalImportsByDefault
    -enable-upcoming-feature MemberImportVisibility -I "$root/Sources/CLinux")

# compile_module MODULE FOLDER FLAG... : the module and its object in FOLDER.
compile_module() {
    local module=$1 folder=$2
    shift 2
    local -a sources
    mapfile -t sources < <(find "$root/Sources/$module" -name '*.swift')
    mkdir -p "$folder"
    swiftc "${swift_flags[@]}" "$@" -module-name "$module" -emit-module \
        -emit-module-path "$folder/$module.swiftmodule" -c -o "$folder/$module.o" "${sources[@]}"
}

# compile_with MODULE FOLDER PROGRAM FILE_OR_FLAG... : a program in FOLDER that imports the module there.
compile_with() {
    local module=$1 folder=$2 program=$3
    shift 3
    swiftc "${swift_flags[@]}" -module-name "Program_${program//-/_}" -I "$folder" "$folder/$module.o" "$@" \
        -o "$folder/$program"
}

# write_cases FOLDER FLAG... : the unit tests' cases of HTTPCore as files in FOLDER/request and FOLDER/response.
write_cases() {
    local folder=$1
    shift
    mkdir -p "$folder/request" "$folder/response"
    compile_module HTTPCore "$folder/build" && compile_with HTTPCore "$folder/build" write-cases \
        "$root"/Tests/HTTPCoreTests/Cases/*.swift "$root/Tests/Fuzzing/Seeds/WriteCases.swift" &&
        "$folder/build/write-cases" "$folder" "$@"
}
