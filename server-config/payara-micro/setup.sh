#!/usr/bin/env bash
# Sets Payara Micro 6 up for Larder in production; may be run again and again.
#   setup.sh <folder of payara-micro.jar> <larder.war> <larder.env>
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../common.sh
. "$HERE/../common.sh"

prepare "$@"
[ -f "$SERVER/payara-micro.jar" ] || fail "$SERVER is not the folder of Payara Micro: it has no payara-micro.jar"
# It says its version on the standard error, with the status 1.
version=$({ "$JAVA_HOME/bin/java" -jar "$SERVER/payara-micro.jar" --version 2>&1 || true; } |
  sed -n 's/.*Payara Micro \([0-9][0-9.]*[0-9]\).*/\1/p' | head -n 1)
case $version in
  6.*) ;;
  *) fail "$SERVER/payara-micro.jar is Payara Micro ${version:-of an unknown version}; this is for Payara Micro 6" ;;
esac

own_folder
key_store

# Not as options of the JVM, which other users of the machine see.
install_text 600 "$OWN/system.properties" <<END
javax.net.ssl.keyStore=$OWN/larder.p12
javax.net.ssl.keyStorePassword=$SERVER_KEYSTORE_PASSWORD
javax.net.ssl.keyStoreType=PKCS12
END
{
  sed '/https-listener.address=/d' "$HERE/preboot.asadmin"
  cat "$HERE/production.asadmin"
  printf 'set %s=%s\n' \
    configs.config.server-config.network-config.network-listeners.network-listener.https-listener.address \
    "$SERVER_HTTPS_ADDRESS"
} | install_text 600 "$OWN/preboot.asadmin"
install_text 600 "$OWN/logging.properties" <"$HERE/logging.properties"
cmp -s "$WAR" "$OWN/larder.war" || install_text 600 "$OWN/larder.war" <"$WAR"
say "Payara Micro $version in $SERVER is set up; run it with $OWN/run.sh $ENV_FILE"
