#!/bin/sh
# Runs every fuzz target of the code, one after the other, for so many seconds in all (default 60). A target is found by its
# name: nobody has to list it. What a target finds stands in its package's testdata/fuzz and fails the ordinary tests too.
set -eu
cd "$(dirname "$0")/.."
# Making what was found small is bounded: it would take the whole share of a target.
all=${1:-60}
GO=${GO:-go}

targets=$(grep -rn --include='*_test.go' '^func Fuzz' . | sed 's|^\(.*\)/[^/]*_test\.go:[0-9]*:func \(Fuzz[A-Za-z0-9_]*\).*|\1 \2|' | sort -u)
n=$(printf '%s\n' "$targets" | wc -l)
[ "$n" -ge 15 ] || { echo "only $n fuzz targets were found"; exit 1; }
each=$((all / n))
[ "$each" -ge 1 ] || each=1
echo "$n fuzz targets, $each s each"

failed=
printf '%s\n' "$targets" >"${TMPDIR:-/tmp}/fuzz-targets.$$"
while read -r pkg target; do
  if ! out=$($GO test "$pkg" -run '^$' -fuzz "^$target\$" -fuzztime "${each}s" -fuzzminimizetime 10x -timeout $((each + 600))s 2>&1); then
    printf '%s\n' "$out" | tail -40
    failed="$failed $pkg:$target"
  fi
done <"${TMPDIR:-/tmp}/fuzz-targets.$$"
rm -f "${TMPDIR:-/tmp}/fuzz-targets.$$"
[ -z "$failed" ] || { echo "failed:$failed"; exit 1; }
