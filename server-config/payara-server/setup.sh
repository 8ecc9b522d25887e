#!/usr/bin/env bash
# Sets an unpacked Payara Server 6 up for Larder in production; may be run again and again. It makes
# a domain of its own, "larder", beside domain1, and starts and stops it.
#   setup.sh <folder of Payara> <larder.war> <larder.env>
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../common.sh
. "$HERE/../common.sh"

prepare "$@"
[ -x "$SERVER/bin/asadmin" ] && [ -d "$SERVER/glassfish/domains" ] ||
  fail "$SERVER is not the folder of an unpacked Payara Server: it has no bin/asadmin and glassfish/domains"
branding=$SERVER/glassfish/config/branding/glassfish-version.properties
[ -f "$branding" ] || fail "$SERVER does not say which version of Payara Server it is"
version=$(awk -F = '/^(major|minor|update)_version=/ { v = v (v ? "." : "") $2 } END { print v }' "$branding")
case $version in
  6.*) ;;
  *) fail "$SERVER is Payara Server ${version:-of an unknown version}; this is for Payara Server 6" ;;
esac

own_folder SERVER_ADMIN_PASSWORD SERVER_MASTER_PASSWORD
key_store
export AS_JAVA=$JAVA_HOME
domain=$SERVER/glassfish/domains/larder
scratch=$(mktemp -d)
started=
finish() {
  [ -z "$started" ] || asadmin stop-domain larder >/dev/null 2>&1 || asadmin stop-domain --kill larder >/dev/null 2>&1 || true
  rm -rf "$scratch"
}
trap finish EXIT

install_text 600 "$OWN/passwords" <<END
AS_ADMIN_PASSWORD=$SERVER_ADMIN_PASSWORD
AS_ADMIN_MASTERPASSWORD=$SERVER_MASTER_PASSWORD
END

asadmin() {
  "$SERVER/bin/asadmin" --user admin --passwordfile "$OWN/passwords" --port "$admin_port" --interactive=false "$@"
}

# Runs asadmin and shows what it prints only if it fails.
quietly() {
  asadmin "$@" >"$scratch/log" 2>&1 || fail "asadmin $1 failed: $(cat "$scratch/log")"
}

admin_port=$SERVER_ADMIN_PORT
if [ ! -f "$domain/config/domain.xml" ]; then
  # What was left half made is no domain yet.
  rm -rf "$domain"
  # create-domain shows the master password to all users, as an argument of keytool: it is given the
  # one that everybody knows, which is changed before anything secret is in the key store.
  printf 'AS_ADMIN_PASSWORD=%s\nAS_ADMIN_MASTERPASSWORD=changeit\n' "$SERVER_ADMIN_PASSWORD" >"$scratch/new"
  printf 'AS_ADMIN_MASTERPASSWORD=changeit\nAS_ADMIN_NEWMASTERPASSWORD=%s\n' "$SERVER_MASTER_PASSWORD" >"$scratch/change"
  "$SERVER/bin/asadmin" --user admin --passwordfile "$scratch/new" --interactive=false create-domain \
    --adminport "$SERVER_ADMIN_PORT" --instanceport "$SERVER_HTTP_PORT" \
    --domainproperties "http.ssl.port=$SERVER_HTTPS_PORT" --checkports=false \
    --savemasterpassword=false --savelogin=false larder >"$scratch/log" 2>&1 ||
    { rm -rf "$domain"; fail "asadmin create-domain failed: $(cat "$scratch/log")"; }
  "$SERVER/bin/asadmin" --passwordfile "$scratch/change" --interactive=false change-master-password \
    --savemasterpassword=false larder >"$scratch/log" 2>&1 ||
    { rm -rf "$domain"; fail "asadmin change-master-password failed: $(cat "$scratch/log")"; }
  chmod 700 "$domain"
fi

# The certificate and its key go into the domain's key store, when they are new.
if ! cmp -s "$OWN/larder.p12.made-from" "$OWN/imported"; then
  cp -p "$domain/config/keystore.p12" "$scratch/keystore.p12"
  "$JAVA_HOME/bin/keytool" -delete -alias larder -storetype PKCS12 -keystore "$scratch/keystore.p12" \
    -storepass:env SERVER_MASTER_PASSWORD >/dev/null 2>&1 || true
  "$JAVA_HOME/bin/keytool" -importkeystore -noprompt -srckeystore "$OWN/larder.p12" -srcstoretype PKCS12 \
    -srcalias larder -srcstorepass:env SERVER_KEYSTORE_PASSWORD -destkeystore "$scratch/keystore.p12" \
    -deststoretype PKCS12 -deststorepass:env SERVER_MASTER_PASSWORD >"$scratch/log" 2>&1 ||
    fail "keytool failed: $(cat "$scratch/log")"
  mv "$scratch/keystore.p12" "$domain/config/keystore.p12"
  install_text 600 "$OWN/imported" <"$OWN/larder.p12.made-from"
fi

# The settings are applied before anything listens; then it is asked whether they all were.
sed -e "s/@HTTP_PORT@/$SERVER_HTTP_PORT/" -e "s/@HTTPS_PORT@/$SERVER_HTTPS_PORT/" \
  -e "s/@ADMIN_PORT@/$SERVER_ADMIN_PORT/" -e "s/@HTTPS_ADDRESS@/$SERVER_HTTPS_ADDRESS/" \
  "$HERE/preboot.asadmin" >"$scratch/preboot.asadmin"
started=yes
quietly start-domain --prebootcommandfile "$scratch/preboot.asadmin" larder
asadmin get 'configs.config.server-config.*' >"$scratch/values" 2>&1 ||
  fail "asadmin get failed: $(cat "$scratch/values")"
sed -n 's/^set //p' "$scratch/preboot.asadmin" | while IFS= read -r wanted; do
  grep -qxF -e "$wanted" "$scratch/values" || say "$wanted"
done >"$scratch/missing"
[ ! -s "$scratch/missing" ] || fail "Payara did not take all settings: $(cat "$scratch/missing")"

# No broker of messages, which would listen on every interface. A new domain has no such setting
# before its first start.
if ! grep -qx 'configs.config.server-config.jms-service.type=DISABLED' "$scratch/values"; then
  quietly set configs.config.server-config.jms-service.type=DISABLED
fi

# The options of the JVM: those of last time are replaced, at first the one of a new domain.
before=$(cat "$OWN/jvm-options" 2>/dev/null || printf '%s' -Xmx512m)
wanted=${SERVER_JVM_OPTIONS:--Xmx512m}
if [ "$before" != "$wanted" ]; then
  read -r -a old <<<"${before//:/\\:}"
  read -r -a new <<<"${wanted//:/\\:}"
  for option in "${old[@]}"; do
    quietly delete-jvm-options -- "$option"
  done
  for option in "${new[@]}"; do
    quietly create-jvm-options -- "$option"
  done
fi
printf '%s\n' "$wanted" | install_text 600 "$OWN/jvm-options"

if ! cmp -s "$WAR" "$OWN/larder.war" || ! asadmin list-applications 2>/dev/null | grep -q '^larder '; then
  # Kept when it is deployed, so that another run tries again when it was not.
  rm -f "$OWN/larder.war"
  quietly deploy --force --name larder --contextroot larder "$WAR"
  install_text 600 "$OWN/larder.war" <"$WAR"
fi
quietly stop-domain larder
started=
say "Payara Server $version in $SERVER is set up; run it with $OWN/run.sh $ENV_FILE"
