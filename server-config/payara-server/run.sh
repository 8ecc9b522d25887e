#!/usr/bin/env bash
# Runs the domain "larder" that setup.sh has made, in the foreground; TERM ends it in order.
#   <folder of Payara>/larder/run.sh [larder.env]
# Without an argument the settings are in the environment, as systemd gives them.
set -euo pipefail
OWN=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../common.sh
. "$OWN/common.sh"
before_run "$@"

# AS_JAVA is where asadmin takes its java from.
export AS_JAVA=$JAVA_HOME
exec "$SERVER/bin/asadmin" --user admin --passwordfile "$OWN/passwords" start-domain --verbose larder
