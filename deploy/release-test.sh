#!/usr/bin/env bash
# Proves that a release can be built again: the same commit out of two clones in different folders, with empty caches of
# their own for our packages' paths, gives equal bytes. FULL=1 for every target, else the one of this machine.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
[ "${FULL:-}" ] || TARGETS="$(go env GOHOSTOS)/$(go env GOHOSTARCH)"
export TARGETS=${TARGETS:-}
for place in one a/longer/path; do
  git clone -q --no-local "$root" "$tmp/$place/motcua"
  (cd "$tmp/$place/motcua" && git checkout -q "$(git -C "$root" rev-parse HEAD)" && ./deploy/release.sh "$tmp/$place/out" >/dev/null)
done
diff "$tmp/one/out/SHA256SUMS" "$tmp/a/longer/path/out/SHA256SUMS"
if grep -qa "$tmp" "$tmp"/one/out/motcua_*; then
  echo "release-test: a path of the building machine is in the program" >&2
  exit 1
fi
native=$tmp/one/out/motcua_$(go env GOHOSTOS)_$(go env GOHOSTARCH)
line=$("$native" version)
want=$(git rev-parse --short=12 HEAD)
case "$line" in
  *"$want"*"có sửa thêm"*) echo "release-test: the program says that files were changed: $line" >&2; exit 1 ;;
  *"$want ngày "*) ;;
  *) echo "release-test: wanted commit $want and its day: $line" >&2; exit 1 ;;
esac
cat "$tmp/one/out/SHA256SUMS"
echo "release-test: built twice, equal bytes; $line"
