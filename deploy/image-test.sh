#!/usr/bin/env bash
# Builds the image of deploy/Dockerfile without a daemon (buildah, chroot isolation) and runs it as compose.yaml does: read-only,
# without root, without capabilities, with a volume, in namespaces of its own (crun). Needs root, buildah, crun and busybox-static:
#   apt-get install --no-install-recommends buildah crun busybox-static
# Where Docker Hub cannot be reached, BASE=local puts this machine's Go and busybox in the place of golang:…-alpine; every line of
# the Dockerfile runs all the same, and the image itself is FROM scratch.
set -euo pipefail
cd "$(dirname "$0")/.."
tmp=$(mktemp -d)
name=motcua-try-$$
store=(--root "$tmp/store" --runroot "$tmp/run" --storage-driver vfs)
# Where version 1 and 2 of cgroups are mixed, crun refuses to start anything, though it is to make none: it sees neither.
crun() { unshare --mount sh -c 'mount -t tmpfs none /sys/fs/cgroup && exec crun "$@"' crun --cgroup-manager disabled "$@"; }
finish() {
  crun --root "$tmp/crun" delete -f "$name" 2>/dev/null || true
  rm -rf "$tmp"
}
trap finish EXIT
fail() { echo "image-test: $*" >&2; tail -n 20 "$tmp/log" >&2 2>/dev/null || true; exit 1; }

args=()
if [ "${BASE:-}" = local ]; then
  base=$tmp/base
  mkdir -p "$base"/{bin,usr/local/go,etc/ssl/certs,tmp,root,go}
  cp /bin/busybox "$base/bin/busybox"
  for tool in sh mkdir ls cat; do ln -s busybox "$base/bin/$tool"; done
  cp /etc/ssl/certs/ca-certificates.crt "$base/etc/ssl/certs/"
  tag=$(sed -n 's/^FROM \(golang:[^ ]*\).*/\1/p' deploy/Dockerfile)
  from=$(buildah "${store[@]}" from scratch)
  buildah "${store[@]}" copy -q "$from" "$base" / >/dev/null
  buildah "${store[@]}" config --env PATH=/usr/local/go/bin:/bin --env GOPATH=/go --env "GOPROXY=$(go env GOPROXY)" \
    --env "GOSUMDB=$(go env GOSUMDB)" "$from"
  buildah "${store[@]}" commit -q "$from" "docker.io/library/$tag" >/dev/null
  rm -rf "$base"
  # Go itself, and what this machine has compiled and fetched already.
  args=(--pull-never --volume "$(go env GOROOT):/usr/local/go:ro" --volume "$(go env GOMODCACHE):/go/pkg/mod" --volume "$(go env GOCACHE):/root/.cache/go-build")
fi
origin=$(TZ=UTC git log -1 --date=iso-strict-local --format='%H %cd')
buildah "${store[@]}" build -q --isolation chroot --build-arg "ORIGIN=$origin" "${args[@]}" \
  --ignorefile deploy/Dockerfile.dockerignore -f deploy/Dockerfile -t motcua:try . >"$tmp/log" 2>&1 || fail "the build failed"
buildah "${store[@]}" inspect --type image motcua:try > "$tmp/image.json"
container=$(buildah "${store[@]}" from --pull-never motcua:try)
root=$(buildah "${store[@]}" mount "$container")
echo "files of the image:"; (cd "$root" && find . -type f -exec ls -l {} + | awk '{ print "  " $1, $3 ":" $4, $5, $NF }')

# As compose.yaml has it: read_only, tmpfs /tmp, a volume, cap_drop ALL, no-new-privileges, 1 GB.
mkdir -p "$tmp/bundle" "$tmp/volume"
chown 65532:65532 "$tmp/volume" && chmod 0700 "$tmp/volume"
chmod 0755 "$tmp"
python3 - "$tmp" "$root" <<'P'
import json, sys
tmp, root = sys.argv[1:]
c = json.load(open(tmp + "/image.json"))["OCIv1"]["config"]
assert c["User"] == "65532:65532" and list(c["Volumes"]) == ["/data"] and "8080/tcp" in c["ExposedPorts"], c
mounts = [("/proc", "proc", "proc", []), ("/tmp", "tmpfs", "tmpfs", ["nosuid", "nodev", "mode=1777"]),
          ("/dev", "tmpfs", "tmpfs", ["nosuid", "mode=755"])]
json.dump({
    "ociVersion": "1.0.2", "hostname": "motcua", "root": {"path": root, "readonly": True},
    "process": {"terminal": False, "user": {"uid": 65532, "gid": 65532}, "cwd": "/", "args": c["Entrypoint"] + c["Cmd"],
                "env": c["Env"] + ["MOTCUA_ADMINS=telegram:777"], "noNewPrivileges": True,
                "capabilities": {k: [] for k in ("bounding", "effective", "permitted", "inheritable", "ambient")}},
    "mounts": [{"destination": d, "type": t, "source": s, "options": o} for d, t, s, o in mounts] +
              [{"destination": "/data", "type": "bind", "source": tmp + "/volume", "options": ["bind", "rw", "nosuid", "nodev"]}],
    "linux": {"namespaces": [{"type": t} for t in ("pid", "mount", "ipc", "uts", "network")],
              "maskedPaths": ["/proc/kcore", "/proc/keys", "/proc/sysrq-trigger"], "readonlyPaths": ["/proc/sys"]},
}, open(tmp + "/bundle/config.json", "w"))
P
began=$(date +%s%N)
crun --root "$tmp/crun" run --detach --bundle "$tmp/bundle" --pid-file "$tmp/pid" "$name" >>"$tmp/log" 2>&1 ||
  fail "it does not start"
pid=$(cat "$tmp/pid")
inside() { nsenter -t "$pid" -n "$@"; }
for _ in $(seq 300); do
  [ "$(inside curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:8080/readyz || true)" = 200 ] && ready=$(date +%s%N) && break
  [ -d "/proc/$pid" ] || fail "it ended"
  sleep 0.1
done
[ "${ready:-}" ] || fail "/readyz never answered 200"
echo "ready after $(((ready - began) / 1000000)) ms: $(inside curl -s http://127.0.0.1:8080/readyz)"
[[ $(inside curl -s http://127.0.0.1:8080/chat) == *"<title>Một Cửa"* ]] || fail "the chat's page is not served"
grep -E '^(Uid|CapEff|CapBnd|NoNewPrivs|Seccomp):' "/proc/$pid/status" | tr '\t\n' '  '; echo
grep -q '^Uid:	65532	65532' "/proc/$pid/status" || fail "not the user 65532"
grep -q '^CapEff:	0000000000000000' "/proc/$pid/status" || fail "it has capabilities"
grep -q '^NoNewPrivs:	1' "/proc/$pid/status" || fail "it may gain privileges"
nsenter -t "$pid" -m -r touch /x 2>/dev/null && fail "its root can be written"
run() { crun --root "$tmp/crun" exec "$name" /motcua "$@"; }
run version
[[ $(run version) == *"$(git rev-parse --short=12 HEAD) ngày"* ]] || fail "motcua version does not tell the commit and its day"
[[ $(run admin link) == *"/admin/vao?ma="* ]] || fail "no sign-in link through the control socket"
run backup /data/backups/ >/dev/null && ls "$tmp"/volume/backups/*.backup >/dev/null || fail "no backup on the volume"
[ -z "$(find "$tmp/volume" ! -user 65532)" ] || fail "files of another user on the volume"
stopping=$(date +%s%N)
crun --root "$tmp/crun" kill "$name" TERM
for _ in $(seq 200); do [ -d "/proc/$pid" ] || break; sleep 0.1; done
[ -d "/proc/$pid" ] && fail "it did not end within 20 s"
echo "stopped after $((($(date +%s%N) - stopping) / 1000000)) ms"
echo "image-test: built, started and stopped"
