#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Packs what runs functions of Spring: build.sh <java home> <directory of the client's jars> <directory of Spring's jars>
# The list beside it names all jars and what they are together; a directory of them is known by that.
set -eu
java_home=$1
client=$2
directory=$3
source_dir=$(cd "$(dirname "$0")" && pwd)
output=$directory/spring-host.jar

if [ -e "$directory/jars.txt" ] && [ -z "$(find "$source_dir" "$directory"/*.jar -newer "$directory/jars.txt" -type f)" ]; then
    exit 0
fi

classes=$(mktemp -d)
trap 'rm -rf "$classes"' EXIT
rm -f "$output"
# -classfile: Spring's classes carry annotations of libraries that functions may do without.
"$java_home/bin/javac" --release 17 -Xlint:all,-path,-classfile -Werror -d "$classes" -cp "$directory/*:$client/*" \
    "$source_dir"/java/io/glowplug/spring/*.java
"$java_home/bin/jar" --create --file "$output" --date=2026-01-01T00:00:00Z -C "$classes" .
(cd "$directory" && cat ./*.jar | sha256sum | cut -c 1-16 && ls ./*.jar | cut -c 3-) > "$directory/jars.draft"
mv "$directory/jars.draft" "$directory/jars.txt"
