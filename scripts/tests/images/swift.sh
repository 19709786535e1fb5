#!/bin/bash
# Stands in for the compiler: it takes the arguments that a build has, wants to see a package, and leaves a program.
while [ $# -gt 0 ]; do
    case "$1" in
        --package-path) package=$2 ;;
        --scratch-path) scratch=$2 ;;
        --product) product=$2 ;;
    esac
    shift
done
for needed in Package.swift Sources/Posix Tests/PosixTests; do
    [ -e "$package/$needed" ] || { echo "the context has no $needed" && exit 1; }
done
for unwanted in .build .git .venv docs README.md; do
    [ ! -e "$package/$unwanted" ] || { echo "the context has $unwanted" && exit 1; }
done
mkdir -p "$scratch/release"
printf 'stands in for %s\n' "$product" >"$scratch/release/$product"
