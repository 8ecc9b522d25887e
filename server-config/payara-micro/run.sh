#!/usr/bin/env bash
# Runs the Payara Micro that setup.sh has set up, in the foreground; TERM ends it in order.
#   <folder of payara-micro.jar>/larder/run.sh [larder.env]
# Without an argument the settings are in the environment, as systemd gives them.
set -euo pipefail
OWN=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../common.sh
. "$OWN/common.sh"
before_run "$@"

# Payara Micro deploys again what it finds there, before it looks at its arguments.
rm -rf "$OWN/root"
read -r -a options <<<"${SERVER_JVM_OPTIONS:--Xmx512m}"
exec "$JAVA_HOME/bin/java" "${options[@]}" -jar "$SERVER/payara-micro.jar" \
  --systemproperties "$OWN/system.properties" --rootdir "$OWN/root" --deploy "$OWN/larder.war" \
  --port "$SERVER_HTTP_PORT" --sslport "$SERVER_HTTPS_PORT" --sslcert larder \
  --prebootcommandfile "$OWN/preboot.asadmin" --logproperties "$OWN/logging.properties" \
  --nocluster --disablephonehome
