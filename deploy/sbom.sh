#!/usr/bin/env bash
# Writes what the program is made of, with versions, hashes and licences (SBOM, CycloneDX 1.6 in JSON), as dist/motcua.cdx.json or
# the file given. It is read from a clone of the commit: the tool does not know git's worktrees.
set -euo pipefail
cd "$(dirname "$0")/.."
out=$(realpath -m "${1:-dist/motcua.cdx.json}")
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
mkdir -p "$(dirname "$out")"
GOBIN=$tmp go install github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.10.0
git clone -q . "$tmp/motcua"
git -C "$tmp/motcua" checkout -q "$(git rev-parse HEAD)"
cd "$tmp/motcua"
go mod download
CGO_ENABLED=0 GOOS=linux GOARCH=amd64 "$tmp/cyclonedx-gomod" app -json -output-version 1.6 -licenses -std -noserial \
  -main cmd/motcua -output "$out" . 2> "$tmp/log" || { cat "$tmp/log" >&2; exit 1; }
# Every module that is in the program must be in the list.
missing=0
while read -r module version; do
  grep -q "pkg:golang/$module@$version" "$out" || { echo "sbom: $module $version is missing" >&2; missing=1; }
done < <(CGO_ENABLED=0 GOOS=linux GOARCH=amd64 go list -deps -f '{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}{{end}}{{end}}' ./cmd/motcua | sort -u)
[ $missing -eq 0 ]
echo "sbom: $(grep -c '"purl"' "$out") parts in $out"
