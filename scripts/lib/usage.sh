# shellcheck shell=bash
# --help of a script is the comment block at its top, Chinese and English.

show_help() {
  sed -n '2,/^[^#]/{/^# \{0,1\}/{s///p}}' "$1"
}

# Every script without arguments of its own calls this with "$@".
no_arguments() {
  case "${1:-}" in
    "") ;;
    -h | --help) show_help "$0"; exit 0 ;;
    *) die "不认识的参数：$1" "unknown argument: $1" "用 $0 --help 查看用法。" "see $0 --help." ;;
  esac
}
