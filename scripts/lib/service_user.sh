# shellcheck shell=bash
# Who owns the data and runs the processes. PostgreSQL refuses root, and a server open to the network should not have its
# rights either: as root everything runs as the system user "lianban", otherwise as the caller.

service_user() {
  if is_root; then echo "${LIANBAN_USER:-lianban}"; else id -un; fi
}

ensure_service_user() {
  is_root || return 0
  local user
  user=$(service_user)
  id -u "$user" >/dev/null 2>&1 && return 0
  useradd --system --user-group --no-create-home --home-dir "$DATA" --shell /usr/sbin/nologin "$user" || die \
    "无法创建系统用户 $user。" "cannot create the system user $user." \
    "用 LIANBAN_USER 指定一个已有的普通用户。" "name an existing unprivileged user with LIANBAN_USER."
}

# Becomes a command of the service user, in a folder that user can read.
exec_as_service() {
  is_root || exec "$@"
  cd /
  HOME=$DATA exec setpriv --reuid "$(service_user)" --regid "$(id -g "$(service_user)")" --init-groups "$@"
}

as_service() { (exec_as_service "$@"); }

# A checkout under /root cannot be read by another user.
reachable_by_all() {
  local path=$1 mode
  while [ "$path" != / ]; do
    [ -e "$path" ] && { mode=$(stat -c %A "$path"); [[ ${mode:9:1} == [xt] ]] || return 1; }
    path=$(dirname "$path")
  done
}

# As root in a closed folder the data lives in /var/lib/lianban instead, with a copy of the program beside it.
choose_data_folder() {
  if is_root && [ -z "${LIANBAN_DATA:-}" ] && ! reachable_by_all "$ROOT"; then DATA=/var/lib/lianban; fi
}

own_folder() { [ -w "$1" ] && { is_root || [ -O "$1" ]; }; }

make_folders() {
  local folder
  mkdir -p "$DATA" 2>/dev/null || true
  own_folder "$DATA" || die \
    "数据目录 $DATA 不能由 $(id -un) 使用。" "the data folder $DATA cannot be used by $(id -un)." \
    "用建立它的用户运行，或用环境变量 LIANBAN_DATA 换一个目录。" \
    "run this as the user who made it, or choose another folder with LIANBAN_DATA."
  for folder in "$DATA" "$DATA/keys" "$DATA/log" "$DATA/run" "$DATA/checkpoints"; do
    mkdir -p "$folder"
    is_root && chown "$(service_user):" "$folder"
    [ "$folder" = "$DATA" ] || chmod 700 "$folder"
  done
}

# Sets RUNNING_PROGRAM and STATIC_DIR to what the service user can read.
stage_program() {
  RUNNING_PROGRAM=$PROGRAM
  STATIC_DIR=$ROOT/admin/public
  if is_root && ! reachable_by_all "$PROGRAM"; then
    mkdir -p "$DATA/app"
    install -m 755 "$BUILD/lianban" "$BUILD/lianban-worker" "$DATA/app/"
    rm -rf "$DATA/app/public" && cp -r "$ROOT/admin/public" "$DATA/app/public"
    chmod -R a+rX "$DATA/app"
    RUNNING_PROGRAM=$DATA/app/lianban
    STATIC_DIR=$DATA/app/public
  fi
}
