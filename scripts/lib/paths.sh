# shellcheck shell=bash
# Where things are. LIANBAN_DATA and LIANBAN_BUILD may be set from outside.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
BUILD=${LIANBAN_BUILD:-$ROOT/build}
DATA=${LIANBAN_DATA:-$ROOT/data}
PROGRAM=$BUILD/lianban
SERVICES=(identity catalog casework intake records)

# shellcheck source=scripts/lib/say.sh
. "$ROOT/scripts/lib/say.sh"

is_root() { [ "$(id -u)" -eq 0 ]; }

# need_disk FOLDER MIB: stops when the file system of FOLDER has less room.
need_disk() {
  local folder=$1 wanted=$2 free
  while [ ! -d "$folder" ]; do folder=$(dirname "$folder"); done
  free=$(df -Pm "$folder" | awk 'NR == 2 { print $4 }')
  [ "$free" -ge "$wanted" ] || die \
    "$1 所在磁盘只剩 $free MiB，需要 $wanted MiB。" "only $free MiB free for $1, $wanted MiB are needed." \
    "清理磁盘，或用环境变量 LIANBAN_DATA / LIANBAN_BUILD 换一个位置。" \
    "free some room, or choose another place with LIANBAN_DATA / LIANBAN_BUILD."
}

# A free TCP port on the loopback address.
free_port() {
  local port
  for _ in $(seq 100); do
    port=$((20000 + RANDOM % 20000))
    port_taken "$port" || { echo "$port"; return; }
  done
  die "找不到空闲端口。" "no free port found."
}

port_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
