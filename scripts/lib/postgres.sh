# shellcheck shell=bash
# A private PostgreSQL 15 cluster in $DATA/postgres, reached through a socket in $SOCKET_DIR and nowhere else.
# LIANBAN_PG_BIN names the folder of initdb and pg_ctl when it is not Debian's.

PG_BIN=${LIANBAN_PG_BIN:-/usr/lib/postgresql/15/bin}

need_postgres() {
  [ -x "$PG_BIN/initdb" ] || die \
    "找不到 PostgreSQL 15（$PG_BIN/initdb）。" "PostgreSQL 15 not found ($PG_BIN/initdb)." \
    "运行 scripts/install-deps，或用 LIANBAN_PG_BIN 指定目录。" "run scripts/install-deps, or set LIANBAN_PG_BIN."
}

# The path of a Unix socket may have 107 bytes; a deep checkout gets a short folder instead.
choose_socket_folder() {
  SOCKET_DIR=$DATA/run
  if [ ${#SOCKET_DIR} -gt 85 ]; then
    SOCKET_DIR=/tmp/lianban-$(printf '%s' "$DATA" | cksum | cut -d' ' -f1)
    as_service mkdir -p -m 700 "$SOCKET_DIR"
    [ "$(stat -c %U "$SOCKET_DIR")" = "$(service_user)" ] || die \
      "$SOCKET_DIR 属于别的用户。" "$SOCKET_DIR belongs to somebody else." "删除它后重试。" "remove it and try again."
  fi
}

# Connection string without a user: each service adds its role.
database_string() { echo "host=$SOCKET_DIR port=5432 dbname=lianban"; }
superuser_string() { echo "host=$SOCKET_DIR port=5432 dbname=lianban user=postgres"; }

cluster_running() { as_service "$PG_BIN/pg_ctl" -D "$DATA/postgres" status >/dev/null 2>&1; }

# Whoever runs the services may act as any of their roles; nobody else gets in. PostgreSQL asks the kernel who it is.
write_access_rules() {
  local role user
  {
    echo "# Written by scripts/up: system user, database role"
    for user in "$(service_user)" $(is_root && echo root); do
      for role in postgres lianban_owner "${SERVICES[@]/#/lianban_}"; do echo "lianban $user $role"; done
    done
  } | as_service tee "$DATA/postgres/pg_ident.conf" >/dev/null
  echo "local all all peer map=lianban" | as_service tee "$DATA/postgres/pg_hba.conf" >/dev/null
}

write_settings() {
  as_service tee "$DATA/postgres/lianban.conf" >/dev/null <<SETTINGS
# Sized for a machine of 4 GiB; change what you like, the file is written once.
listen_addresses = ''
unix_socket_directories = '$SOCKET_DIR'
unix_socket_permissions = 0700
max_connections = 80
shared_buffers = 256MB
effective_cache_size = 1GB
work_mem = 8MB
maintenance_work_mem = 64MB
random_page_cost = 1.1
wal_compression = on
min_wal_size = 256MB
max_wal_size = 2GB
checkpoint_timeout = 15min
timezone = 'UTC'
log_timezone = 'UTC'
logging_collector = on
log_directory = '$DATA/log'
log_filename = 'postgres-%a.log'
log_truncate_on_rotation = on
log_rotation_age = 1d
# Values of statements may be personal data.
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_min_error_statement = panic
SETTINGS
}

cluster_create() {
  [ -s "$DATA/postgres/PG_VERSION" ] && return 0
  need_disk "$DATA" 600
  # Byte order in indexes: fast, and the same on every system. Lists for people are sorted with ICU where they are shown.
  as_service "$PG_BIN/initdb" -D "$DATA/postgres" --username=postgres --encoding=UTF8 --lc-collate=C \
    --locale=C.UTF-8 --auth=peer --data-checksums --no-instructions >"$DATA/log/initdb.log" 2>&1 || {
    tail -n 5 "$DATA/log/initdb.log" >&2
    die "无法创建数据库集群。" "the database cluster could not be created." \
      "查看 $DATA/log/initdb.log。" "see $DATA/log/initdb.log."
  }
  echo "include_if_exists = 'lianban.conf'" | as_service tee -a "$DATA/postgres/postgresql.conf" >/dev/null
  write_settings
}

cluster_start() {
  cluster_running && return 0
  write_access_rules
  as_service "$PG_BIN/pg_ctl" -D "$DATA/postgres" -w -t 120 -l "$DATA/log/postgres-start.log" start >/dev/null || {
    tail -n 8 "$DATA/log/postgres-start.log" >&2
    die "数据库没有启动。" "the database did not start." \
      "查看 $DATA/log/ 下的日志（常见原因：磁盘已满、内存不足）。" "see the logs in $DATA/log/ (often: disk full, no memory)."
  }
}

cluster_stop() {
  [ -s "$DATA/postgres/PG_VERSION" ] && cluster_running || return 0
  as_service "$PG_BIN/pg_ctl" -D "$DATA/postgres" -w -t 120 -m fast stop >/dev/null
}

ensure_database() {
  local exists
  exists=$(as_service psql -XAtq -d "host=$SOCKET_DIR port=5432 dbname=postgres user=postgres" \
    -c "select 1 from pg_database where datname = 'lianban'")
  [ "$exists" = 1 ] || as_service psql -Xq -d "host=$SOCKET_DIR port=5432 dbname=postgres user=postgres" \
    -c "create database lianban"
}
