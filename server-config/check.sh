#!/usr/bin/env bash
# Asks a running Larder, over TLS on this machine: its health, a value written and read with a
# password, a request without one, and the requirements twice, of which the second is a hit.
#   check.sh <larder.env>
# Waits up to five minutes for the service. The values that it writes live for a minute; it writes
# requirements only where there are none.
set -euo pipefail
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"

[ $# -eq 1 ] || fail "usage: $0 <larder.env>"
ENV_FILE=$1
read_settings "$ENV_FILE"
require_settings LARDER_SECURITY_ADMIN_PASSWORD SERVER_HTTPS_PORT SERVER_NAME SERVER_TLS_CERT
command -v curl >/dev/null || fail "curl is not installed"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
url=https://$SERVER_NAME:$SERVER_HTTPS_PORT/larder/api

# The certificate of the server is trusted, besides those of the machine: it may be one's own.
system=$(curl-config --ca 2>/dev/null || true)
for system in "$system" /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/cert.pem; do
  [ -n "$system" ] && [ -r "$system" ] && break
done
cat "$SERVER_TLS_CERT" >"$work/ca.pem"
[ ! -r "$system" ] || cat "$system" >>"$work/ca.pem"

# A request, with the password through a pipe: ask <method> <path> [options of curl]
ask() {
  local method=$1 path=$2
  shift 2
  printf 'user = "admin:%s"\n' "${LARDER_SECURITY_ADMIN_PASSWORD//\"/\\\"}" |
    anonymous "$method" "$path" --config - "$@"
}

# The status of the answer; its headers and body are in files.
anonymous() {
  local method=$1 path=$2
  shift 2
  curl --silent --show-error --noproxy '*' --max-time 30 --cacert "$work/ca.pem" \
    --resolve "$SERVER_NAME:$SERVER_HTTPS_PORT:127.0.0.1" --request "$method" \
    --dump-header "$work/head" --output "$work/body" --write-out '%{http_code}' "$@" "$url$path"
}

# What is expected, and what came instead: expect <what> <expected> <status>
expect() {
  [ "$2" = "$3" ] || fail "$1: $3 instead of $2. $(head -c 500 "$work/body" 2>/dev/null || true)"
  say "ok  $1: $3"
}

header() {
  grep -i "^$1:" "$work/head" | tr -d '\r' || true
}

patience=$((SECONDS + ${CHECK_SECONDS:-300}))
until [ "$(anonymous GET /health 2>"$work/error" || true)" = 200 ]; do
  [ "$SECONDS" -lt "$patience" ] ||
    fail "no health at $url/health: $(cat "$work/error") $(head -c 500 "$work/body" 2>/dev/null || true)"
  sleep 1
done
say "ok  GET /health: 200"

key=check-$$-$RANDOM
expect "PUT /entries/$key without a password" 401 "$(anonymous PUT "/entries/$key" --data-binary x)"
expect "PUT /entries/$key" 204 "$(ask PUT "/entries/$key?ttl=1m" --data-binary "$key")"
expect "GET /entries/$key" 200 "$(ask GET "/entries/$key")"
[ "$(cat "$work/body")" = "$key" ] || fail "GET /entries/$key: not what was written"

status=$(ask GET /requirements)
if [ "$status" = 404 ]; then
  expect "PUT /requirements" 200 \
    "$(ask PUT /requirements --header 'Content-Type: text/plain' --data-binary '# written by check.sh')"
  status=$(ask GET /requirements)
fi
expect "GET /requirements" 200 "$status"
expect "GET /requirements again" 200 "$(ask GET /requirements)"
case $(header Cache-Status) in
  *hit*) say "ok  $(header Cache-Status)" ;;
  *) fail "GET /requirements again: no hit, but $(header Cache-Status)" ;;
esac
[ -n "$(header Strict-Transport-Security)" ] || fail "there is no Strict-Transport-Security over TLS"
[ -z "$(header Server)$(header X-Powered-By)" ] || fail "the server names itself: $(header Server) $(header X-Powered-By)"
say "ok  $url serves, caches and asks for passwords"
