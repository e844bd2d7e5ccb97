# shellcheck shell=bash
# JC-08: the same lamp reported by telephone and by a grid worker 18 m away; merged, both reporters keep their receipt.

token_of dispatcher
dispatcher=$TOKEN
report_lamp() { # CHANNEL NO TIME LATITUDE
  local record
  record=$(jq -n --arg no "$2" --arg time "$3" --arg lat "$4" '{source_no: $no, receive_time: $time, caller: "赵六",
    phone: "13800000005", request_type: "求助", worker: "钱七", category: "市政设施", kind: "路灯故障", title: "路灯不亮",
    content: "仓桥直街路灯不亮。", description: "仓桥直街路灯不亮，已核实。", street: "330602002", community: "330602002001",
    address: "绍兴市越城区府山街道仓桥直街", longitude: "120.57100", latitude: $lat} | tojson')
  call "$dispatcher" intake.v1.Intake/SubmitReport \
    "{\"channel\": \"$1\", \"sourceNo\": \"$2\", \"payloadJson\": $record, \"receiveTime\": \"$3\"}"
}
run=$(new_id)
main=$(report_lamp hotline12345 "E2E-A-$run" 2026-06-02T09:00:00+08:00 29.99800)
twin=$(report_lamp grid "E2E-B-$run" 2026-06-02T09:40:00+08:00 29.99816)
far=$(report_lamp grid "E2E-C-$run" 2026-06-02T09:50:00+08:00 29.99900)
main_id=$(jq -r .matterId <<<"$main")
twin_id=$(jq -r .matterId <<<"$twin")
suggested() { jq --arg id "$2" '[.suggestedDuplicates[]? | select(. == $id)] | length' <<<"$1"; }
expect "18 m away within the hour: suggested" 1 "$(suggested "$twin" "$main_id")"
expect "111 m away: another lamp" 0 "$(suggested "$far" "$main_id")"

# The unit that handles both decides that they are one.
token_of js.yuecheng
merge() { call "$TOKEN" intake.v1.Intake/MergeMatters "{\"requestId\": \"$run\", \"mainMatterId\": \"$main_id\",
  \"mergedMatterId\": \"$twin_id\", \"reason\": \"同一盏路灯\"}"; }
merged=$(merge)
expect "merged: both stay, one leads to the other" "$main_id" \
  "$(call "$dispatcher" intake.v1.Intake/GetMatter "{\"matterId\": \"$twin_id\"}" | jq -r .duplicateOf)"
expect "the answer is the main matter" "$main_id" "$(jq -r .matterId <<<"$merged")"
expect "merging again with the same id changes nothing" "$main_id" "$(merge | jq -r .matterId)"
expect "the other case waits for the main one" merged "$(call "$TOKEN" casework.v1.Casework/GetCase \
  "{\"caseId\": \"$(jq -r .caseId <<<"$twin")\"}" | jq -r .status)"
unmerged=$(call "$TOKEN" intake.v1.Intake/UnmergeMatter "{\"requestId\": \"$(new_id)\", \"matterId\": \"$twin_id\", \"reason\": \"两盏路灯\"}")
expect "taken out again: it goes on by itself" running "$(jq -r .status <<<"$unmerged")"
expect "and by its own clock" "$(jq -r .dueTime <<<"$twin")" "$(jq -r .dueTime <<<"$unmerged")"
expect_like "the second reporter still finds the receipt" '"receiptNo"' \
  "$(call "$dispatcher" intake.v1.Intake/GetMatter "{\"receiptNo\": \"$(jq -r .receiptNo <<<"$twin")\"}")"
