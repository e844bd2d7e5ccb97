# shellcheck shell=bash
# The demonstration city is loaded through the public API, and loading it again changes nothing.

admin=$(sign_in admin "$(cat "$DATA/admin-password")")
if [ -n "$admin" ]; then ok "the first administrator signs in"; else bad "the first administrator signs in"; fi
expect_like "a wrong password is refused" '"code":"unauthenticated"' \
  "$(call "" identity.v1.Identity/SignIn '{"cityId":"330600","login":"admin","password":"not this one"}' | tr -d ' ')"

sign_in_as_admin
if "$PROGRAM" import city "$ROOT/workflows/cities/shaoxing" --passwords "$DATA/first-passwords.csv"; then
  ok "the city is imported"
else
  bad "the city is imported" "nothing of what follows can hold; see $DATA/log/lianban.log"
  report
  exit 1
fi
expect "first passwords are readable for their owner only" 600 "$(stat -c %a "$DATA/first-passwords.csv")"
accounts=$(wc -l <"$DATA/first-passwords.csv")
if "$PROGRAM" import city "$ROOT/workflows/cities/shaoxing" --passwords "$DATA/first-passwords.csv"; then
  ok "imported again"
else
  bad "imported again"
fi
expect "a second import makes no accounts" "$accounts" "$(wc -l <"$DATA/first-passwords.csv")"

# Header lines are not reports.
reports=$(awk 'FNR > 1' "$ROOT"/workflows/cities/shaoxing/reports/*.csv | wc -l)
matters=0
page=
while :; do
  answer=$(call "$admin" intake.v1.Intake/ListMatters "{\"pageSize\": 200, \"pageToken\": \"$page\"}")
  matters=$((matters + $(jq '[.matters[]? | select(.sourceNo // "" | test("^(RX|WG|MH|CK)"))] | length' <<<"$answer")))
  page=$(jq -r '.nextPageToken // empty' <<<"$answer")
  [ -n "$page" ] || break
done
# A report whose story ends in history.csv is closed.
told=$(awk -F, '$1 == "window" && $4 == "check" && $5 == "solved" { print $2; exit }' "$ROOT/workflows/cities/shaoxing/history.csv")
# intake hears of it from the event stream, a moment later.
result_of_told() {
  call "$admin" intake.v1.Intake/ListMatters '{"pageSize": 200, "channel": "window"}' |
    jq -r --arg no "$told" '.matters[] | select(.sourceNo == $no) | .result'
}
for _ in $(seq 40); do
  [ "$(result_of_told)" = null ] || break
  sleep 0.5
done
expect "what was done about report $told is played" solved "$(result_of_told)"
expect "every report is there exactly once" "$reports" "$matters"
