#!/usr/bin/env bash
# Runs the systemd units under a real systemd: one of its own as process 1 of a container (systemd-nspawn) over this machine's own
# files, with a throw-away layer above them and a network of its own. It installs as docs/operations.md says. Needs root and
#   apt-get install --no-install-recommends systemd-container
# MOTCUA=./motcua takes a program that is built already.
set -euo pipefail
cd "$(dirname "$0")/.."

echo "- judged as they lie here"
most=2.0
for unit in motcua motcua-backup; do
  line=$(systemd-analyze security --offline=true --no-pager "deploy/$unit.service" 2>/dev/null | tail -n 1)
  score=$(grep -o '[0-9]\+\.[0-9]\+' <<<"$line")
  echo "$unit.service: exposure $score (at most $most)"
  awk -v s="$score" -v m=$most 'BEGIN { exit !(s <= m) }' || { echo "units-test: $unit.service is open too far" >&2; exit 1; }
done

tmp=$(mktemp -d)
machine=motcua-try-$$
boot=
finish() {
  [ -z "$boot" ] || { kill -KILL "$boot" 2>/dev/null || true; wait "$boot" 2>/dev/null || true; }
  umount "$tmp/root" 2>/dev/null || true
  umount "$tmp/layer" 2>/dev/null || true
  rm -rf "$tmp"
}
trap finish EXIT
motcua=${MOTCUA:-}
if [ -z "$motcua" ]; then
  motcua=$tmp/motcua
  CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o "$motcua" ./cmd/motcua
fi
mkdir -p "$tmp"/{layer,root}
mount -t tmpfs -o size=1g none "$tmp/layer"
mkdir "$tmp"/layer/{upper,work}
mount -t overlay -o "lowerdir=/,upperdir=$tmp/layer/upper,workdir=$tmp/layer/work" none "$tmp/root"
root=$tmp/root
# What docs/operations.md says under "With systemd".
install -m 0755 "$motcua" "$root/usr/local/bin/motcua"
install -m 0755 deploy/motcua-admin "$root/usr/local/bin/"
chroot "$root" useradd --system --home-dir /var/lib/motcua --shell /usr/sbin/nologin motcua
install -d -m 0700 "$root/etc/motcua"
chroot "$root" install -d -m 0700 -o motcua -g motcua /var/backups/motcua
install -m 0600 deploy/env.example "$root/etc/motcua/env"
install -m 0644 deploy/motcua.service deploy/motcua-backup.service deploy/motcua-backup.timer "$root/etc/systemd/system/"
chroot "$root" systemd-analyze verify /etc/systemd/system/motcua.service /etc/systemd/system/motcua-backup.{service,timer}
# Only what a system needs, and us: none of this machine's own services.
find "$root/etc/systemd/system" -mindepth 1 -maxdepth 1 -name '*.wants' -exec rm -rf {} +
rm -f "$root/etc/machine-id" && touch "$root/etc/machine-id"
chroot "$root" systemctl enable --quiet motcua.service motcua-backup.timer

SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=${UNIFIED:-0} systemd-nspawn --quiet --register=no --keep-unit --machine="$machine" \
  --directory="$root" --private-network --console=pipe --boot -- --unit=multi-user.target --show-status=no \
  </dev/null >"$tmp/log" 2>&1 &
boot=$!
fail() { echo "units-test: $*" >&2; tail -n 30 "$tmp/log" >&2; [ -z "${leader:-}" ] || in_it journalctl --no-pager -n 40 >&2 || true; exit 1; }
leader=
for _ in $(seq 100); do
  leader=$(pgrep -P "$boot" -x systemd || true)
  [ -n "$leader" ] && break
  kill -0 "$boot" 2>/dev/null || fail "the container ended"
  sleep 0.2
done
[ -n "$leader" ] || fail "no systemd"
in_it() { nsenter -t "$leader" -m -p -n -u -i -C -- env -i PATH="$PATH" LANG=C.UTF-8 "$@"; }
show() { in_it systemctl show -P "$1" motcua.service; }
for _ in $(seq 600); do
  [ "$(show ActiveState 2>/dev/null || true)" = active ] && break
  sleep 0.2
done
echo "- under $(in_it systemctl --version | head -n 1), process 1 of a container"
[ "$(show ActiveState)" = active ] || fail "motcua.service is $(show ActiveState)"
echo "status: $(show StatusText)"
[ "$(in_it curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:8080/readyz)" = 200 ] || fail "/readyz does not answer 200"
pid=$(show MainPID)
in_it grep -E '^(Uid|CapBnd|NoNewPrivs|Seccomp):' "/proc/$pid/status" | tr '\t\n' '  '; echo
[ "$(in_it awk '/^Uid:/ { print $2 }' "/proc/$pid/status")" = "$(in_it id -u motcua)" ] || fail "not the user motcua"
in_it grep -q '^Seccomp:	2' "/proc/$pid/status" || fail "no filter of system calls"
in_it stat -c '%a %U %n' /var/lib/motcua
in_it nsenter -t "$pid" -m touch /etc/motcua/x 2>/dev/null && fail "it can write outside its folders"
in_it nsenter -t "$pid" -m ls /home/ 2>/dev/null | grep -q . && fail "it sees /home"

echo "- killed: systemd starts it again"
in_it kill -KILL "$pid"
for _ in $(seq 300); do
  again=$(show MainPID)
  [ "$again" != 0 ] && [ "$again" != "$pid" ] && [ "$(show ActiveState)" = active ] && break
  sleep 0.2
done
[ "$(show ActiveState)" = active ] && [ "$again" != "$pid" ] || fail "it did not come back"
echo "restarts: $(show NRestarts)"

echo "- hung: the watchdog ends it" # stopped, so that its own listener does not answer
if [ "${WATCHDOG:-}" ]; then
  in_it kill -STOP "$again"
  for _ in $(seq 200); do [ "$(show NRestarts)" -ge 2 ] && break; sleep 1; done
  [ "$(show NRestarts)" -ge 2 ] || fail "a hung process was not replaced"
  for _ in $(seq 100); do [ "$(show ActiveState)" = active ] && break; sleep 0.5; done
  echo "restarts: $(show NRestarts)"
else
  echo "not tried: WATCHDOG=1 takes two minutes more"
fi

echo "- commands of the administrator"
in_it motcua-admin version || fail "motcua-admin"
in_it motcua-admin admin link | grep -q '/admin/vao?ma=' || fail "no sign-in link"
in_it systemctl start motcua-backup.service || fail "the backup failed"
in_it find /var/backups/motcua -type f -printf '%m %u %f\n' | grep '^600 motcua .*backup$' || fail "no backup, or one that others may read"
in_it systemctl list-timers --no-pager motcua-backup.timer | sed -n 2p

echo "- restored into an empty folder, as docs/van-hanh.md says"
in_it systemctl stop motcua.service
in_it mv /var/lib/motcua /var/lib/motcua.before
in_it sh -c 'motcua-admin restore /var/backups/motcua/*.backup' || fail "the restore failed"
in_it stat -c '%a %U %n' /var/lib/motcua /var/lib/motcua/motcua.sqlite
[ "$(in_it stat -c '%a %U' /var/lib/motcua)" = "700 motcua" ] || fail "the folder is open to others"
in_it systemctl start motcua.service || fail "it does not start on what was restored"
[ "$(in_it curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:8080/readyz)" = 200 ] || fail "/readyz does not answer 200 after the restore"

echo "- wrong settings end it with status 78, once"
echo 'MOTCUA_WORK_DAYS=sometimes' >> "$root/etc/motcua/env"
in_it systemctl restart motcua.service 2>/dev/null || true
for _ in $(seq 100); do [ "$(show ActiveState)" = failed ] && break; sleep 0.2; done
[ "$(show ActiveState)/$(show ExecMainStatus)" = failed/78 ] || fail "$(show ActiveState) with status $(show ExecMainStatus)"
sed -i '$d' "$root/etc/motcua/env"
in_it systemctl start motcua.service || fail "it does not start again with good settings"
began=$(date +%s%N)
in_it systemctl stop motcua.service
echo "stopped after $((($(date +%s%N) - began) / 1000000)) ms: $(show Result)"
[ "$(show Result)" = success ] || fail "stopping: $(show Result)"
echo "units-test: installed, started, killed, backed up, stopped"
