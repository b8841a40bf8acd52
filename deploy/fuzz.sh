#!/bin/sh
# Runs every fuzz target of the code, one after the other. A target is found by its name: nobody has to list it. What a target
# finds stands in its package's testdata/fuzz and fails the ordinary tests too.
#   deploy/fuzz.sh blind 60        60 s in all: a second each, and what is left for one that the commit chooses, so that each
#                                  has its turn; with the tests as they are built anyway: building everything once more with
#                                  counters that lead the search takes minutes, which does not pay for one minute of it
#   deploy/fuzz.sh led 3600        an hour each, led by counters
#   deploy/fuzz.sh led 300 Mask    five minutes each, only of targets with this in "./folder FuzzName"
set -eu
cd "$(dirname "$0")/.."
how=$1 seconds=$2 only=${3:-}
GO=${GO:-go}

targets=$(grep -rn --include='*_test.go' '^func Fuzz' . | sed 's|^\(.*\)/[^/]*_test\.go:[0-9]*:func \(Fuzz[A-Za-z0-9_]*\).*|\1 \2|' | sort -u)
n=$(printf '%s\n' "$targets" | wc -l)
[ "$n" -ge 15 ] || { echo "only $n fuzz targets were found"; exit 1; }
if [ "$how" = blind ]; then
  each=1 turn=$((0x$(git rev-parse --short=7 HEAD 2>/dev/null || date +%j) % n + 1))
  long=$((seconds - n + 1))
  [ "$long" -ge 1 ] || long=1
else
  each=$seconds turn=0
fi
targets=$(printf '%s\n' "$targets" | grep -e "$only") || { echo "no fuzz target has $only in its name"; exit 1; }
echo "$(printf '%s\n' "$targets" | wc -l) fuzz targets, $each s each"
[ "$turn" = 0 ] || echo "but $long s for $(printf '%s\n' "$targets" | sed -n "${turn}p")"

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
# Making what was found small is bounded: it would take the whole share of a target.
run() {
  if [ "$how" = blind ]; then
    test=$tmp/$(printf %s "$1" | tr / -).test
    [ -e "$test" ] || $GO test -c -o "$test" "$1" || return
    (cd "$1" && "$test" -test.run '^$' -test.fuzz "^$2\$" -test.fuzztime "${each}s" -test.fuzzminimizetime 10x \
      -test.fuzzcachedir "$tmp/cache" -test.timeout $((each + 600))s)
  else
    $GO test "$1" -run '^$' -fuzz "^$2\$" -fuzztime "${each}s" -fuzzminimizetime 10x -timeout $((each + 600))s
  fi
}
failed=
printf '%s\n' "$targets" >"$tmp/targets"
at=0 usual=$each
while read -r pkg target; do
  at=$((at + 1)) each=$usual
  [ "$at" != "$turn" ] || each=$long
  # An input under test when the time is up is reported by Go as the target's failure (go.dev/issue/75804): it is none
  # unless an input was written down.
  if ! run "$pkg" "$target" >"$tmp/out" 2>&1 && { grep -q 'Failing input' "$tmp/out" || ! grep -q 'context deadline exceeded' "$tmp/out"; }; then
    tail -40 "$tmp/out"
    failed="$failed $pkg:$target"
  fi
done <"$tmp/targets"
[ -z "$failed" ] || { echo "failed:$failed"; exit 1; }
