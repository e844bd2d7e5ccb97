# shellcheck shell=bash
# A PostgreSQL cluster for tests and measurements: in a temporary folder, gone at the end.

. "$ROOT/scripts/lib/service_user.sh"
. "$ROOT/scripts/lib/postgres.sh"

# start_throwaway_cluster FOLDER [durable]: sets LIANBAN_TEST_PG. Tests need no durability; measurements do.
start_throwaway_cluster() {
  local folder=$1 user=postgres settings="-c fsync=off -c full_page_writes=off"
  [ "${2:-}" != durable ] || settings="-c shared_buffers=256MB -c wal_compression=on -c max_wal_size=2GB"
  need_postgres
  need_disk "$folder" 1000
  # Debian's postgresql package made this account; tests need none of their own.
  is_root || user=$(id -un)
  mkdir -p "$folder"
  is_root && chown "$user:" "$folder"
  LIANBAN_USER=$user as_service "$PG_BIN/initdb" -D "$folder/data" --username=postgres --encoding=UTF8 --lc-collate=C \
    --locale=C.UTF-8 --auth=trust --no-sync --no-instructions >"$folder.log" 2>&1 ||
    { tail -n 5 "$folder.log" >&2; die "无法创建测试数据库。" "the test cluster could not be created."; }
  LIANBAN_USER=$user as_service "$PG_BIN/pg_ctl" -D "$folder/data" -w -l "$folder/postgres.log" start \
    -o "-k $folder -p 5432 -c listen_addresses= -c max_connections=200 $settings" >/dev/null ||
    { tail -n 5 "$folder/postgres.log" >&2; die "测试数据库没有启动。" "the test cluster did not start."; }
  export LIANBAN_TEST_PG="host=$folder port=5432 user=postgres dbname=postgres"
}

stop_throwaway_cluster() {
  local folder=$1 user=postgres
  is_root || user=$(id -un)
  [ -s "$folder/data/postmaster.pid" ] || return 0
  LIANBAN_USER=$user as_service "$PG_BIN/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true
}
