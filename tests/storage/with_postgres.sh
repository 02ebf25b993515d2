#!/bin/sh
# with_postgres.sh program [argument...]: runs the program beside a PostgreSQL server that is made for it and removed
# afterwards. The program finds it by MIDSTANCE_POSTGRES. No network: the server listens on a socket in a new folder.
set -eu

bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
folder=$(mktemp -d)
as_owner() { "$@"; }
if [ "$(id -u)" = 0 ]; then
  # The server refuses to run as root.
  chown postgres "$folder"
  as_owner() { runuser -u postgres -- "$@"; }
fi

stop() {
  as_owner "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap stop EXIT

cd /
as_owner "$bin/initdb" -D "$folder/data" -U midstance --auth=trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
as_owner "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w \
  -o "-c listen_addresses='' -c unix_socket_directories=$folder -c fsync=off" start >/dev/null
chmod 755 "$folder"

status=0
MIDSTANCE_POSTGRES="host=$folder user=midstance dbname=postgres" "$@" || status=$?
exit "$status"
