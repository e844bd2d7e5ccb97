# shellcheck shell=bash
# DL-01, DL-03, DL-11: a duty list is adopted; what was withdrawn does not reach a street; a dispute is ruled on, and the ruling is a
# precedent that the next matter with that item follows by itself. Nobody keys in either.

start() { # LOGIN PROCESS UNIT AREA FORM: the case
  token_of "$1"
  call "$TOKEN" casework.v1.Casework/StartCase "$(jq -n --arg id "$(new_id)" --arg process "$2" --arg unit "$3" --arg area "$4" \
    --arg form "$5" '{requestId: $id, process: $process, unitId: $unit, areaCode: $area, title: $process, formJson: $form}')" |
    jq -r '.caseId // .code'
}
step_of() { token_of dispatcher; call "$TOKEN" casework.v1.Casework/GetCase "{\"caseId\": \"$1\"}" | jq -r '.openTasks[0].step // empty'; }
dispatch() { start dispatcher duty_dispatch hl-3306 330602001 \
  "$(jq -nc --arg item "$1" '{item: $item, target: "zz-330602001", target_level: "street", limit: "7d"}')"; }
# first_step WANTED ITEM: dispatches until that is where it begins; what was entered is known within seconds
first_step() {
  local step
  for _ in $(seq 12); do
    step=$(step_of "$(dispatch "$2")")
    [ "$step" = "$1" ] && break
    sleep 1
  done
  echo "$step"
}
run=$(new_id | cut -c1-8)
items=$(jq -nc --arg own "河岸清理-$run" --arg gone "电梯监管-$run" '[{line: 2, list: "basic", code: $own, name: "河岸垃圾清理"},
  {line: 3, list: "withdrawn", code: $gone, name: "电梯监管", receiver: "sc-330602", receiver_name: "市场监管局"}]')

list=$(start mz.yuecheng duty_list mz-330602 330602 "$(jq -nc --argjson items "$items" '{source: "first", items: $items}')")
finish_task mz.yuecheng "$list" draft submit "{\"version\": 1, \"effective_from\": \"$(TZ=Asia/Shanghai date +%F)\"}"
finish_task mz.review.yuecheng "$list" legality pass
finish_task mz.yuecheng "$list" approve approve
expect "the list is in force and known: a basic item goes to the street" sign "$(first_step sign "河岸清理-$run")"
expect "a withdrawn item is stopped before it reaches the street" blocked "$(step_of "$(dispatch "电梯监管-$run")")"

disputed=$(dispatch "河岸清理-$run")
finish_task tashan "$disputed" sign not_ours "" "不在本街道"
finish_task dispatcher "$disputed" reroute redispatch '{"handling_unit": "zf-330602"}'
finish_task zf.yuecheng "$disputed" sign_again not_ours "" "属水务职责"
finish_task dispatcher "$disputed" conference held "{\"met_on\": \"$(TZ=Asia/Shanghai date +%F)\"}"
finish_task hotline.leader "$disputed" ruling ruled \
  '{"ruling_unit": "sw-330602", "ruling_name": "区水务局", "ruling_number": "越职裁〔2026〕3号"}' "属河道管理"
expect "the next matter with that item follows the ruling" ruled "$(first_step ruled "河岸清理-$run")"
token_of dispatcher
expect_like "and cites its number" '越职裁〔2026〕3号' "$(call "$TOKEN" casework.v1.Casework/ListEvents \
  "{\"caseId\": \"$(dispatch "河岸清理-$run")\", \"pageSize\": 50}")"
