"""A picture of the ratios: how much longer each side takes than fvopt."""

from . import report

COLOURS = {"c": "#4c566a", "halide": "#bf616a", "xdsl": "#b48ead", "devito": "#d08770",
           "gt4py-cpu_ifirst": "#5e81ac", "gt4py-cpu_kfirst": "#81a1c1", "gt4py-dace_cpu": "#88c0d0"}


def draw(records, folder):
    """Writes one picture for each domain, type and number of threads; gives the paths."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    by_configuration = {}
    for (kernel, *configuration), case in report.groups(records).items():
        by_configuration.setdefault(tuple(configuration), {})[kernel] = case
    paths = []
    for (domain, dtype, threads), kernels in by_configuration.items():
        figure, axes = pyplot.subplots(figsize=(10, 4.5))
        sides = [side for side in report.ORDER if side in COLOURS]
        width = 0.8 / len(sides)
        for number, side in enumerate(sides):
            for place, case in enumerate(kernels.values()):
                ratio = next((one.get("fvopt_ratio") for one in case if one["side"] == side), None)
                if not ratio:
                    continue
                times = {key: 1 / ratio[key] for key in ("median", "low", "high")}
                error = [[times["median"] - times["high"]], [times["low"] - times["median"]]]
                axes.bar(place + (number - len(sides) / 2 + 0.5) * width, times["median"], width,
                         color=COLOURS[side], yerr=error, error_kw={"linewidth": 0.8},
                         label=side if place == 0 else None)
        axes.axhline(1.0, color="black", linewidth=1)
        axes.set_yscale("log")
        axes.set_xticks(range(len(kernels)), kernels, rotation=20)
        axes.set_ylabel("time / time of fvopt")
        axes.set_title(f"{' x '.join(map(str, domain))}, {dtype}, {threads} threads: above 1, fvopt is faster")
        handles = [pyplot.Rectangle((0, 0), 1, 1, color=COLOURS[side]) for side in sides]
        axes.legend(handles, sides, fontsize=8, ncol=2)
        figure.tight_layout()
        path = folder / f"ratios-{'x'.join(map(str, domain))}-{dtype}-{threads}.svg"
        figure.savefig(path)
        pyplot.close(figure)
        paths.append(path)
    return paths
