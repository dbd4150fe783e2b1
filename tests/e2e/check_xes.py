"""Reads an event log as a process-mining tool does, and holds what IEEE 1849-2016 asks for against it.

Prints "traces events" when the log is sound, else what is wrong. The schema's own types are checked as far as the
standard library can: order of elements, keys, values by their type, declared extensions, globals and classifiers.
"""
import datetime
import re
import sys
import xml.etree.ElementTree as tree

XES = "{http://www.xes-standard.org/}"
ORDER = ["extension", "global", "classifier", "attribute", "trace", "event"]
NAME = re.compile(r"^[A-Za-z_:][\w:.\-]*$")
VALUES = {
    "string": lambda value: True,
    "date": lambda value: datetime.datetime.fromisoformat(value).tzinfo is not None,
    "int": lambda value: -2**63 <= int(value) < 2**63,
    "float": lambda value: float(value) is not None,
    "boolean": lambda value: value in ("true", "false"),
}
faults = []


def hold(truth, what):
    if not truth:
        faults.append(what)


def kind(element):
    tag = element.tag.removeprefix(XES)
    return "attribute" if tag in VALUES else tag


def attributes(element):
    """Its attributes by key; each of the right type, no key twice."""
    found = {}
    for child in element:
        tag = child.tag.removeprefix(XES)
        if tag not in VALUES:
            continue
        key, value = child.get("key"), child.get("value")
        hold(key is not None and NAME.match(key), f"key {key}")
        hold(key not in found, f"{key} twice")
        try:
            hold(VALUES[tag](value), f"{key}={value} is no {tag}")
        except ValueError:
            hold(False, f"{key}={value} is no {tag}")
        found[key] = value
    return found


def in_order(element):
    ranks = [ORDER.index(kind(child)) for child in element]
    hold(ranks == sorted(ranks), f"order of elements in {element.tag}")


log = tree.parse(sys.argv[1]).getroot()
hold(log.tag == XES + "log", "no log")
hold(re.match(r"^[0-9.]+$", log.get("xes.version", "")), "xes.version is no decimal")
in_order(log)
prefixes = {child.get("prefix") for child in log.findall(XES + "extension")}
hold(prefixes == {"concept", "lifecycle", "org", "time"}, f"extensions {prefixes}")
hold(attributes(log).get("lifecycle:model") == "standard", "lifecycle:model")
scopes = {child.get("scope"): attributes(child) for child in log.findall(XES + "global")}
for classifier in log.findall(XES + "classifier"):
    hold(re.match(r"^[A-Za-z_][\w.\-]*$", classifier.get("name")), "a classifier's name is no NCName")
    for key in classifier.get("keys").split():
        hold(key in scopes[classifier.get("scope")], f"classifier over {key}, which is not global")
events = 0
for trace in log.findall(XES + "trace"):
    in_order(trace)
    name = attributes(trace)["concept:name"]
    hold(scopes["trace"].keys() <= attributes(trace).keys(), f"{name}: a global attribute is missing")
    times = []
    for event in trace.findall(XES + "event"):
        found = attributes(event)
        hold(scopes["event"].keys() <= found.keys(), f"{name}: an event without a global attribute")
        for key in found:
            hold(":" not in key or key.split(":")[0] in prefixes, f"{key} of no declared extension")
        times.append(datetime.datetime.fromisoformat(found["time:timestamp"]))
        events += 1
    hold(times == sorted(times), f"{name}: order of time")
print("\n".join(faults) if faults else f"{len(log.findall(XES + 'trace'))} {events}")
sys.exit(1 if faults else 0)
