#!/usr/bin/env bash
# Looks for known vulnerabilities in what the program calls, as it is released: with the toolchain that go.mod names. The list is at
# vuln.go.dev; where that cannot be reached, the same list comes through the Go module proxy as the Go team's module
# golang.org/x/vulndb (its checksum is verified like any module's). Its folder of reports is read as it lies there: the tool that
# would index it brings a hundred modules to compile. Where neither can be had, nothing is known and nothing fails, but a line says so.
set -uo pipefail
cd "$(dirname "$0")/.."
go=${GO:-go}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
unknown() {
  echo "govulncheck: NOT CHECKED, $1"
  exit 0
}

db=() from=vuln.go.dev
if ! curl -sfI --max-time 5 -o /dev/null https://vuln.go.dev/index/db.json; then
  list=$("$go" mod download -json golang.org/x/vulndb@latest 2>/dev/null) || unknown "neither vuln.go.dev nor golang.org/x/vulndb can be reached from here"
  dir=$(sed -n 's/^\t"Dir": "\(.*\)",$/\1/p' <<<"$list")
  day=$(sed -n 's/^\t"Version": "v[0-9.]*-\([0-9]\{4\}\)\([0-9]\{2\}\)\([0-9]\{2\}\).*/\1-\2-\3/p' <<<"$list")
  ls "$dir"/data/osv/GO-*.json >/dev/null 2>&1 || { echo "govulncheck: no reports in $dir" >&2; exit 1; }
  db=(-db "file://$dir/data/osv") from="golang.org/x/vulndb of $day"
fi
GOBIN=$tmp GOFLAGS= "$go" install golang.org/x/vuln/cmd/govulncheck@v1.1.4 2>"$tmp/log" ||
  { grep -qE 'dial tcp|no such host|connection refused|proxyconnect|GOPROXY' "$tmp/log" && unknown "govulncheck itself cannot be had here"; cat "$tmp/log"; exit 1; }
# The standard library is judged by its version: that of the toolchain which releases are built with. TOOLCHAIN=local judges
# this machine's.
GOTOOLCHAIN=${TOOLCHAIN:-$(sed -n 's/^toolchain //p' go.mod)}
export GOTOOLCHAIN
"$go" version >/dev/null 2>&1 || unknown "$GOTOOLCHAIN, with which releases are built, cannot be had here"
"$tmp/govulncheck" "${db[@]}" ./cmd/... >"$tmp/out" 2>&1
code=$?
case $code in
  0) echo "govulncheck: no known vulnerability is called ($from, $("$go" env GOVERSION))" ;;
  *) cat "$tmp/out" && exit $code ;;
esac
