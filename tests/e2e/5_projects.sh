# shellcheck shell=bash
# PS-08: a call whose children are four applications. Each is examined, scored by seven people of its own, and waits; one rule
# ranks all of them, and every child is told its own place with the reason.

admin=$(sign_in admin "$(cat "$DATA/admin-password")")
# The publicity period is over at once, so that the story needs no week.
token_of workflow
expect "a city sets its own publicity period" 1 "$(call "$TOKEN" catalog.v1.Catalog/SetParameters "$(jq -n --arg id "$(new_id)" \
  '{requestId: $id, parameters: [{key: "proj.publicity", areaCode: "330602", valueJson: "\"0min\"", basis: "e2e"}]}')" |
  jq -r '.changed // .code')"

user_id_of() { call "$admin" identity.v1.Identity/ListUsers '{"pageSize": 500, "unitId": "mz-330602"}' |
  jq -r --arg login "$1" '.users[]? | select(.login == $login) | .userId'; }
case_of() { call "$1" casework.v1.Casework/GetCase "{\"caseId\": \"$2\"}"; }
# wait_until WHAT JQ-CONDITION TOKEN CASE
wait_until() {
  for _ in $(seq 150); do
    if case_of "$3" "$4" | jq -e "$2" >/dev/null; then ok "$1"; return; fi
    sleep 0.2
  done
  bad "$1" "$(case_of "$3" "$4" | jq -c '[.status, .activeSteps, [.children[]? | .status]]')"
}
send() { call "$1" casework.v1.Casework/SendMessage "$(jq -n --arg id "$(new_id)" --arg case "$2" --arg name "$3" --arg data "$4" \
  '{requestId: $id, caseId: $case, name: $name, dataJson: $data}')"; }

token_of mz.yuecheng
buyer=$TOKEN
deadline=$(TZ=Asia/Shanghai date -d '+12 seconds' +'%Y-%m-%dT%H:%M:%S')
plan=$(jq -nc --arg deadline "$deadline" '{kind: "purchase", title: "社区老人助餐服务", buyer: "organ", content: "elderly_meals",
  catalogue_code: "A0501", budgeted: true, total: 60000000, places: 2, deadline: $deadline}')
started=$(call "$buyer" casework.v1.Casework/StartCase "$(jq -n --arg id "$(new_id)" --arg form "$plan" '{requestId: $id,
  process: "project_call", unitId: "mz-330602", areaCode: "330602", title: "社区老人助餐服务征集", formJson: $form}')")
project_call=$(jq -r '.caseId // empty' <<<"$started")
expect_like "the call is opened" '^[0-9a-f-]{36}$' "${project_call:-$started}"
finish_task mz.yuecheng "$project_call" draft submit
finish_task mz.yuecheng "$project_call" approve approve

apply() { # TITLE USCC PRICE
  jq -nc --arg org "$1" --arg uscc "$2" --argjson price "$3" '{title: $org, unit: "mz-330602", form: {org: $org, uscc: $uscc,
    registration: "registered", accounts_ok: true, taxes_ok: true, scope_ok: true, inspections_ok: true, project: "社区老人助餐",
    budget: 60000000, requested: $price, beneficiaries: 200}}'
}
send "$buyer" "$project_call" application "$(apply 甲助餐服务中心 52330602MJ9999024Q 29800000)" >/dev/null
send "$buyer" "$project_call" application "$(apply 乙社会工作协会 51330104999999031U 29000000)" >/dev/null
send "$buyer" "$project_call" application "$(apply 丙公益基金会 53440300MJL9990424 28000000)" >/dev/null
send "$buyer" "$project_call" application "$(apply 丁餐饮有限公司 91330106MA9999056G 30000000)" >/dev/null
wait_until "every application is a case of its own" '[.children[]? | select(.caseId)] | length == 4' "$buyer" "$project_call"
child_of() { case_of "$buyer" "$project_call" | jq -r --arg title "$1" '.children[]? | select(.title == $title) | .caseId'; }
names=(甲助餐服务中心 乙社会工作协会 丙公益基金会 丁餐饮有限公司)
declare -A entrant
for name in "${names[@]}"; do
  entrant[$name]=$(child_of "$name")
  finish_task mz.review.yuecheng "${entrant[$name]}" form_review ok '{"credit_queried": "2026-03-10 09:00"}'
done
wait_until "after the deadline the panel is drawn" '.activeSteps | index("panel")' "$buyer" "$project_call"
expect_like "too late to apply" 'MESSAGE_NOT_AWAITED' \
  "$(send "$buyer" "$project_call" application "$(apply 戊服务队 52330602MJ9999024Q 100)")"

panel='[]'
for i in 1 2 3 4 5 6 7; do
  panel=$(jq -c --arg user "$(user_id_of "expert$i.yuecheng")" '. + [{unit: "mz-330602", user: $user}]' <<<"$panel")
done
finish_task mz.yuecheng "$project_call" panel drawn "{\"panel\": $panel}"

score() { # NAME FIRST SCORES…: every expert fills in a sheet of their own
  local name=$1 first=$2 i=0 total; shift 2
  wait_until "$name is open for scoring" '[.openTasks[]? | select(.step == "score")] | length == 7' "$buyer" "${entrant[$name]}"
  for total in "$@"; do
    i=$((i + 1))
    finish_own "expert$i.yuecheng" "${entrant[$name]}" "$(jq -nc --argjson t "$total" --argjson f "$first" \
      '{score_need: $f, score_plan: ($t - $f - 40), score_team: 20, score_benefit: 20}')"
  done
}
# The experts' tasks are of one step: each takes the one that is theirs.
finish_own() {
  local no answer
  token_of "$1"
  no=$(case_of "$TOKEN" "$2" | jq -r --arg user "$(user_id_of "$1")" '[.openTasks[]? | select(.assignee == $user)][0].taskNo // empty')
  answer=$(call "$TOKEN" casework.v1.Casework/CompleteTask "$(jq -n --arg id "$(new_id)" --arg case "$2" --arg no "$no" \
    --arg form "$3" '{requestId: $id, caseId: $case, taskNo: $no, outcome: "scored", formJson: $form}')")
  jq -e .revision >/dev/null <<<"$answer" || bad "$1 scores" "$answer"
}
score 甲助餐服务中心 27.4 88 92 85 90 95 78 91
score 乙社会工作协会 27.5 90 89 91 88 90 87 86
score 丙公益基金会 28 92 80 86 93 88 91 84
score 丁餐饮有限公司 27.1 91 87 90 86 93 84 92
wait_until "all are ranked together" '.activeSteps | index("confirm")' "$buyer" "$project_call"

told() { # CASE STEP: what this child was told there
  call "$buyer" casework.v1.Casework/ListEvents "{\"caseId\": \"$1\", \"pageSize\": 200}" |
    jq -r --arg step "$2" '[.events[]?.payloadJson | fromjson | .facts[]? | select(.type == "MessageReceived" and .step == $step)]
      | last | .outcome + " " + (.explanation.zh // "")'
}
expect_like "甲: 89.20, first by the first indicator" '^ranked .*去掉一个最高分.*得89.20分，第1名' "$(told "${entrant[甲助餐服务中心]}" ranking)"
expect_like "丁: 89.20, second" '得89.20分，第2名' "$(told "${entrant[丁餐饮有限公司]}" ranking)"
expect_like "乙: 88.80, third" '得88.80分，第3名' "$(told "${entrant[乙社会工作协会]}" ranking)"
expect_like "丙: 88.20, fourth" '得88.20分，第4名' "$(told "${entrant[丙公益基金会]}" ranking)"

finish_task mz.yuecheng "$project_call" confirm confirm
wait_until "publicity is over" '.activeSteps | index("sign")' "$buyer" "$project_call"
finish_task mz.yuecheng "$project_call" sign award
wait_until "甲 is to sign its contract" '.activeSteps | index("contract")' "$buyer" "${entrant[甲助餐服务中心]}"
wait_until "丁 is to sign its contract" '.activeSteps | index("contract")' "$buyer" "${entrant[丁餐饮有限公司]}"
wait_until "乙 goes to the pool" '.result == "pooled"' "$buyer" "${entrant[乙社会工作协会]}"
wait_until "丙 goes to the pool" '.result == "pooled"' "$buyer" "${entrant[丙公益基金会]}"

today=$(TZ=Asia/Shanghai date +%F)
finish_task mz.yuecheng "${entrant[甲助餐服务中心]}" contract signed "$(jq -nc --arg day "$today" '{contract_amount: 29800000,
  signed_on: $day, term_months: 12, midterm_due: "2099-09-15 17:00", final_due: "2099-12-15 17:00"}')"
finish_task mz.review.yuecheng "${entrant[甲助餐服务中心]}" pay1 paid
expect "PS-11: the first part is 178,800 yuan" 17880000 "$(call "$buyer" casework.v1.Casework/ListEvents \
  "{\"caseId\": \"${entrant[甲助餐服务中心]}\", \"pageSize\": 200}" |
  jq -r '[.events[]?.payloadJson | fromjson | .facts[]? | select(.explanation.rule? == "proj.split") | .explanation.inputs.contract_amount] | last * 60 / 100')"
