# shellcheck shell=bash
# Messages in the reader's language: every function takes the Chinese text first, then the English one.

# Debian’s wrappers of PostgreSQL are written in Perl, which complains at length where the locale of the reader is not installed.
export PERL_BADLANG=0

lianban_started=$SECONDS

speaks_chinese() {
  case "${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}" in zh*) return 0 ;; *) return 1 ;; esac
}

say() {
  if speaks_chinese; then printf '%s\n' "$1"; else printf '%s\n' "$2"; fi
}

# A step of the work, with the seconds since the start.
step() {
  printf '[%4ds] ' $((SECONDS - lianban_started))
  say "$1" "$2"
}

warn() {
  { speaks_chinese && printf '注意：%s\n' "$1" || printf 'note: %s\n' "$2"; } >&2
}

# die ZH EN [ZH_REMEDY EN_REMEDY]: what is wrong and what to do about it, then exit 1.
die() {
  {
    if speaks_chinese; then
      printf '\n错误：%s\n' "$1"
      [ -z "${3:-}" ] || printf '解决：%s\n' "$3"
    else
      printf '\nerror: %s\n' "$2"
      [ -z "${4:-}" ] || printf 'remedy: %s\n' "$4"
    fi
  } >&2
  exit 1
}
