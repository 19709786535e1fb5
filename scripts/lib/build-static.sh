# shellcheck shell=bash
# The programs as an image holds them: static and stripped. Source it after setup.sh, with $root set.

: "${root:?set it before sourcing this}"

# Where it builds, and where build_static leaves backend-service, client-service and load-generator.
: "${static_build:=$root/.build-static}"
static_programs="$static_build/stripped"

# Generics of the libraries are specialized in the programs (cross-module optimization), exclusive access is proven where
# the compiler can and checked at run time by the tests, which are built without this flag, and neither the regular
# expressions' library nor what nobody calls is linked. Functions that came out alike are linked once: nothing here
# compares the addresses of two. The last three keep where the checkout lies out of the programs, paths and hashes of them,
# so that the same commit gives the same bytes. (But for the length of two paths, which Swift 6.3 writes into the check behind
# withoutActuallyEscaping: a checkout whose own path is longer by one gives two other bytes. In the Dockerfile it is one path.)
static_flags=(
    --static-swift-stdlib -Xswiftc -static-executable
    -Xswiftc -cross-module-optimization -Xswiftc -enforce-exclusivity=unchecked
    -Xswiftc -Xfrontend -Xswiftc -disable-implicit-string-processing-module-import
    -Xswiftc -Xfrontend -Xswiftc -function-sections -Xswiftc -use-ld=lld -Xlinker --gc-sections -Xlinker --icf=all
    -Xswiftc -file-prefix-map -Xswiftc "$root=/holdfast"
    -Xswiftc -Xfrontend -Xswiftc -disable-incremental-llvm-codegen -Xlinker --build-id=none
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
