#!/usr/bin/env bash
# Runs the WildFly that setup.sh has set up, in the foreground; TERM ends it in order.
#   <folder of WildFly>/larder/run.sh [larder.env]
# Without an argument the settings are in the environment, as systemd gives them.
set -euo pipefail
OWN=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../common.sh
. "$OWN/common.sh"
before_run "$@"

# A deployment that failed, for a database that was away, is tried again.
rm -f "$SERVER/standalone/deployments/larder.war.failed"

addresses=-Djava.net.preferIPv4Stack=true
case ${SERVER_HTTPS_ADDRESS:-} in
  *:*) addresses=-Djava.net.preferIPv6Addresses=true ;;
esac
# standalone.sh passes TERM on to its java only if it has started it in the background.
export LAUNCH_JBOSS_IN_BACKGROUND=true JBOSS_HOME=$SERVER
export JAVA_OPTS="${SERVER_JVM_OPTIONS:--Xmx512m} $addresses -Djboss.modules.system.pkgs=org.jboss.byteman -Djava.awt.headless=true"
exec "$SERVER/bin/standalone.sh" --server-config=standalone.xml
