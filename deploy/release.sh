#!/usr/bin/env bash
# Builds the programs of a release into dist/ (or the folder given), with their checksums. Whoever builds the same commit
# gets the same bytes, wherever it lies: the toolchain is the one that go.mod names, no path and no time of the day goes in.
#   deploy/release.sh [folder]
# TARGETS="linux/amd64" builds less.
set -euo pipefail
cd "$(dirname "$0")/.."
out=$(realpath -m "${1:-dist}")
go=${GO:-go}
if [ -n "$(git status --porcelain)" ]; then
  echo "release: commit first, what is built must be what the commit says" >&2
  exit 1
fi
GOTOOLCHAIN=$(sed -n 's/^toolchain //p' go.mod)
export GOTOOLCHAIN
"$go" mod download
# From here on nothing of this machine's settings may change the program.
export GOENV=off CGO_ENABLED=0 GOFLAGS=-mod=readonly GOEXPERIMENT= GOWORK=off GOAMD64=v1 GOARM64=v8.0 GOFIPS140=off
mkdir -p "$out"
rm -f "$out"/motcua_* "$out"/SHA256SUMS
for target in ${TARGETS:-linux/amd64 linux/arm64 windows/amd64}; do
  export GOOS=${target%/*} GOARCH=${target#*/}
  name=motcua_${GOOS}_$GOARCH
  [ "$GOOS" != windows ] || name+=.exe
  "$go" build -trimpath -buildvcs=true -ldflags='-s -w' -o "$out/$name" ./cmd/motcua
done
cd "$out"
sha256sum motcua_* > SHA256SUMS
cat SHA256SUMS
