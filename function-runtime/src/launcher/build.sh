#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Packs the classes that a Java function's JVM starts with, and the native library that one of them has beside it:
# build.sh <java home> <directory of the client's jars>
# The platform itself needs a newer Java than its functions, so these are compiled apart, for Java 17.
set -eu
java_home=$1
directory=$2
source_dir=$(cd "$(dirname "$0")" && pwd)
output=$directory/launcher.jar
library=$directory/libworking-directory.so

if [ -e "$output" ] && [ -e "$library" ] && [ -z "$(find "$source_dir" "$directory"/*.jar -newer "$output" -type f)" ]; then
    exit 0
fi

if command -v musl-gcc >/dev/null 2>&1; then
    compiler="musl-gcc"
else
    compiler="cc"
fi
"$compiler" -std=gnu11 -O2 -Wall -Wextra -Werror -shared -fPIC -nostdlib -fno-stack-protector -s \
    -I "$java_home/include" -I "$java_home/include/linux" -o "$library" "$source_dir"/native/*.c

classes=$(mktemp -d)
trap 'rm -rf "$classes"' EXIT
# The jars name others in their manifests by their full names, which is not how they lie here.
"$java_home/bin/javac" --release 17 -Xlint:all,-path -Werror -d "$classes" -cp "$directory/*" \
    "$source_dir"/java/io/glowplug/launcher/*.java
"$java_home/bin/jar" --create --file "$output.draft" --manifest "$source_dir/manifest.mf" -C "$classes" .
mv "$output.draft" "$output"
