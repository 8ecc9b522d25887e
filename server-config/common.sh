# What the scripts for all servers share; they source it. Nothing in here shows a secret to other
# users of the machine: secrets are in files of mode 600, in the environment and in pipes, never in
# arguments.

fail() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

say() {
  printf '%s\n' "$*"
}

# Exports the settings of a file, which is data: nothing in it is run or expanded.
read_settings() {
  local file=$1 line number=0
  [ -f "$file" ] || fail "there is no file $file"
  [ -r "$file" ] || fail "$file cannot be read"
  case $(file_mode "$file") in
    ?00) ;;
    *) fail "$file has secrets, and other users can read it: chmod 600 $file" ;;
  esac
  while IFS= read -r line || [ -n "$line" ]; do
    number=$((number + 1))
    case $line in
      '' | '#'*) continue ;;
    esac
    [[ $line =~ ^[A-Za-z_][A-Za-z0-9_]*=.*$ ]] || fail "$file, line $number: not KEY=value"
    case ${line#*=} in
      *\\* | \"* | \'* | ' '* | *' ' | *$'\t'* | *$'\r'*)
        fail "$file, line $number: quotes around a value, backslashes, tabs and blanks at its ends are not allowed" ;;
      *'<'*'>'*) fail "$file, line $number: ${line%%=*} still has a <placeholder>" ;;
    esac
    export "${line?}"
  done <"$file"
}

file_mode() {
  stat -c %a "$1" 2>/dev/null || stat -f %Lp "$1"
}

# Every name that follows has to have a value.
require_settings() {
  local name
  for name in "$@"; do
    [ -n "${!name:-}" ] || fail "$name has no value in $ENV_FILE"
  done
}

require_port() {
  local name
  for name in "$@"; do
    [[ ${!name} =~ ^[1-9][0-9]{0,4}$ ]] && [ "${!name}" -le 65535 ] ||
      fail "$name=${!name} in $ENV_FILE is not a port"
  done
}

require_java() {
  [ -n "${JAVA_HOME:-}" ] || fail "JAVA_HOME is not set; $ENV_FILE is to name the folder of a JDK 17 or 21"
  [ -x "$JAVA_HOME/bin/java" ] || fail "JAVA_HOME=$JAVA_HOME has no bin/java"
  [ -x "$JAVA_HOME/bin/keytool" ] || fail "JAVA_HOME=$JAVA_HOME has no bin/keytool"
  local version
  version=$("$JAVA_HOME/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1)
  [ "${version:-0}" -ge 17 ] || fail "JAVA_HOME=$JAVA_HOME is Java ${version:-unknown}; 17 or newer is needed"
}

# Reads and checks all that every set-up needs, before anything is changed:
#   prepare <folder of the server> <larder.war> <larder.env>
prepare() {
  [ $# -eq 3 ] || fail "usage: $0 <folder of the server> <larder.war> <larder.env>"
  local tool
  for tool in openssl cmp awk sed mktemp ps; do
    command -v "$tool" >/dev/null || fail "$tool is not installed"
  done
  [ -d "$1" ] || fail "there is no folder $1"
  [ -w "$1" ] || fail "the folder $1 cannot be written to by $(id -un)"
  SERVER=$(cd "$1" && pwd)
  [ -f "$2" ] || fail "there is no file $2; ./mvnw package -DskipTests makes it, as target/larder.war"
  WAR=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")
  [ "$(head -c 2 "$WAR")" = PK ] || fail "$2 is not a WAR"
  ENV_FILE=$3
  read_settings "$ENV_FILE"
  require_java
  require_settings LARDER_SECURITY_ADMIN_PASSWORD LARDER_DB_URL LARDER_DB_USER LARDER_DB_PASSWORD \
    LARDER_CACHE_TYPE LARDER_CACHE_URL LARDER_DATA_DIR SERVER_TLS_CERT SERVER_TLS_KEY \
    SERVER_HTTPS_ADDRESS SERVER_HTTPS_PORT SERVER_HTTP_PORT SERVER_ADMIN_PORT
  require_port SERVER_HTTPS_PORT SERVER_HTTP_PORT SERVER_ADMIN_PORT
  [[ $SERVER_HTTPS_ADDRESS =~ ^[0-9a-fA-F:.]+$ ]] ||
    fail "SERVER_HTTPS_ADDRESS=$SERVER_HTTPS_ADDRESS in $ENV_FILE is not an address"
  case $LARDER_CACHE_TYPE in
    redis | tiered | memory) ;;
    *) fail "LARDER_CACHE_TYPE=$LARDER_CACHE_TYPE in $ENV_FILE: allowed are redis, tiered, memory" ;;
  esac
  if [ -n "${LARDER_REDIS_TLS_CA:-}" ]; then
    [ -r "$LARDER_REDIS_TLS_CA" ] || fail "LARDER_REDIS_TLS_CA: $LARDER_REDIS_TLS_CA cannot be read"
  fi
  check_certificate
  mkdir -p "$LARDER_DATA_DIR" || fail "LARDER_DATA_DIR=$LARDER_DATA_DIR cannot be made"
  [ -w "$LARDER_DATA_DIR" ] || fail "LARDER_DATA_DIR=$LARDER_DATA_DIR cannot be written to by $(id -un)"
  OWN=$SERVER/larder
  if [ -f "$OWN/run.pid" ] && ps -p "$(cat "$OWN/run.pid")" -o args= 2>/dev/null | grep -qF "$SERVER"; then
    fail "the server in $SERVER is running; stop it first"
  fi
}

check_certificate() {
  [ -r "$SERVER_TLS_CERT" ] || fail "SERVER_TLS_CERT: $SERVER_TLS_CERT cannot be read"
  [ -r "$SERVER_TLS_KEY" ] || fail "SERVER_TLS_KEY: $SERVER_TLS_KEY cannot be read"
  local certificate key
  certificate=$(openssl x509 -in "$SERVER_TLS_CERT" -noout -pubkey 2>/dev/null) ||
    fail "SERVER_TLS_CERT: $SERVER_TLS_CERT is no certificate in PEM"
  key=$(openssl pkey -in "$SERVER_TLS_KEY" -passin pass: -pubout 2>/dev/null) ||
    fail "SERVER_TLS_KEY: $SERVER_TLS_KEY is no key in PEM without a password"
  [ "$certificate" = "$key" ] || fail "$SERVER_TLS_KEY is not the key of $SERVER_TLS_CERT"
}

# Makes the folder for what is Larder's own on the server, with its secrets: larder.p12, and in
# server.env the passwords that nobody has to know. What is there already is kept.
own_folder() {
  umask 077
  mkdir -p "$OWN"
  if [ ! -f "$OWN/server.env" ]; then
    local name
    for name in SERVER_KEYSTORE_PASSWORD "$@"; do
      printf '%s=%s\n' "$name" "$(openssl rand -hex 24)"
    done >"$OWN/server.env.new"
    mv "$OWN/server.env.new" "$OWN/server.env"
  fi
  read_settings "$OWN/server.env"
  install_text 755 "$OWN/common.sh" <"$HERE/../common.sh"
  install_text 755 "$OWN/run.sh" <"$HERE/run.sh"
}

# The certificate and its key as PKCS#12, which is made anew only when one of them has changed.
key_store() {
  local stamp
  stamp=$(cat "$SERVER_TLS_CERT" "$SERVER_TLS_KEY" "$OWN/server.env" | openssl dgst -sha256 -r | cut -d ' ' -f 1)
  if [ -f "$OWN/larder.p12" ] && [ "$(cat "$OWN/larder.p12.made-from" 2>/dev/null)" = "$stamp" ]; then
    return
  fi
  openssl pkcs12 -export -name larder -in "$SERVER_TLS_CERT" -inkey "$SERVER_TLS_KEY" \
    -out "$OWN/larder.p12.new" -passout env:SERVER_KEYSTORE_PASSWORD
  mv "$OWN/larder.p12.new" "$OWN/larder.p12"
  printf '%s\n' "$stamp" >"$OWN/larder.p12.made-from"
}

# Writes the standard input to a file unless it says that already: install_text <mode> <file>
install_text() {
  local new
  new=$(mktemp "$2.XXXXXX")
  cat >"$new"
  chmod "$1" "$new"
  if [ -f "$2" ] && cmp -s "$new" "$2"; then
    rm "$new"
    chmod "$1" "$2"
  else
    mv "$new" "$2"
  fi
}

# What run.sh does before it becomes the server: larder.env as its argument, or, under systemd, the
# environment. Keeps the process's id, by which setup.sh knows that the server runs.
before_run() {
  SERVER=$(cd "$OWN/.." && pwd)
  ENV_FILE=${1:-the environment}
  if [ $# -gt 0 ]; then
    read_settings "$1"
  fi
  [ -f "$OWN/server.env" ] || fail "$SERVER is not set up; setup.sh does that"
  read_settings "$OWN/server.env"
  require_settings LARDER_SECURITY_ADMIN_PASSWORD LARDER_DB_PASSWORD SERVER_HTTPS_PORT SERVER_HTTP_PORT
  require_java
  export LARDER_PORT=$SERVER_HTTP_PORT
  umask 077
  printf '%s\n' "$$" >"$OWN/run.pid"
}
