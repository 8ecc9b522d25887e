#!/usr/bin/env bash
# Sets an unpacked WildFly 39 up for Larder in production; may be run again and again.
#   setup.sh <folder of WildFly> <larder.war> <larder.env>
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../common.sh
. "$HERE/../common.sh"

prepare "$@"
export JBOSS_HOME=$SERVER
[ -f "$SERVER/jboss-modules.jar" ] && [ -x "$SERVER/bin/jboss-cli.sh" ] ||
  fail "$SERVER is not the folder of an unpacked WildFly: it has no bin/jboss-cli.sh"
version=$("$SERVER/bin/standalone.sh" --version 2>/dev/null | sed -n 's/.*WildFly \([0-9][0-9A-Za-z.]*\) .*/\1/p')
case $version in
  39.*) ;;
  *) fail "$SERVER is WildFly ${version:-of an unknown version}; this is for WildFly 39" ;;
esac

own_folder
key_store

# One run of the CLI without a server: all or nothing, since it works on a copy of the configuration.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
configuration=$SERVER/standalone/configuration
{
  sed '/^stop-embedded-server/d' "$HERE/larder.cli"
  cat "$HERE/production.cli"
  printf 'stop-embedded-server\n'
} >"$scratch/larder.cli"
cp -p "$configuration/standalone.xml" "$scratch/standalone.xml"
if ! "$SERVER/bin/jboss-cli.sh" --file="$scratch/larder.cli" >"$scratch/log" 2>&1 ||
  grep -q '"outcome" => "failed"' "$scratch/log"; then
  cp -p "$scratch/standalone.xml" "$configuration/standalone.xml"
  fail "WildFly was not set up, its configuration is as it was: $(cat "$scratch/log")"
fi
cmp -s "$WAR" "$SERVER/standalone/deployments/larder.war" ||
  install_text 600 "$SERVER/standalone/deployments/larder.war" <"$WAR"
say "WildFly $version in $SERVER is set up; run it with $OWN/run.sh $ENV_FILE"
