# shellcheck shell=bash
# The programs as an image holds them: static and stripped. Source it after setup.sh, with $root set.

: "${root:?set it before sourcing this}"

# Where it builds, and where build_static leaves backend-service, client-service and load-generator.
: "${static_build:=$root/.build-static}"
static_programs="$static_build/stripped"

# Generics of the libraries are specialized in the programs (cross-module optimization), exclusive access is proven where
# the compiler can and checked at run time by the tests, which are built without this flag, and neither the regular
# expressions' library nor what nobody calls is linked. Functions that came out alike are linked once: nothing here
# compares the addresses of two. Where the checkout lies does not get into a program, so that the same commit gives the
# same bytes anywhere.
static_flags=(
    --static-swift-stdlib -Xswiftc -static-executable
    -Xswiftc -cross-module-optimization -Xswiftc -enforce-exclusivity=unchecked
    -Xswiftc -Xfrontend -Xswiftc -disable-implicit-string-processing-module-import
    -Xswiftc -Xfrontend -Xswiftc -function-sections -Xswiftc -use-ld=lld -Xlinker --gc-sections -Xlinker --icf=all
    -Xswiftc -file-prefix-map -Xswiftc "$root=/holdfast"
)

build_static() {
    local program
    need_swift
    mkdir -p "$static_programs"
    for program in backend-service client-service load-generator; do
        quietly "building $program (static)" swift build --package-path "$root" -c release \
            --scratch-path "$static_build" --product "$program" "${static_flags[@]}"
        strip -o "$static_programs/$program" "$static_build/release/$program"
    done
}
