"""usage: compare.py FOLDER NOW

Counts each report from the records themselves, as its definition says it, and compares with what the server said.
FOLDER has a file of JSON for each list of records and for each report and period. Nothing here is shared with the
server: where both are wrong in the same way, they are so independently.
"""
import collections
import datetime
import html.parser
import json
import math
import pathlib
import sys

folder = pathlib.Path(sys.argv[1])
PERIODS = {
    "all": (None, None),
    "june": ("2026-06-01T00:00:00Z", "2026-07-01T00:00:00Z"),
    "half": ("2026-04-15T12:34:00Z", None),
}
URGENCIES = ["WATCH", "SOON", "URGENT", "EMERGENCY"]
# Where a referral stands, what it waits for, and how many hours it may for each urgency.
STEPS = [
    ("DRAFTED", "being sent", (48, 48, 12, 1)),
    ("SENT DELIVERED", "the receiver's acknowledgement", (72, 72, 24, 0)),
    ("ACKNOWLEDGED SCHEDULED", "the patient being seen", (336, 336, 72, 12)),
    ("SEEN", "the doctor's report", (720, 720, 336, 168)),
    ("REPORT_RECEIVED DECLINED LOST RETURNED", "our answer", (72, 72, 24, 1)),
]
wrong = []


def time(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


NOW = time(sys.argv[2])


def read(name):
    return json.loads((folder / f"{name}.json").read_text())


def whole_days(span):
    return max(0, span // datetime.timedelta(days=1))


def half_up(number, digits=0):
    scale = 10**digits
    return math.floor(number * scale + 0.5 + 1e-9) / scale


def case_of(name):
    return "/".join(name.split("/")[:4])


def words(enum, prefix=""):
    return enum.removeprefix(prefix).replace("_", " ").capitalize()


class Period:
    def __init__(self, name):
        self.start, self.end = (text and time(text) for text in PERIODS[name])

    def has(self, text):
        at = time(text)
        return (self.start is None or at >= self.start) and (self.end is None or at < self.end)


def at_share(numbers, share):
    """The smallest number that such a share does not exceed."""
    return sorted(numbers)[math.ceil(share * len(numbers)) - 1]


def hours(spans, share):
    return half_up(at_share(spans, share).total_seconds() / 3600, 1)


ENDED = ("STATE_DISCHARGED", "STATE_CLOSED_INCOMPLETE")


def caseload(period, cases=None):
    heard = collections.defaultdict(list)
    for record in read("check-ins") + read("assessments"):
        heard[case_of(record["name"])].append(time(record["create_time"]))
    long_ago = NOW - datetime.timedelta(days=14)
    rows = {}
    for case in read("cases") if cases is None else cases:
        row = rows.setdefault(case.get("clinician", ""), collections.Counter())
        row["opened"] += period.has(case["create_time"])
        state = case["state"]
        if state in ENDED:
            row["discharged" if state == ENDED[0] else "closed_incomplete"] += period.has(case["state_time"])
            continue
        row["open"] += 1
        row["not_assessed"] += state in ("STATE_DRAFT", "STATE_OPEN")
        for name in ("in_program", "review_due", "on_hold", "referred"):
            row[name] += state == "STATE_" + name.upper()
        old = time(case["create_time"]) < long_ago
        row["silent"] += old and not any(at >= long_ago for at in heard[case["name"]])
    columns = "open not_assessed in_program review_due on_hold referred silent opened discharged closed_incomplete"
    return [{"clinician": who, **{name: rows[who][name] for name in columns.split()}} for who in sorted(rows)]


def as_urgent_since(flag):
    """When the flag first was as urgent as it is: who acknowledged less did not answer for that."""
    order = ["WATCH", "SOON", "URGENT", "EMERGENCY"]
    at = [time(f["raised_time"]) for f in flag.get("firings", [])
          if order.index(f["result"]["urgency"]) >= order.index(flag["urgency"])]
    return min(at, default=time(flag["raised_time"]))


def acknowledged(flag):
    since = as_urgent_since(flag)
    events = [time(e["time"]) for e in flag.get("history", []) if e["kind"] in ("KIND_ACKNOWLEDGED", "KIND_HANDED_OVER")]
    if "acknowledged_time" in flag:
        events.append(time(flag["acknowledged_time"]))
    return min((at for at in events if at >= since), default=None)


def escalations(period):
    targets = {"EMERGENCY": 1, "URGENT": 24, "SOON": 48, "WATCH": 168}
    rows = []
    for urgency, target in targets.items():
        flags = [f for f in read("escalations") if f["urgency"] == urgency and period.has(f["raised_time"])]
        if not flags:
            continue
        answered, resolved, in_target, judged = [], [], 0, 0
        for flag in flags:
            raised = time(flag["raised_time"])
            ended = time(flag["resolution"]["resolve_time"]) if flag["state"] == "STATE_RESOLVED" else None
            since = as_urgent_since(flag)
            told = acknowledged(flag) or ended
            if ended:
                resolved.append(ended - raised)
            if told:
                answered.append(told - since)
            late = (told or NOW) - since > datetime.timedelta(hours=target)
            judged += bool(told) or late
            in_target += bool(told) and not late
        rows.append({
            "urgency": words(urgency),
            "raised": len(flags),
            "open": len(flags) - len(resolved),
            "unacknowledged": len(flags) - len(answered),
            "acknowledge_median": hours(answered, 0.5) if answered else None,
            "acknowledge_p90": hours(answered, 0.9) if answered else None,
            "in_target": half_up(100 * in_target / judged) if judged else None,
            "judged": judged,
            "resolve_median": hours(resolved, 0.5) if resolved else None,
            "resolve_p90": hours(resolved, 0.9) if resolved else None,
        })
    return rows


def escalation_weeks(period):
    monday = lambda at: at.date() - datetime.timedelta(days=at.weekday())
    raised = [(monday(time(f["raised_time"])), f["urgency"].lower()) for f in read("escalations")
              if period.has(f["raised_time"])]
    week, rows = min([monday(period.start)] if period.start else [at for at, _ in raised]), []
    end = min(NOW, period.end - datetime.timedelta(microseconds=1)) if period.end else NOW
    while week <= end.date():
        of = [urgency for at, urgency in raised if at == week]
        rows.append({"week": str(week), "raised": len(of), **{u.lower(): of.count(u.lower()) for u in URGENCIES}})
        week += datetime.timedelta(days=7)
    return rows


def late_row(due, what, owner, name):
    # The command line tells whole seconds.
    return {"due_time": time(due).strftime("%Y-%m-%dT%H:%M:%SZ"), "days_late": whole_days(NOW - time(due)), "what": what, "owner": owner,
            "case": case_of(name), "resource": name}


def overdue(_):
    due = [f for f in read("follow-ups") if f["state"] not in ("STATE_COMPLETED", "STATE_CANCELLED") and
           time(f["due_time"]) < NOW]
    rows = [late_row(f["due_time"], words(f["kind"], "KIND_"), f.get("assignee", ""), f["name"])
            for f in sorted(due, key=lambda f: time(f["due_time"]))]
    asked = {e["name"]: e for e in read("escalations")}
    for referral in read("referrals"):
        for states, waits_for, hours in STEPS:
            if referral["state"].removeprefix("STATE_") not in states.split():
                continue
            since = referral["create_time" if states == "DRAFTED" else "update_time"]
            by_when = time(since) + datetime.timedelta(hours=hours[URGENCIES.index(referral["urgency"])])
            if waits_for not in ("the doctor's report", "our answer"):  # the patient was not seen yet
                by_when = min(by_when, time(asked[referral["escalation"]]["due_time"]))
            if by_when < NOW:
                rows.append(late_row(by_when.isoformat(), "Referral waits for " + waits_for,
                                     referral["steps"][0]["actor"], referral["name"]))
    return rows


def referrals(period):
    columns = {"STATE_SENT": "sent", "STATE_ACKNOWLEDGED": "acknowledged", "STATE_SEEN": "seen",
               "STATE_REPORT_RECEIVED": "report_received", "STATE_CLOSED": "ended", "STATE_DECLINED": "ended",
               "STATE_LOST": "ended", "STATE_RETURNED": "ended"}
    rows = []
    drafted = [r for r in read("referrals") if period.has(r["create_time"])]
    for referral in sorted(drafted, key=lambda r: time(r["create_time"]), reverse=True):
        row = dict.fromkeys(columns.values())
        last = referral["create_time"]
        for step in referral.get("steps", []):
            last = step["time"]
            if step["state"] in columns:
                row[columns[step["state"]]] = last
        ended = columns.get(referral["state"]) == "ended"
        rows.append({"referral": referral["name"], "urgency": words(referral["urgency"]),
                     "state": words(referral["state"], "STATE_"), "drafted": referral["create_time"], **row,
                     "days_waiting": None if ended else whole_days(NOW - time(last))})
    return rows


def weeks_in_care(period):
    spans = collections.defaultdict(list)
    for case in read("cases"):
        end = time(case["state_time"]) if case["state"] in ENDED else NOW
        begin = max(time(case["create_time"]), period.start or time(case["create_time"]))
        end = min(end, period.end or end)
        if begin < end:
            spans[case["name"].split("/")[1]].append((begin, end))
    minutes = 0
    for of_patient in spans.values():
        until = None
        for begin, end in sorted(of_patient):
            begin = max(begin, until or begin)
            if end > begin:
                minutes += (end - begin).total_seconds() / 60
                until = end
    return minutes / (7 * 24 * 60)


FOUND = ("ANSWER_CONFIRMED", "ANSWER_OTHER_FINDING", "ANSWER_NOTHING_FOUND")


def found_by(referral):
    told = [r["answer"] for r in referral.get("replies", []) if r.get("answer") in FOUND]
    return told[-1] if told else None


def proved(flag, latest):
    found = found_by(latest) if latest else None
    if found == FOUND[0]:
        return True
    if "resolution" in flag:
        return flag["resolution"]["outcome"] in ("OUTCOME_REFERRED", "OUTCOME_TREATED_ON")
    return latest is not None and found != FOUND[2] and (found == FOUND[1] or bool(latest.get("finding")))


def raising_rule(flag):
    firings = [f["result"] for f in flag.get("firings", [])]
    if not firings:
        return flag["family"]
    return max(enumerate(firings), key=lambda f: (URGENCIES.index(f[1]["urgency"]), f[0]))[1]["rule"]


def rule_quality(period):
    letters = collections.defaultdict(list)
    for referral in read("referrals"):
        letters[referral.get("escalation")].append(referral)
    flags = collections.defaultdict(list)
    for flag in read("escalations"):
        if period.has(flag["raised_time"]):
            flags[raising_rule(flag)].append(flag)
    weeks = weeks_in_care(period)
    rows = []
    for rule in sorted(flags):
        ends = [f["resolution"] for f in flags[rule] if f["state"] == "STATE_RESOLVED"]
        acted = [e for e in ends if e["outcome"] in ("OUTCOME_REFERRED", "OUTCOME_TREATED_ON")]
        alarms = [e for e in ends if e["outcome"] == "OUTCOME_WRONG_ALARM"]
        why = collections.Counter(words(e["override_reason"], "OVERRIDE_REASON_") for e in alarms)
        told = ", ".join(f"{text} {count}" for text, count in why.most_common())
        doctors = collections.Counter()
        confirmed = 0
        for flag in flags[rule]:
            answers = [found_by(letter) for letter in letters[flag["name"]]]
            doctors[next((a for a in FOUND if a in answers), None)] += 1
            latest = [letter for letter in letters[flag["name"]] if letter["name"] == flag.get("referral")]
            confirmed += proved(flag, latest[0] if latest else None)
        newest = sorted(ends, key=lambda e: time(e["resolve_time"]), reverse=True)[:30]
        rows.append({
            "rule": rule, "fired": len(flags[rule]),
            "acknowledged": sum(acknowledged(f) is not None for f in flags[rule]),
            "acted_on": len(acted), "wrong_alarm": len(alarms), "other": len(ends) - len(acted) - len(alarms),
            "open": len(flags[rule]) - len(ends), "resolved": len(ends),
            "precision": half_up(100 * len(acted) / len(ends)) if ends else None,
            "override_rate": half_up(100 * len(alarms) / len(ends)) if ends else None,
            "overrides": told, "confirmed": confirmed, "doctor_confirmed": doctors[FOUND[0]],
            "doctor_other": doctors[FOUND[1]], "doctor_nothing": doctors[FOUND[2]],
            "weekly_per_100": half_up(100 * len(flags[rule]) / weeks, 1) if weeks else None,
            "review": ("yes" if 2 * sum(e in acted for e in newest) < len(newest) else "no") if ends else None,
        })
    return rows


def return_to_running(_):
    moves = collections.Counter()
    rows = []
    for plan in sorted(read("running"), key=lambda p: time(p["create_time"]), reverse=True):
        decisions = plan.get("decisions", [])
        moved = [d["decide_time"] for d in decisions if d.get("to_stage", 0) != d.get("from_stage", 0)]
        rows.append({
            "case": case_of(plan["name"]), "state": words(plan["state"], "STATE_"), "stage": plan.get("stage", 0),
            "started": plan["start_date"], "days_at_stage": whole_days(NOW - time((moved or [plan["create_time"]])[-1])),
            "decisions": len(decisions), "as_proposed": sum(d["decided"] == d["proposed"] for d in decisions),
            "steps_back": sum(d.get("to_stage", 0) < d.get("from_stage", 0) for d in decisions)})
    return rows


def adherence(period):
    day = datetime.timedelta(days=1)
    check_ins = collections.defaultdict(lambda: collections.defaultdict(list))
    for record in read("check-ins"):
        if record["state"] == "RECORD_STATE_ACTIVE":
            check_ins[case_of(record["name"])][time(record["occurred_time"]).date()].append(record)
    rows = []
    programs = [p for p in read("enrollments") if p["state"] != "STATE_ENDED"]
    for program in sorted(programs, key=lambda p: p["name"], reverse=True):
        told_on = check_ins[case_of(program["name"])]
        exercises = program["prescriptions"][0]["exercises"]
        assert len(program["prescriptions"]) == 1 and all(e["dose"]["per_day"] == 1 for e in exercises)
        assert not any("held_date" in e or "hold" in e for e in exercises) and "excused" not in program
        today = NOW.date()
        tells_today = any(r.get("exercises") for r in told_on.get(today, []))
        horizon = today if tells_today else today - day
        last = (period.end - datetime.timedelta(microseconds=1)).date() if period.end else horizon
        first = period.start.date() if period.start else last - 27 * day
        first, last = max(first, datetime.date.fromisoformat(program["start_date"])), min(last, horizon)
        if first > last:
            continue
        count = collections.Counter()
        for at in (first + n * day for n in range((last - first).days + 1)):
            records = told_on.get(at, [])
            reports = [report for record in records for report in record.get("exercises", [])]
            count["told" if reports else "unmentioned" if records else "silent"] += 1
            for exercise in exercises:
                count["prescribed"] += 1
                count["due_on_told"] += bool(reports)
                credit = {"DONE_FULL": 1, "DONE_PART": 0.5}
                count["done"] += max([credit.get(r["done"], 0) for r in reports
                                      if (r["exercise"], r.get("side")) == (exercise["exercise"], exercise.get("side"))],
                                     default=0)
        rows.append({
            "case": case_of(program["name"]), "first_date": str(first), "last_date": str(last),
            "prescribed": count["prescribed"], "done": count["done"],
            "percent": half_up(100 * count["done"] / count["prescribed"], 1),
            "reached": "Yes" if count["done"] / count["prescribed"] >= 0.8 else "No",
            "percent_of_told": half_up(100 * count["done"] / count["due_on_told"], 1) if count["due_on_told"] else None,
            "due_on_told": count["due_on_told"], "expected": count["told"] + count["unmentioned"] + count["silent"],
            "told": count["told"], "unmentioned": count["unmentioned"], "silent": count["silent"], "excused": 0,
            "last_seen": str(max(told_on)) if told_on else None})
    return rows


def outcomes(period):
    measures = {m["name"]: m for m in read("measures")}
    forms = collections.defaultdict(list)
    for form in read("outcomes"):
        if form["state"] == "RECORD_STATE_ACTIVE":
            for score in form["scores"]:
                key = (case_of(form["name"]), form["measure"], form.get("variant"), score["subscale"])
                forms[key].append((time(form["occurred_time"]), form, score["score"]))
    rows = []
    for (case, name, variant, subscale), scores in forms.items():
        scores.sort(key=lambda s: s[0])
        (_, first, before), (_, last, after) = scores[0], scores[-1]
        if not period.has(last["occurred_time"]):
            continue
        limits = {}
        for threshold in measures[name].get("thresholds", []):
            if subscale in threshold.get("subscales", [subscale]) and not threshold.get("each_item"):
                limits.setdefault(threshold["kind"], threshold["points"])
        mdc, mcid = limits.get("KIND_MDC"), limits.get("KIND_MCID")
        better = (after - before) * (1 if measures[name]["direction"] == "DIRECTION_HIGHER_BETTER" else -1)
        size, change, because = abs(after - before), None, None
        if first is last:
            verdict, mdc, mcid = "Only one", None, None
        elif first.get("period") != last.get("period"):
            verdict, mdc, mcid = "Not comparable", None, None
            because = "they look back over different periods"
        elif mdc is not None and size <= mdc:
            verdict = "Within error"
        elif mcid is not None and size >= mcid:
            verdict, change = ("Improved" if better > 0 else "Worsened"), after - before
        elif mdc is None:
            verdict = "Not judged"
            because = ("its measurement error is not known, and it is less than the smallest important change"
                       if mcid else "neither its measurement error nor an important change is known")
        else:
            verdict, change = "Changed", after - before
        responder = {"Improved": "Yes", "Only one": "Too little data", "Not comparable": "Too little data"}.get(
            verdict, "No MCID known" if mcid is None else "No")
        rows.append({"case": case, "measure": name, "variant": variant, "side": None, "score": subscale,
                     "first_time": first["occurred_time"], "first": before,
                     "last_time": last["occurred_time"], "last": after, "change": change, "mdc": mdc, "mcid": mcid,
                     "verdict": verdict, "responder": responder, "because": because})
    return sorted(rows, key=lambda r: (r["measure"], r["variant"] or ""))


def outcome_responders(period):
    groups = collections.defaultdict(list)
    for row in outcomes(period):
        groups[row["measure"], row["variant"], row["score"]].append(row)
    rows = []
    for (measure, variant, score), of in sorted(groups.items(), key=lambda g: (g[0][0], g[0][1] or "")):
        count = collections.Counter(row["responder"] for row in of)
        judged = count["Yes"] + count["No"]
        rows.append({"measure": measure, "variant": variant, "score": score, "scores": len(of), "judged": judged,
                     "responders": count["Yes"], "percent": half_up(100 * count["Yes"] / judged, 1) if judged else None,
                     "worsened": sum(row["verdict"] == "Worsened" for row in of),
                     "too_little_data": count["Too little data"], "no_mcid": count["No MCID known"]})
    return rows


def opening(flag):
    raised = time(flag["raised_time"])
    return [f["result"] for f in flag["firings"] if f is flag["firings"][0] or time(f["raised_time"]) <= raised][-1]


def detection_delay(period, said):
    """What can be told without the rules: whom they raised, and that nobody lost a day by records that came on theirs."""
    rows = {}
    in_time = collections.Counter()
    late_records = {r["name"] for r in read("check-ins") + read("assessments")
                    if time(r["create_time"]).date() > time(r["occurred_time"]).date()}
    cases = {case_of(name).split("/cases/")[0] for name in late_records}
    for flag in read("escalations"):
        if flag.get("firings") and period.has(flag["raised_time"]):
            rule = opening(flag)["rule"]
            rows[rule] = rows.get(rule, 0) + 1
            in_time[rule] += flag["name"].split("/cases/")[0] not in cases
    expected = []
    for row in said:
        row = dict(row)
        late = row["late"]
        right = (late <= row["raised"] - in_time[row["rule"]] and row["days_lost"] >= late and
                 (row["median"] is None) == (late == 0) and
                 (late == 0 or 1 <= row["median"] <= row["p90"] <= row["longest"] <= row["days_lost"]))
        expected.append({**row, "raised": rows.get(row["rule"], 0) if right else -1})
    if sorted(rows) != [row["rule"] for row in said]:
        wrong.append(f"detection-delay: rules {sorted(rows)}")
    return expected


def compare(title, expected, said, by=None):
    """Same rows, in the same order unless `by` says that the order is not defined."""
    if by:
        expected, said = sorted(expected, key=by), sorted(said, key=by)
    if len(expected) != len(said):
        wrong.append(f"{title}: {len(said)} rows, counted {len(expected)}")
    for number, (mine, theirs) in enumerate(zip(expected, said)):
        for column in mine.keys() | theirs.keys():
            one, other = mine.get(column, "no such column"), theirs.get(column, "no such column")
            if one != other:
                wrong.append(f"{title}, row {number + 1}, {column}: {other}, counted {one}")


class Cells(html.parser.HTMLParser):
    """The cells of the table of a document, row by row; its first row is the head."""

    def __init__(self, text):
        super().__init__()
        self.rows, self.inside = [], False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.rows.append([])
        if tag in ("th", "td"):
            self.rows[-1].append("")
            self.inside = True

    def handle_endtag(self, tag):
        self.inside = self.inside and tag not in ("th", "td")

    def handle_data(self, data):
        if self.inside:
            self.rows[-1][-1] += data


def compare_document(report, said, columns):
    """The document has the same rows; people stand in it by name and times by the minute."""
    head, *rows = Cells((folder / f"{report}.html").read_text()).rows
    if len(rows) != len(said) or len(head) != len(columns):
        wrong.append(f"{report}.html: {len(rows)} rows of {len(head)} columns")
        return
    for number, (cells, row) in enumerate(zip(rows, said)):
        for cell, column in zip(cells, columns):
            value = row[column["column"]]
            if value is None:
                same = cell == "–"
            elif column["kind"] == "KIND_NUMBER":
                of = f"% of {row[column['of_column']]:g}" if "of_column" in column else ""
                same = cell == f"{value:g}{of}"
            elif column["kind"] == "KIND_TIME":
                same = cell == value[:16].replace("T", " ")
            else:
                same = cell == value if column["kind"] == "KIND_TEXT" else cell != value
            if not same:
                wrong.append(f"{report}.html, row {number + 1}, {column['column']}: {cell} of {value}")


REPORTS = {
    "caseload": (caseload, None), "escalations": (escalations, None),
    "escalation-weeks": (escalation_weeks, None), "overdue": (overdue, None),
    "referrals": (referrals, None), "rule-quality": (rule_quality, None),
    "return-to-running": (return_to_running, None), "adherence": (adherence, None),
    "outcomes": (outcomes, lambda row: (row["case"], row["measure"], row["variant"] or "")),
    "outcome-responders": (outcome_responders, None),
}
rows = 0
for period_name in PERIODS:
    period = Period(period_name)
    for report, (count, by) in REPORTS.items():
        if period_name != "all" and report in ("overdue", "return-to-running"):
            continue
        said = read(f"{report}.{period_name}")
        rows += len(said)
        compare(f"{report} ({period_name})", count(period), said, by)
        if period_name == "all" and not said:
            wrong.append(f"{report}: the sample clinic has nothing to count")
    said = read(f"detection-delay.{period_name}")
    compare(f"detection-delay ({period_name})", detection_delay(period, said), said)
for definition in read("definitions"):
    compare_document(definition["report"], read(f"{definition['report']}.all"), definition["columns"])
zofia = next(user["name"] for user in read("users") if user["user_name"] == "zofia")
hers = {p["name"] for p in read("patients") if zofia in p.get("care_team", [])}
compare("caseload (of a therapist)",
        caseload(Period("all"), [c for c in read("cases") if c["name"].split("/cases/")[0] in hers]), read("own"))
print("\n".join(wrong) or f"{rows} rows as counted")
sys.exit(1 if wrong else 0)
