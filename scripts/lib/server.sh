# shellcheck shell=bash
# `lianban serve` in the background: pid file $DATA/run/lianban.pid, log $DATA/log/lianban.log.

# The addresses of this deployment: said now, else as it was started last time, else the usual ones.
choose_addresses() {
  local http=127.0.0.1:7480 grpc=127.0.0.1:7440
  [ ! -r "$DATA/run/addresses" ] || read -r http grpc <"$DATA/run/addresses"
  HTTP_LISTEN=${LIANBAN_HTTP_LISTEN:-$http}
  GRPC_LISTEN=${LIANBAN_LISTEN:-$grpc}
}
remember_addresses() { echo "$HTTP_LISTEN $GRPC_LISTEN" | as_service tee "$DATA/run/addresses" >/dev/null; }

# Where people reach the server; a listener on all addresses is asked on the loopback one.
server_url() { echo "${LIANBAN_PUBLIC_URL:-http://${HTTP_LISTEN/#0.0.0.0/127.0.0.1}}"; }
local_url() { echo "http://127.0.0.1:${HTTP_LISTEN##*:}"; }

server_pid() { cat "$DATA/run/lianban.pid" 2>/dev/null || true; }

server_running() {
  local pid
  pid=$(server_pid)
  [ -n "$pid" ] && [ -d "/proc/$pid" ] && [[ "$(tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null)" == *"lianban serve"* ]]
}

server_ready() { curl -fsS --noproxy '*' --max-time 2 -o /dev/null "$(local_url)/readyz" 2>/dev/null; }

need_free_ports() {
  local address others
  others="LIANBAN_HTTP_LISTEN=127.0.0.1:$((${HTTP_LISTEN##*:} + 1000)) LIANBAN_LISTEN=127.0.0.1:$((${GRPC_LISTEN##*:} + 1000))"
  for address in "$HTTP_LISTEN" "$GRPC_LISTEN"; do
    port_taken "${address##*:}" || continue
    die "端口 ${address##*:} 已被其他程序占用。" "port ${address##*:} is taken by another program." \
      "停掉那个程序，或换端口：$others scripts/up" "stop that program, or choose others: $others scripts/up"
  done
}

# The settings every command of this deployment needs, for this shell and its children.
export_settings() {
  export LIANBAN_DATA_DIR=$DATA LIANBAN_LISTEN=$GRPC_LISTEN LIANBAN_HTTP_LISTEN=$HTTP_LISTEN
  LIANBAN_DATABASE=$(database_string)
  LIANBAN_PUBLIC_URL=$(server_url)
  export LIANBAN_DATABASE LIANBAN_PUBLIC_URL LIANBAN_STATIC_DIR=$STATIC_DIR
}

server_start() {
  local pid
  rm -f "$DATA/run/lianban.pid"  # of a server that a power cut ended
  (exec_as_service sh -c 'echo $$ >"$1"; exec setsid "$2" serve </dev/null >>"$3" 2>&1' sh \
    "$DATA/run/lianban.pid" "$RUNNING_PROGRAM" "$DATA/log/lianban.log") &
  disown
  for _ in $(seq 300); do
    server_ready && { remember_addresses; return 0; }
    pid=$(server_pid)
    [ -z "$pid" ] || [ -d "/proc/$pid" ] || break
    sleep 0.1
  done
  # Its last words say why; the settings it began with are in the log.
  grep -v ' info ' "$DATA/log/lianban.log" | tail -n 6 >&2 || true
  die "服务没有就绪。" "the server did not become ready." "原因见上；记录在 $DATA/log/lianban.log。" \
    "the reason is above; the log is $DATA/log/lianban.log."
}

server_stop() {
  server_running || { rm -f "$DATA/run/lianban.pid"; return 0; }
  local pid
  pid=$(server_pid)
  kill -TERM "$pid"
  for _ in $(seq 300); do
    [ -d "/proc/$pid" ] || { rm -f "$DATA/run/lianban.pid"; return 0; }
    sleep 0.1
  done
  warn "服务 30 秒内没有停下，强制结束。" "the server did not stop within 30 s; killing it."
  kill -KILL "$pid"
  rm -f "$DATA/run/lianban.pid"
}
