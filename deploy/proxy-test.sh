#!/usr/bin/env bash
# Tries deploy/Caddyfile: a real Caddy before the real bot, on loopback. Half a minute on a quiet machine.
#   CADDY=/usr/bin/caddy MOTCUA=./motcua deploy/proxy-test.sh      without these, both are built
set -euo pipefail
cd "$(dirname "$0")/.."
tmp=$(mktemp -d)
pids=()
finish() {
  kill "${pids[@]}" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$tmp"
}
trap finish EXIT
faults=0
is() { # is WHAT WANT HAVE
  if [[ $3 =~ ^($2)$ ]]; then echo "ok    $1: $3"; else echo "FAULT $1: $3, wanted $2"; faults=$((faults + 1)); fi
}
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

caddy=${CADDY:-}
if [ -z "$caddy" ]; then
  GOBIN=$tmp go install github.com/caddyserver/caddy/v2/cmd/caddy@v2.11.9
  caddy=$tmp/caddy
fi
motcua=${MOTCUA:-}
if [ -z "$motcua" ]; then
  motcua=$tmp/motcua
  CGO_ENABLED=0 go build -o "$motcua" ./cmd/motcua
fi
up=$(free_port) metrics=$(free_port) http=$(free_port) https=$(free_port)
export MOTCUA_DATA=$tmp/data

# The file as it is, with what a test needs: other ports, no administration, Caddy's own authority, and less patience.
sed 's/read_body 3m/read_body 15s/' deploy/Caddyfile | awk -v http="$http" -v https="$https" '{ print }
  /^\{$/ && !done { print "\tadmin off\n\tskip_install_trust\n\thttp_port " http "\n\thttps_port " https; done = 1 }' \
  > "$tmp/Caddyfile"
MOTCUA_ADDR=127.0.0.1:$up MOTCUA_METRICS_ADDR=127.0.0.1:$metrics MOTCUA_ADMINS=telegram:777 MOTCUA_CHAT_LIMIT=30 \
  MOTCUA_PUBLIC_URL=https://localhost:$https MOTCUA_TRUSTED_PROXIES=127.0.0.1/32 "$motcua" serve 2> "$tmp/motcua.log" &
pids+=($!)
DOMAIN=localhost UPSTREAM=127.0.0.1:$up HOME=$tmp XDG_DATA_HOME=$tmp/caddy-data XDG_CONFIG_HOME=$tmp/caddy-config \
  "$caddy" run --config "$tmp/Caddyfile" --adapter caddyfile 2> "$tmp/caddy.log" &
pids+=($!)

site=https://localhost:$https
ask() { curl -sk --max-time 60 --path-as-is "$@"; }
status() { ask -o /dev/null -w '%{http_code}' "$@"; }
for _ in $(seq 300); do
  [ "$(status "$site/healthz" || true)" = 200 ] && break
  sleep 0.2
done
is "the chat's page" 200 "$(status "$site/")"

echo "- what is for the inside"
for path in /readyz /READYZ /readyz/ //readyz /./readyz /x/../readyz /%72eadyz /metrics /%6detrics; do
  is "$path" '30[1278]|404' "$(status "$site$path")" # a redirect leads to the plain path
  is "$path, followed" 404 "$(status -L "$site$path")"
done
is "/metrics on its own port, from this machine" 200 "$(status "http://127.0.0.1:$metrics/metrics")"
is "/metrics at the bot's main port" 404 "$(status "http://127.0.0.1:$up/metrics")"
is "plain http is led to https" 308 "$(status "http://localhost:$http/")"

echo "- headers"
ask -D "$tmp/headers" -o /dev/null "$site/"
header() { tr -d '\r' < "$tmp/headers" | sed -n "s/^$1: //Ip" | paste -sd'|'; }
is "Strict-Transport-Security" 'max-age=31536000' "$(header strict-transport-security)"
is "Server, Via" '' "$(header server)$(header via)"
is "X-Content-Type-Options, once" nosniff "$(header x-content-type-options)"
is "Content-Security-Policy" "default-src 'none'.*" "$(header content-security-policy)"
is "cookie of the chat" '.*HttpOnly.*Secure.*' "$(ask -D - -o /dev/null "$site/chat" | tr -d '\r' | sed -n 's/^set-cookie: //Ip' | head -1)"

echo "- sizes"
# By HTTP/1.1: curl 7.88 does not read a refusal that comes while it still sends by HTTP/2.
size() { # size BYTES PATH CURL-ARGUMENTS…
  head -c "$1" /dev/zero > "$tmp/body"
  status --http1.1 -X POST --data-binary "@$tmp/body" -H 'Expect:' "${@:3}" "$site$2"
}
is "900 kB to the chat: the bot's own limit" 413 "$(size 900000 /chat/send -H 'Content-Type: application/json')"
is "2 MB to the chat" 413 "$(size 2000000 /chat/send -H 'Content-Type: application/json')"
link=$("$motcua" admin link)
jar=$tmp/jar
is "an official signs in" 303 "$(status -c "$jar" -H "Origin: $site" --data-urlencode "ma=${link##*=}" "$site/admin/vao")"
# The picture of an office: announcements cannot be composed where no channel is on, as here.
office=$(ask -b "$jar" "$site/admin/co-quan" | grep -o 'co-quan?ma=[a-z0-9-]*' | head -1 | cut -d= -f2)
upload() { # upload MEGABYTES: what the page says
  local csrf
  csrf=$(ask -b "$jar" "$site/admin/co-quan?ma=$office" | grep -o 'name="csrf" value="[^"]*"' | head -1 | cut -d'"' -f4)
  { printf '\x89PNG\r\n\x1a\n'; head -c "$(($1 * 1000000))" /dev/zero; } > "$tmp/anh.png"
  ask --http1.1 -H 'Expect:' -b "$jar" -H "Origin: $site" -o "$tmp/page" -w '%{http_code}' -F "csrf=$csrf" -F "ma=$office" -F "anh=@$tmp/anh.png;type=image/png" \
    "$site/admin/co-quan/anh"
}
is "a file of 4 MB reaches the console (which cannot read it)" 422 "$(upload 4)"
is "… and says so" 'yes' "$(grep -q 'Không đọc được' "$tmp/page" && echo yes || echo no)"
is "… of 9 MB: refused" 422 "$(upload 9)"
is "… by the console, in words" 'yes' "$(grep -q '5 MB' "$tmp/page" && echo yes || echo no)"
is "… of 20 MB: refused by Caddy" '413' "$(upload 20)"
is "20 MB from a stranger" '303|401|403|413' "$(size 20000000 /admin/thong-bao/soan)"

echo "- the live chat is not held back"
jar=$tmp/person
ask -c "$jar" -o /dev/null "$site/chat"
is "a question" '200|202' "$(status -b "$jar" -H "Origin: $site" -H 'Content-Type: application/json' \
  -d '{"text":"Đăng ký khai sinh cần giấy tờ gì?","nonce":"0123456789abcdef"}' "$site/chat/send")"
for coding in identity gzip; do
  first=$(timeout 10 curl -skN --compressed -H "Accept-Encoding: $coding" -b "$jar" "$site/chat/stream" |
    python3 -c 'import sys, time
t = time.time()
for line in sys.stdin:
    if line.startswith("data:"): print("%.1f" % (time.time() - t)); break' || true)
  is "$coding: seconds until the first answer is read" '[0-4]\.[0-9]' "$first"
done

echo "- whose address counts"
guess() { status "$@" -X POST -H "Origin: $site" --data "ma=$(head -c 33 /dev/urandom | base64 | tr '+/' '-_' | cut -c1-43)"; }
for i in $(seq 25); do last=$(guess -H "X-Forwarded-For: 203.0.113.$i" "$site/admin/vao"); done
is "25 guesses of a sign-in link, each with another forged X-Forwarded-For" 429 "$last"
is "another client of the proxy is not held up by them" 403 "$(guess --interface 127.0.0.2 "$site/admin/vao")"
for i in $(seq 25); do
  last=$(guess --interface 127.0.0.3 -H "X-Forwarded-For: 203.0.113.$i" -H 'X-Forwarded-Proto: https' "http://127.0.0.1:$up/admin/vao")
done
is "25 guesses past the proxy, forged" 429 "$last"

echo "- slow clients"
slow() { # slow FIRST-BYTES EACH: seconds until the connection was ended
  python3 - "$https" "$1" "$2" <<'P'
import socket, ssl, sys, time
port, first, piece = int(sys.argv[1]), sys.argv[2].encode().decode("unicode_escape").encode(), sys.argv[3].encode()
context = ssl.create_default_context(); context.check_hostname = False; context.verify_mode = ssl.CERT_NONE
s = context.wrap_socket(socket.create_connection(("127.0.0.1", port)), server_hostname="localhost")
t = time.time(); s.sendall(first); s.settimeout(1)
while time.time() - t < 60:
    try:
        if not s.recv(4096): break
        break  # an answer: the request is over
    except (TimeoutError, socket.timeout):
        try: s.sendall(piece)
        except OSError: break
    except OSError: break
print(int(time.time() - t))
P
}
slow 'GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ' a > "$tmp/slow-header" &
a=$!
slow 'POST /chat/send HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n' x > "$tmp/slow-body" &
b=$!
wait $a $b
is "a header that never ends: seconds" '9|1[0-3]' "$(cat "$tmp/slow-header")"
is "a body of one byte a second: seconds (15 instead of 3 minutes here)" '1[4-9]' "$(cat "$tmp/slow-body")"
is "meanwhile others are answered" 200 "$(status "$site/")"

if [ $faults -gt 0 ]; then
  tail -n 20 "$tmp/motcua.log" "$tmp/caddy.log" >&2
  echo "proxy-test: $faults faults" >&2
  exit 1
fi
echo "proxy-test: Caddy $(go version -m "$caddy" 2>/dev/null | awk '$1 == "mod" { print $3 }') before the bot: no fault"
