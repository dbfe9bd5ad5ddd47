#!/usr/bin/env bash
# The story of one incident through HTTP: a grid worker reports what he found; the village registers it and passes up
# what it has no power over; the town asks its leader and dispatches it; an office handles it; somebody who neither
# approved nor handled it checks; the desk closes. Then the views, the audit trail, and the case as it stood before.
#
#   gridgov serve --demo          (or: make run)
#   examples/incident.sh          BASE=http://127.0.0.1:8000 and PASSWORD=gridgov-demo where not set
#
# Needs curl and python3. Every answer is checked; the first surprise ends it with exit code 1.
set -euo pipefail

BASE=${BASE:-http://127.0.0.1:8000}
PASSWORD=${PASSWORD:-gridgov-demo}
UNIT=140830103201-01-02-003
ANSWER=$(mktemp)
trap 'rm -f "$ANSWER"' EXIT

pretty() { python3 -m json.tool --no-ensure-ascii "$ANSWER"; }

# field NAME: a plain value at the top of the last answer
field() { pretty | sed -n "s/^    \"$1\": \"\{0,1\}\([^\"]*[^\",]\)\"\{0,1\},\{0,1\}\$/\1/p" | head -n 1; }

surprise() {
  echo "SURPRISE: $1" >&2
  pretty >&2 || cat "$ANSWER" >&2
  exit 1
}

# call STATUS METHOD PATH TOKEN [BODY [HEADER]]: ask, and insist on the status
call() {
  local arguments=(-sS -o "$ANSWER" -w '%{http_code}' -X "$2" "$BASE/api/v1$3" -H "Authorization: Bearer $4")
  if [ $# -ge 5 ]; then arguments+=(-H 'Content-Type: application/json' -d "$5"); fi
  if [ $# -ge 6 ]; then arguments+=(-H "$6"); fi
  local status
  status=$(curl "${arguments[@]}")
  [ "$status" = "$1" ] || surprise "$2 $3 answered $status, not $1"
}

# expect NAME VALUE: insist on a field of the last answer
expect() { [ "$(field "$1")" = "$2" ] || surprise "$1 is '$(field "$1")', not '$2'"; }

# log_in ACCOUNT: print its token
log_in() {
  call 201 POST /sessions - "{\"username\": \"$1\", \"password\": \"$PASSWORD\"}"
  field token
}

# does ACCOUNT-TOKEN VERB BODY STATUS: act on the case, and insist on where that leads
does() {
  call 200 POST "/incidents/$CASE/$2" "$1" "$3"
  expect status "$4"
  printf '%-22s -> %-18s version %-3s level %s\n' "$2" "$(field status)" "$(field version)" "$(field level)"
}

now() { date -u +%Y-%m-%dT%H:%M:%SZ; }

# closed_in UNIT TOKEN [QUERY]: the unit's closed incidents (the first "closed" of the answer is its own)
closed_in() {
  call 200 GET "/views/units/$1?${3:-}" "$2"
  pretty | sed -n 's/^        "closed": \([0-9]*\),\{0,1\}$/\1/p' | head -n 1
}

echo "== Log in"
GRID=$(log_in grid)
VILLAGE_OFFICER=$(log_in village)
DISPATCHER=$(log_in dispatcher)
LEADER=$(log_in leader)
OFFICE=$(log_in office)
SUPERVISOR=$(log_in supervisor)
NEIGHBOUR=$(log_in village-202)

echo "== The grid worker reports; the same key again reports nothing twice"
BEFORE=$(closed_in "$UNIT" "$SUPERVISOR")
KEY="Idempotency-Key: story-$$-$(date +%s)"
REPORT="{\"category\": \"environment.water\", \"severity\": \"normal\", \"description\": \"沟渠排出黑水，有异味\",
  \"channel\": \"grid_worker\", \"occurred_at\": \"$(now)\", \"place\": {\"unit\": \"$UNIT\"},
  \"location\": {\"lon\": 110.69, \"lat\": 34.71, \"crs\": \"WGS84\"}}"
call 201 POST /incidents "$GRID" "$REPORT" "$KEY"
CASE=$(field id)
call 201 POST /incidents "$GRID" "$REPORT" "$KEY"
expect id "$CASE"
expect version 1
echo "case $CASE"

echo "== The village registers it, and passes it up: it has no power over a water works"
does "$VILLAGE_OFFICER" register '{}' registered
NUMBER=$(field number)
sleep 1
EARLIER=$(now)
sleep 1
does "$VILLAGE_OFFICER" escalate '{"ground": "no_power", "reason": "排口属镇供水站，村无权处置"}' registered
expect level town
expect number "$NUMBER"

echo "== The town: no dispatch before the leader has approved"
DISPATCH='{"lead": "140830103.office", "note": "请到现场处置并反馈"}'
call 409 POST "/incidents/$CASE/dispatch" "$DISPATCHER" "$DISPATCH"
does "$DISPATCHER" submit-for-approval '{"note": "拟派镇办公室", "proposed_lead": "140830103.office"}' awaiting_approval
call 403 POST "/incidents/$CASE/approve" "$DISPATCHER" '{"note": "同意"}'
does "$LEADER" approve '{"note": "同意，抓紧办理"}' approved
does "$DISPATCHER" dispatch "$DISPATCH" dispatched

echo "== The office handles it; it may not check its own work"
does "$OFFICE" sign '{}' signed
does "$OFFICE" record-action '{"note": "已封堵排口，清理沟渠"}' in_progress
does "$OFFICE" submit-result '{"result": "排口已封堵，水质恢复"}' handled
call 403 POST "/incidents/$CASE/check" "$OFFICE" '{"passed": true}'

echo "== The village checks, the desk closes; a version seen too early is refused"
does "$VILLAGE_OFFICER" check '{"passed": true, "note": "现场复查，水清无异味"}' checked
call 412 POST "/incidents/$CASE/close" "$DISPATCHER" '{"outcome": "resolved"}' 'If-Match: "2"'
does "$DISPATCHER" close '{"outcome": "resolved", "note": "资料齐全，予以结案"}' closed
POSITION=$(field position)

echo "== The views follow, the audit trail tells who did what, and the past stays as it was"
AFTER=$(closed_in "$UNIT" "$SUPERVISOR" "at_least=$POSITION")
[ "$AFTER" = $((BEFORE + 1)) ] || surprise "the unit has $AFTER closed incidents, not $((BEFORE + 1))"
[ "$(closed_in "$UNIT" "$SUPERVISOR" "as_of=$EARLIER")" = "$BEFORE" ] || surprise "the unit's past has changed"
echo "unit $UNIT: $BEFORE closed before, $AFTER now"
call 200 GET "/views/audit?case=$CASE&at_least=$POSITION" "$SUPERVISOR"
ACTS=$(pretty | grep -c '^            "position": ')
[ "$ACTS" -ge 12 ] || surprise "the audit trail tells $ACTS acts"
echo "audit trail: $ACTS acts, refused attempts among them"
call 200 GET "/incidents/$CASE?as_of=$EARLIER" "$VILLAGE_OFFICER"
expect status registered
expect level village
call 200 GET "/incidents/$CASE/history?limit=200" "$VILLAGE_OFFICER"
pretty | sed -n 's/^                "zh": "\(.*\)",\{0,1\}$/  \1/p'
call 404 GET "/incidents/$CASE" "$NEIGHBOUR"
echo "== Done: $NUMBER, from report to closure as it should be"
