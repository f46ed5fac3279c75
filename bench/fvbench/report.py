"""Tables in Markdown."""

ORDER = ("fvopt", "fvopt-libm", "fvopt-ijk", "c", "halide", "xdsl", "devito", "gt4py-cpu_ifirst", "gt4py-cpu_kfirst", "gt4py-dace_cpu")


def milliseconds(seconds):
    """Three significant digits."""
    return f"{1e3 * seconds:.3g}" if seconds < 1 else f"{1e3 * seconds:.0f}"


def _rank(record):
    side = record["side"]
    return ORDER.index(side) if side in ORDER else len(ORDER)


def _row(record):
    if record.get("missing"):
        return f"| {record['side']} | missing: {record['missing'].replace('|', '/')} | | | | | | |"
    agrees = {True: "yes", False: "NO", None: "—"}[record["agrees"]]
    if record["max_difference"] is not None:
        agrees += f" ({record['max_difference']:.1e})"
    flags = record["variant"] + " flags" if record["variant"] in ("default", "native") else ""
    last = f"| {agrees} | {record['mode'] or '—'} | {', '.join(filter(None, [flags, _compiled(record)]))} |"
    if record["median_s"] is None:
        return f"| {record['side']} | — | — | — | — {last}"
    low, high = record["spread"]
    ratio = record.get("fvopt_ratio")
    ratio = f"{ratio['median']:.3f} ({ratio['low']:.3f}–{ratio['high']:.3f})" if ratio else "—"
    fraction = record.get("roofline_fraction")
    return (f"| {record['side']} | {milliseconds(record['median_s'])} | {milliseconds(low)}–{milliseconds(high)} | {ratio} "
            f"| {f'{100 * fraction:.0f} %' if fraction else '—'} {last}")


def _compiled(record):
    return f"compiled in {record['compile_s']:.2f} s" if record["compile_s"] else ""


def case_table(records):
    """The table of one kernel, domain, type and number of threads."""
    first = records[0]
    domain = " x ".join(str(size) for size in first["domain"])
    threads = f"{first['threads']} thread{'s' if first['threads'] > 1 else ''}"
    lines = [
        f"### {first['kernel']}, {domain}, {first['dtype']}, {threads}", "",
        f"{first['bytes'] / 1e6:.1f} MB have to move.", "",
        "| side | median, ms | 95 % interval | fvopt / side | of roofline | agrees with c | mode | |",
        "|---|---|---|---|---|---|---|---|",
    ]
    return "\n".join(lines + [_row(record) for record in sorted(records, key=_rank)])


def groups(records):
    """Records by case, in the order in which they came."""
    found = {}
    for record in records:
        if "program_stencils" not in record:
            key = (record["kernel"], tuple(record["domain"]), record["dtype"], record["threads"])
            found.setdefault(key, []).append(record)
    return found


def compile_table(records):
    """The compile times of the synthetic programs."""
    rows = [record for record in records if "program_stencils" in record]
    if not rows:
        return ""
    lines = ["## Compile time of synthetic programs", "",
             "| stencils | distinct | side | seconds | |", "|---|---|---|---|---|"]
    for row in rows:
        seconds = f"{row['compile_s']:.2f}" if row["compile_s"] is not None else f"missing: {row['missing']}"
        lines.append(f"| {row['program_stencils']} | {row['distinct']} | {row['side']} | {seconds} | {row['flags']} |")
    return "\n".join(lines) + "\n"


def document(machine, records):
    """The whole report."""
    lines = ["# Benchmarks", "", machine_text(machine), ""]
    for case in groups(records).values():
        lines += [case_table(case), ""]
    lines.append(compile_table(records))
    return "\n".join(lines)


def machine_text(machine):
    """What was measured on, as a list."""
    number = lambda value: f"{value:.1f} GB/s" if value else "not measured"  # noqa: E731
    packages = ", ".join(f"{name} {version or 'missing'}" for name, version in machine["packages"].items())
    return "\n".join([
        f"- {machine['cores']} cores of {machine['cpu']}, caches "
        + ", ".join(f"{level} {size}" for level, size in machine["caches"].items()),
        f"- triad {number(machine['triad_gbs'])}, with streaming stores {number(machine['triad_nt_gbs'])} (24 bytes an element)",
        f"- {machine['clang']}; {machine['gxx']}; {packages}",
        f"- {machine['fvopt']}, commit {machine['commit']}; {machine['rounds']} rounds, {machine['date']}",
        f"- floating point: {machine['mode']} on fvopt, c and halide; the column says what the others do",
    ])
