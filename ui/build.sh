#!/bin/sh
# Builds the console unless it is newer than all of its sources. Called by Maven.
set -eu
cd "$(dirname "$0")"

if [ -f dist/index.html ] && [ -z "$(find src public e2e ./*.json ./*.ts ./*.mjs index.html -newer dist/index.html -print -quit)" ]; then
  exit 0
fi
if ! [ node_modules/.package-lock.json -nt package-lock.json ]; then
  npm ci --no-audit --no-fund --loglevel=error
fi
npm run --silent build
touch dist/index.html
