# shellcheck shell=bash
# A running case goes to a new release of its process and back: written by one person, approved by another.

# Standard error stays apart: a bar of progress is no JSON.
as() { LIANBAN_TOKEN=$1 LIANBAN_URL=$(local_url) "$PROGRAM" "${@:2}" --json; }
token_of workflow
author=$TOKEN
token_of leader
approver=$TOKEN
token_of js.yuecheng
: "${lamp_a:?7_operations starts it}"
process=$(field "$lamp_a" .process)
release=$(field "$lamp_a" .release)
title=$(field "$lamp_a" '.openTasks[0].title')

cp -r "$ROOT/workflows/base/$process" "$WORK/$process"
sed -i "s/title = \"$title\"/title = \"$title（新）\"/" "$WORK/$process/process.lua"
draft=$(as "$author" publish "$WORK/$process" | jq -r .draft_id)
expect "another person approves the script" STATE_APPROVED "$(as "$approver" approve "$draft" | jq -r .state)"
to=$(as "$author" publish "$draft" | jq -r .number)
expect "a running case stays on its release" "$release" "$(field "$lamp_a" .release)"

preview=$(as "$author" migrate preview "$process" --from "$release" --to "$to" --show changes --limit 1000 || true)
expect "the preview tells what becomes of the case" 1 "$(jq --arg id "$lamp_a" '[.cases[] | select(.case_id == $id)] | length' <<<"$preview")"
expect_like "nobody moves cases without the role" 'PERMISSION_DENIED|权限|may not' "$(as "$TOKEN" migrate preview "$process" --to "$to" 2>&1)"
migration=$(as "$author" migrate start "$process" --from "$release" --to "$to" --reason "e2e" | jq -r .migration_id)
expect_like "whoever asked cannot approve" 'PERMISSION_DENIED|权限|may not|another person|不能批准' "$(as "$author" migrate approve "$migration" 2>&1)"
expect "a second person can, and it is done" "done" "$(as "$approver" migrate approve "$migration" --wait | jq -r .state)"
expect "the case has moved" "$to" "$(field "$lamp_a" .release)"
expect "and its task is called otherwise" "$title（新）" "$(field "$lamp_a" '.openTasks[0].title')"
expect "undone" undone "$(as "$author" migrate undo "$migration" --reason "e2e" --wait | jq -r .state)"
expect "the case is where it was" "$release $title" "$(field "$lamp_a" '"\(.release) \(.openTasks[0].title)"')"
