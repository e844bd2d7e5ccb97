# shellcheck shell=bash
# Speaks to the server as any client would: Connect with JSON over HTTP. Counts what holds and what does not.

passed=0
failed=0

ok() { passed=$((passed + 1)); printf '  ok    %s\n' "$1"; }
bad() { failed=$((failed + 1)); printf '  FAIL  %s\n' "$1"; [ -z "${2:-}" ] || printf '        %s\n' "$2"; }

# expect WHAT WANTED GOT
expect() { if [ "$2" = "$3" ]; then ok "$1"; else bad "$1" "wanted $2, got $3"; fi; }
# expect_like WHAT PATTERN TEXT
expect_like() { if grep -qE -- "$2" <<<"$3"; then ok "$1"; else bad "$1" "no $2 in: ${3:0:300}"; fi; }

# call TOKEN SERVICE/METHOD JSON: the answer, errors included.
call() {
  local headers=(-H "content-type: application/json" -H "connect-protocol-version: 1")
  [ -z "$1" ] || headers+=(-H "authorization: Bearer $1")
  curl -sS --noproxy '*' --max-time 30 "${headers[@]}" -d "$3" "$(local_url)/lianban.$2"
}

# sign_in LOGIN PASSWORD: prints the token.
sign_in() {
  call "" identity.v1.Identity/SignIn \
    "$(jq -n --arg city "$CITY" --arg login "$1" --arg password "$2" '{cityId: $city, login: $login, password: $password}')" |
    jq -r '.sessionToken // empty'
}

# token_of LOGIN: signs in once each, with the first password of the import.
declare -A tokens
token_of() {
  if [ -z "${tokens[$1]:-}" ]; then
    tokens[$1]=$(sign_in "$1" "$(awk -F, -v login="$1" '$1 == login { print $NF }' "$DATA/first-passwords.csv")")
  fi
  TOKEN=${tokens[$1]}
}

new_id() { cat /proc/sys/kernel/random/uuid; }

# A date and time of the city, as the day that ends with it: due times are the first instant that is late.
last_day() { [ -z "$1" ] || TZ=Asia/Shanghai date -d "$(date -u -d "$1" +'%F %T') UTC 1 second ago" +%F; }

# finish_task LOGIN CASE STEP OUTCOME [FORM] [REASON]: completes the open task of that step.
finish_task() {
  local login=$1 case=$2 step=$3 outcome=$4 form=${5:-} reason=${6:-} no answer
  token_of "$login"
  no=$(call "$TOKEN" casework.v1.Casework/GetCase "{\"caseId\": \"$case\"}" |
    jq -r --arg step "$step" '[.openTasks[]? | select(.step == $step)][0].taskNo // empty')
  if [ -z "$no" ]; then
    bad "$login: $step → $outcome" "no open task $step"
    return
  fi
  answer=$(call "$TOKEN" casework.v1.Casework/CompleteTask "$(jq -n --arg id "$(new_id)" --arg case "$case" --arg no "$no" \
    --arg outcome "$outcome" --arg form "$form" --arg reason "$reason" \
    '{requestId: $id, caseId: $case, taskNo: $no, outcome: $outcome, formJson: $form, reason: $reason}')")
  if jq -e .revision >/dev/null <<<"$answer"; then ok "$login: $step → $outcome"; else bad "$login: $step → $outcome" "$answer"; fi
}

report() {
  printf '%d passed, %d failed\n' "$passed" "$failed"
  [ "$failed" -eq 0 ]
}
