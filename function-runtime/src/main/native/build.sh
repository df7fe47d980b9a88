#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Builds glowplug-init as a static program: build.sh <output file>. Does nothing when the output is up to date.
set -eu
source_dir=$(cd "$(dirname "$0")" && pwd)
output=$1

if [ -f "$output" ] && [ -z "$(find "$source_dir" -type f -newer "$output")" ]; then
    exit 0
fi

if command -v musl-gcc >/dev/null 2>&1; then
    compiler="musl-gcc"
elif command -v cc >/dev/null 2>&1; then
    compiler="cc"
else
    echo "glowplug-init cannot be built: no C compiler found. Install one, for example:" >&2
    echo "  Debian, Ubuntu:  apt-get install gcc musl-tools" >&2
    echo "  Fedora, RHEL:    dnf install gcc glibc-static" >&2
    echo "  Alpine:          apk add gcc musl-dev" >&2
    exit 1
fi

mkdir -p "$(dirname "$output")"
draft=$output.$$
trap 'rm -f "$draft"' EXIT
if ! "$compiler" -std=c11 -O2 -Wall -Wextra -Werror -static -s -o "$draft" "$source_dir"/*.c; then
    echo "glowplug-init cannot be built with $compiler. If a static C library is missing, install it, for example:" >&2
    echo "  Debian, Ubuntu:  apt-get install musl-tools" >&2
    echo "  Fedora, RHEL:    dnf install glibc-static" >&2
    exit 1
fi
mv "$draft" "$output"
