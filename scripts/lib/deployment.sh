# shellcheck shell=bash
# One running Lianban in $DATA: what up, the end-to-end tests and the measurements share.

. "$ROOT/scripts/lib/service_user.sh"
. "$ROOT/scripts/lib/postgres.sh"
. "$ROOT/scripts/lib/server.sh"

CITY=${LIANBAN_CITY:-330600}
CITY_NAME=${LIANBAN_CITY_NAME:-绍兴市}

# Lays out $DATA and exports the settings; starts nothing.
prepare_deployment() {
  choose_data_folder
  ensure_service_user
  make_folders
  choose_addresses
  choose_socket_folder
  stage_program
  export_settings
}

start_database() {
  need_postgres
  need_disk "$DATA" 100
  cluster_create
  cluster_start
  ensure_database
  as_service "$RUNNING_PROGRAM" admin init-keys >>"$DATA/log/admin.log" 2>&1 || {
    tail -n 5 "$DATA/log/admin.log" >&2
    die "生成密钥失败。" "making the keys failed." "原因见上；记录在 $DATA/log/admin.log。" \
      "the reason is above; the log is $DATA/log/admin.log."
  }
  as_service "$RUNNING_PROGRAM" admin migrate --superuser "$(superuser_string)" >>"$DATA/log/admin.log" 2>&1 || {
    tail -n 5 "$DATA/log/admin.log" >&2
    die "数据库升级失败，数据未改动。" "applying migrations failed; the data is as it was." \
      "原因见上；记录在 $DATA/log/admin.log。" "the reason is above; the log is $DATA/log/admin.log."
  }
}

# A password no one has to invent: 20 letters and digits that cannot be confused when read aloud.
new_password() { LC_ALL=C tr -dc 'a-hjkmnp-z2-9' </dev/urandom | head -c 20 || true; }

# The first administrator of the city; nothing happens when the city exists.
ensure_city() {
  local file=$DATA/admin-password
  if [ ! -s "$file" ]; then
    (umask 077 && new_password >"$file")
    if is_root; then chown "$(service_user):" "$file"; fi
  fi
  as_service "$RUNNING_PROGRAM" admin bootstrap-city --city "$CITY" --name "$CITY_NAME" --login admin \
    --password-file "$file" >>"$DATA/log/admin.log" 2>&1 || {
    tail -n 5 "$DATA/log/admin.log" >&2
    die "无法建立城市 $CITY。" "the city $CITY could not be set up." "原因见上；记录在 $DATA/log/admin.log。" \
      "the reason is above; the log is $DATA/log/admin.log."
  }
}

# Signs the command line in as the administrator; the session lives in $LIANBAN_SESSION only.
sign_in_as_admin() {
  LIANBAN_TOKEN=$("$PROGRAM" sign-in --url "$(local_url)" --city "$CITY" --login admin \
    --password-file "$DATA/admin-password" --print-token)
  export LIANBAN_TOKEN LIANBAN_URL
  LIANBAN_URL=$(local_url)
}
