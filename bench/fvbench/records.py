"""From rounds to the records of results.json."""

import json

from . import roofline, statistics


# Element types as MLIR and this project call them.
NAMES = {"float64": "f64", "float32": "f32"}


def bandwidth(entry):
    """GB/s of a triad, 24 bytes an element."""
    times = entry.measured()
    return roofline.BYTES / statistics.median(times) / 1e9 if times else None


def _rank(entry):
    """Of two variants the one with the higher rank counts: it runs, for more rounds, faster."""
    times = entry.measured()
    return entry.running, len(times), -statistics.median(times) if times else 0.0


def of_case(kernel, domain, dtype, size, threads, entries, triads):
    """A record for every side that was asked for; the better variant where it has two."""
    rates = {entry.side.name: bandwidth(entry) for entry in triads}
    # A check has no rounds: every variant is listed, and none is missing for want of times.
    checked_only = not any(entry.times for entry in entries)
    chosen = {}
    for entry in entries:
        key = entry.side.label if checked_only else entry.side.name
        if key not in chosen or _rank(entry) > _rank(chosen[key]):
            chosen[key] = entry
    fvopt = chosen.get("fvopt")
    records = []
    for entry in chosen.values():
        name = entry.side.name
        record = {
            "kernel": kernel.name, "domain": list(domain), "dtype": NAMES[dtype], "threads": threads, "side": name,
            "median_s": None, "spread": None, "bytes": kernel.bytes(domain, size), "agrees": entry.agrees,
            "max_difference": entry.difference, "mode": entry.about.get("mode"), "compile_s": entry.compile_s,
            "flags": entry.about.get("flags", ""), "variant": entry.side.variant,
        }
        both = {one.side.variant: statistics.median(one.measured()) for one in entries
                if one.side.name == name and one.measured()}
        if len(both) > 1:
            # The slower one from the rounds before it was left out.
            record["variants_median_s"] = both
        times = entry.measured()
        if entry.missing is not None or not times:
            if entry.missing is not None or not checked_only:
                record["missing"] = entry.missing or "no round was measured"
            records.append(record)
            continue
        summary = statistics.summary(times)
        record["median_s"] = summary["median"]
        record["spread"] = [summary["low"], summary["high"]]
        record["rounds"] = summary["count"]
        record["triad_gbs"], record["triad_nt_gbs"] = rates.get("triad"), rates.get("triad_nt")
        if rates.get("triad_nt"):
            record["roofline_fraction"] = record["bytes"] / summary["median"] / 1e9 / rates["triad_nt"]
        if fvopt is not None and fvopt is not entry and fvopt.measured():
            # How long fvopt takes compared to this side: below 1, fvopt is faster.
            record["fvopt_ratio"] = statistics.ratio(fvopt.times, entry.times)
        records.append(record)
    return records


def write(path, machine, records):
    """Writes results.json: the machine first, then the records; all or nothing."""
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps([{"machine": machine}, *records], indent=1) + "\n")
    partial.replace(path)
