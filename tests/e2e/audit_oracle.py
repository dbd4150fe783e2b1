#!/usr/bin/env python3
"""The compliance figures of an export, computed a second time: from docs/audit.md alone, in another language.

    audit_oracle.py generate SEED ROWS ENCODING FILE    a made-up export of a 95598 system
    audit_oracle.py figures FILE ENCODING BY CALENDAR   what `gongdan audit --import FILE --by BY --format csv` prints
    audit_oracle.py contradictions FILE ENCODING        rows whose flag is not what their times say

Only the standard library. The rules stand here once more on purpose: two hands, one result.
"""
import csv
import datetime as dt
import random
import re
import sys

HEADER = ["工单编号", "业务类型", "受理时间", "挂机时间", "派单时间", "接单时间", "到达现场时间", "记录修复时间",
          "恢复送电时间", "回单时间", "归档时间", "是否超时", "现场分类", "工单单位", "抢修班组", "故障地址", "故障描述",
          "所属台区", "是否子单", "主单编号", "投诉等级"]
FORMAT = "%Y-%m-%d %H:%M:%S"
SITES = {"城区": "urban", "农村": "rural", "特殊边远地区": "remote"}
ARRIVAL = {"urban": 45 * 60, "rural": 90 * 60, "remote": 120 * 60}
RESTORATION = {"urban": 3 * 3600, "rural": 4 * 3600, "remote": 4 * 3600}
DISPATCH = 3 * 60
REPLY_WORKING_DAYS = 7


def generate(seed, rows, encoding, path):
    rng = random.Random(seed)
    with open(path, "w", encoding=encoding, newline="") as file:
        out = csv.DictWriter(file, HEADER)
        out.writeheader()
        for number in range(rows):
            out.writerow(make_fault(rng, number) if rng.random() < 0.85 else make_complaint(rng, number))


def make_fault(rng, number):
    at = dt.datetime(2025, 1, 1) + dt.timedelta(seconds=rng.randrange(300 * 86400))
    row = {"工单编号": f"2025{number:012d}", "业务类型": "故障报修", "受理时间": at.strftime(FORMAT),
           "现场分类": rng.choice(list(SITES)), "工单单位": "示例县供电公司",
           "抢修班组": rng.choice(["一班", "二班", "三班", "=四班", ""]), "故障地址": "示例路1号", "故障描述": "停电",
           "所属台区": rng.choice(["台区甲", "台区乙", "台区丙"])}
    if rng.random() < 0.05:
        row.update({"是否子单": "是", "主单编号": "20250000", "派单时间": at.strftime(FORMAT)})
        return row
    last = at
    for name, chance, longest in (("挂机时间", 0.7, 90), ("派单时间", 0.95, 300), ("接单时间", 0.9, 600),
                                  ("到达现场时间", 0.93, 6600), ("记录修复时间", 0.8, 9000), ("恢复送电时间", 0.8, 4000),
                                  ("回单时间", 0.9, 900), ("归档时间", 0.85, 86400)):
        if rng.random() < chance:
            last += dt.timedelta(seconds=rng.randrange(1, longest))
            row[name] = last.strftime(FORMAT)
    if "到达现场时间" in row and rng.random() < 0.02:
        row["到达现场时间"] = (at - dt.timedelta(hours=1)).strftime(FORMAT)
    clock = arrival_of(row)
    if rng.random() < 0.9:
        late = clock[0] in ("late", "open_overdue")
        row["是否超时"] = "是" if late != (rng.random() < 0.03) else "否"
    return row


def make_complaint(rng, number):
    at = dt.datetime(2025, 1, 1) + dt.timedelta(seconds=rng.randrange(300 * 86400))
    row = {"工单编号": f"2025{number:012d}", "业务类型": "投诉", "受理时间": at.strftime(FORMAT),
           "工单单位": "示例县供电公司", "故障描述": "服务", "投诉等级": "一般"}
    if rng.random() < 0.9:
        reply = at + dt.timedelta(seconds=rng.randrange(14 * 86400))
        row["回单时间"] = reply.strftime(FORMAT)
        if rng.random() < 0.8:
            row["归档时间"] = (reply + dt.timedelta(hours=5)).strftime(FORMAT)
    return row


def time_in(row, name):
    return dt.datetime.strptime(row[name], FORMAT) if row.get(name) else None


def judge(start, stop, cancelled, due):
    """Outcome and seconds used. What never ended and was not cancelled is long past its time: the export is old."""
    if stop is not None and stop < start:
        return ("unclear", None)
    if stop is not None:
        return ("on_time" if stop <= due else "late", int((stop - start).total_seconds()))
    return ("cancelled" if cancelled else "open_overdue", None)


def arrival_of(row):
    start = time_in(row, "挂机时间") or time_in(row, "受理时间")
    due = start + dt.timedelta(seconds=ARRIVAL[SITES[row["现场分类"]]])
    return judge(start, time_in(row, "到达现场时间"), bool(row.get("归档时间")), due)


def dispatch_of(row):
    start = time_in(row, "受理时间")
    return judge(start, time_in(row, "派单时间"), bool(row.get("归档时间")), start + dt.timedelta(seconds=DISPATCH))


def restoration_of(row):
    start = time_in(row, "到达现场时间")
    if start is None:
        return None
    due = start + dt.timedelta(seconds=RESTORATION[SITES[row["现场分类"]]])
    return judge(start, time_in(row, "恢复送电时间"), bool(row.get("回单时间") or row.get("归档时间")), due)


def load_calendar(path):
    """The days off and the make-up days, as the file lists them."""
    text = open(path, encoding="utf-8").read()
    days = {"holidays": set(), "workdays": set()}
    for kind, listed in re.findall(r"(holidays|workdays): \[([^\]]*)\]", text):
        days[kind] |= set(re.findall(r"\d{4}-\d{2}-\d{2}", listed))
    return days


def end_of_working_day(start, count, calendar):
    day = start.date()
    while count > 0:
        day += dt.timedelta(days=1)
        name = day.isoformat()
        worked = name in calendar["workdays"] or (day.weekday() < 5 and name not in calendar["holidays"])
        count -= worked
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time())


def clocks_of(row, calendar):
    if row["业务类型"] == "投诉":
        start = time_in(row, "受理时间")
        archived = bool(row.get("归档时间"))
        due = end_of_working_day(start, REPLY_WORKING_DAYS, calendar)
        yield "complaint", "contact", "complaint-contact", judge(start, None, archived, due)
        yield "complaint", "reply", "complaint-reply", judge(start, time_in(row, "回单时间"), archived, due)
        return
    yield "fault-repair", "arrival", "arrival", arrival_of(row)
    yield "fault-repair", "dispatch", "", dispatch_of(row)
    restoration = restoration_of(row)
    if restoration is not None:
        yield "fault-repair", "restoration", "", restoration


def half_up(numerator, denominator):
    return (2 * numerator + denominator) // (2 * denominator)


def percent(part, whole):
    if whole == 0:
        return ""
    points = half_up(part * 10000, whole)
    return f"{points // 100}.{points % 100:02d}"


def line_of(outcomes, seconds, any_stopped):
    of = {name: outcomes.count(name) for name in ("on_time", "late", "open", "open_overdue", "cancelled",
                                                   "unclear")}
    judged = of["on_time"] + of["late"] + of["open_overdue"]
    rate = percent(of["on_time"], judged) if any_stopped else ""
    line = [judged + of["open"], of["on_time"], of["late"], of["open"], of["open_overdue"], 0, 0, of["cancelled"],
            of["unclear"], rate, rate]
    if not seconds:
        return line + ["", "", "", ""]
    seconds.sort()
    n = len(seconds)
    median = half_up(seconds[(n - 1) // 2] + seconds[n // 2], 2)
    return line + [half_up(sum(seconds), n), median, seconds[-(-n * 9 // 10) - 1], seconds[-1]]


def quoted(value):
    value = "'" + value if value[:1] in ("=", "+", "-", "@") else value
    return '"' + value.replace('"', '""') + '"' if re.search('[,"\r\n]', value) else value


def escaped(value):
    return value.replace("%", "%25").replace(";", "%3B").replace("=", "%3D")


def figures(path, encoding, by, calendar_path):
    calendar = load_calendar(calendar_path)
    names = [name for name in by.split(",") if name]
    groups = {}
    stopped = set()
    for row in csv.DictReader(open(path, encoding=encoding, newline="")):
        if row["是否子单"] == "是":
            continue
        complaint = row["业务类型"] == "投诉"
        for workflow, clock, promise, (outcome, used) in clocks_of(row, calendar):
            values = {"workflow": workflow, "clock": clock, "promise": promise,
                      "site_class": "" if complaint else SITES[row["现场分类"]], "area": row["所属台区"],
                      "team": team_of(row, complaint),
                      "month": row["受理时间"][:7]}
            own = any(name in ("workflow", "clock", "promise") for name in names)
            columns = names if own else ["workflow", "clock"] + names
            outcomes, seconds = groups.setdefault(tuple(values[name].encode() for name in columns), ([], []))
            outcomes.append(outcome)
            if used is not None:
                seconds.append(used)
                stopped.add(clock_in(columns, [values[name] for name in columns]))
    own = any(name in ("workflow", "clock", "promise") for name in names)
    columns = names if own else ["workflow", "clock"] + names
    yield ",".join(columns + ["count", "on_time", "late", "open", "open_overdue", "exempt", "corrected", "cancelled",
                              "unclear",
                              "rate", "rate_exempted", "average", "median", "p90", "maximum", "key"])
    for key in sorted(groups):
        values = [value.decode() for value in key]
        tail = ";".join(f"{name}={escaped(value)}" for name, value in zip(columns, values))
        cells = [quoted(value) for value in values] + [str(cell) for cell in line_of(*groups[key], clock_in(columns, values) in stopped)]
        yield ",".join(cells + [quoted(tail)])


def clock_in(columns, values):
    """What a row says of its clocks: a clock that no ticket of the report ended has no rate."""
    return tuple(pair for pair in zip(columns, values) if pair[0] in ("workflow", "clock", "promise"))


def team_of(row, complaint):
    """A complaint goes to a department: the unit, and the crew where there is one."""
    if not complaint:
        return row["抢修班组"]
    return " ".join(part for part in (row["工单单位"], row["抢修班组"]) if part)


def contradictions(path, encoding):
    count = 0
    for row in csv.DictReader(open(path, encoding=encoding, newline="")):
        if row["业务类型"] == "投诉" or row["是否子单"] == "是" or not row["是否超时"]:
            continue
        outcome = arrival_of(row)[0]
        if outcome not in ("cancelled", "unclear") and (outcome in ("late", "open_overdue")) != (row["是否超时"] == "是"):
            count += 1
    return count


if __name__ == "__main__":
    what = sys.argv[1]
    if what == "generate":
        generate(int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], sys.argv[5])
    elif what == "figures":
        sys.stdout.reconfigure(encoding="utf-8", newline="")
        for text in figures(*sys.argv[2:6]):
            sys.stdout.write(text + "\r\n")
    else:
        print(contradictions(sys.argv[2], sys.argv[3]))
