"""Programs, bytes and answers: what can be checked without running anything."""

import re
import unittest
from pathlib import Path

from fvbench import captured, growing, kernels, process, records, report, roster, statistics, synthetic

ROOT = Path(__file__).resolve().parents[2]


class Kernels(unittest.TestCase):
    def test_programs_take_the_fields_and_scalars_in_their_order(self):
        for kernel in kernels.KERNELS:
            text = (ROOT / kernel.program).read_text()
            head = re.search(rf"(?:stencil|program)\.func @{kernel.entry}\((.*?)\)", text, re.DOTALL).group(1)
            names = re.findall(r"%(\w+):", head)
            self.assertEqual(names, [field.name for field in kernel.fields] + list(kernel.scalars), kernel.name)

    def test_every_kernel_has_a_side_in_c(self):
        sources = {path.stem for path in (ROOT / "bench" / "c").glob("*.c")}
        for kernel in kernels.KERNELS:
            self.assertTrue({kernel.name, re.sub(r"\d+$", "", kernel.name)} & sources, kernel.name)

    def test_compulsory_bytes_are_counted_by_hand(self):
        points = 192 * 192 * 80
        for name, accesses, planes, rows, columns in (
            ("hdiff", 3, 0, 0, 0), ("tridiagonal", 5, 0, 0, 0), ("vertical_advection", 6, 0, 0, 0),
            ("heat2", 2 * kernels.HEAT_STEPS, 0, 0, 0), ("fastwaves", 10, 6, 0, 0), ("uv_advection", 4, 0, 4, 0),
            ("transport", 6, 2, 0, 0), ("acoustic", 8, 5, 0, 3), ("riemann", 7, 1, 0, 0), ("convection", 17, 2, 0, 0),
            ("final_fluxes", 7, 0, 0, 0), ("tracer_fix", 3, 0, 0, 0),
        ):
            expected = 8 * (accesses * points + planes * 192 * 192 + rows * 192 + columns * 80)
            self.assertEqual(kernels.find(name).bytes((192, 192, 80), 8), expected, name)


    def test_what_fills_corners_is_charged_with_corners(self):
        # Two fields, four corners of nine points, each read and written, on all levels.
        self.assertEqual(kernels.find("corner_fill").bytes((192, 192, 80), 8), 8 * 2 * 4 * 9 * 2 * 80)

    def test_staggered_results_are_compared_on_all_their_points(self):
        more = {field.name: field.more for field in kernels.find("final_fluxes").fields}
        self.assertEqual((more["fx"], more["fy"], more["q"]), ((1, 0, 0), (0, 1, 0), (0, 0, 0)))

    def test_gt4py_has_every_kernel_under_the_names_of_its_fields(self):
        # GT4Py is not needed to see it: the calls of a kernel are data.
        path = ROOT / "bench" / "fvbench" / "sides"
        defined = {name for file in path.glob("gt4py_*.py")
                   for name in re.findall(r"^    def (\w+)\(", file.read_text(), re.MULTILINE)}
        for kernel in kernels.KERNELS:
            self.assertTrue(kernel.name in defined or kernel.name in ("transport", "acoustic"), kernel.name)


class Rewrite(unittest.TestCase):
    TEXT = "%a = arith.mulf %b, %c : f64\n%d = arith.divf %a, %c : f64\n%e = arith.cmpf ogt, %d, %a : f64\n"

    def test_single_precision(self):
        self.assertNotIn("f64", roster.rewrite(self.TEXT, "float32", "exact"))
        self.assertEqual(roster.rewrite(self.TEXT, "float64", "exact"), self.TEXT)

    def test_contraction_is_allowed_where_it_can_happen(self):
        text = roster.rewrite(self.TEXT, "float64", "contract")
        self.assertIn("%a = arith.mulf %b, %c fastmath<contract> : f64", text)
        self.assertEqual(text.count("contract"), 1)


    def test_another_order_is_that_of_whole_fields(self):
        text = "!field = !stencil.field<ijk x f64>\n!plane = !stencil.field<ij x f64>\n!temp = !stencil.temp<ijk x f64>\n"
        found = roster.rewrite(text, "float32", "exact", "ijk")
        self.assertEqual(found.count("layout"), 1)
        self.assertIn('!stencil.field<ijk x f32, #stencil.layout<order = "ijk", alignment = 64, padding = 0>>', found)

    def test_functions_are_told_from_instructions(self):
        with_functions = {kernel.name for kernel in kernels.KERNELS
                          if re.search(roster.FUNCTION_CALL, (ROOT / kernel.program).read_text())}
        self.assertEqual(with_functions, {"warm_rain", "pressure_powers", "riemann", "convection"})


class Answers(unittest.TestCase):
    def test_ready_and_missing(self):
        self.assertEqual(process.parse_ready('ready 0.5 {"mode": "exact"}'), (0.5, {"mode": "exact"}))
        self.assertEqual(process.parse_ready("ready 0.25"), (0.25, {}))
        self.assertEqual(process.parse_ready("ready nan"), (None, {}))
        for line, reason in (("missing no compiler", "no compiler"), ("Traceback", "instead of `ready")):
            with self.assertRaisesRegex(process.Missing, reason):
                process.parse_ready(line)


class Synthetic(unittest.TestCase):
    def test_most_bodies_are_distinct(self):
        text = synthetic.program(100)
        bodies = re.findall(r"stencil\.func @\w+(\(.*?\n)\}", text, re.DOTALL)
        self.assertEqual(len(bodies), 100)
        self.assertGreaterEqual(len(set(bodies)), 60)
        self.assertEqual(text.count("program.call"), 100)

    def test_it_is_always_the_same_program(self):
        self.assertEqual(synthetic.program(10), synthetic.program(10))
        self.assertNotEqual(synthetic.program(10, 1), synthetic.program(10, 2))


class Captured(unittest.TestCase):
    def test_a_program_has_the_calls_stencils_and_fields_that_were_asked_for(self):
        for calls, (distinct, fields) in captured.SIZES.items():
            text = captured.program(calls)
            body = text[text.index("program.func"):]
            self.assertEqual(len(re.findall(r"program\.call @(?!start)", body)), calls)
            self.assertEqual(len(re.findall(r"stencil\.func @(?!start)", text)), distinct)
            self.assertEqual(body.split(") {", 1)[0].count("!field") + body.count("program.alloc"), fields)

    def test_a_fifth_of_the_calls_copies_corners(self):
        text = captured.program(319)
        self.assertTrue(0.1 <= len(re.findall(r"call @corner_copy", text)) / 319 <= 0.3)

    def test_it_is_always_the_same_program(self):
        self.assertEqual(captured.program(9), captured.program(9))
        self.assertNotEqual(captured.program(9, seed=1), captured.program(9, seed=2))


class Growing(unittest.TestCase):
    def test_twice_the_number_is_about_twice_the_text(self):
        for kind, most in growing.KINDS.items():
            ratio = len(kind(most)) / len(kind(most // 2))
            self.assertTrue(1.3 < ratio < 2.4, f"{kind.__name__}: {ratio}")


class FakeSide:
    def __init__(self, name, variant=""):
        self.name, self.variant = name, variant
        self.label = f"{name}[{variant}]"


class FakeEntry:
    def __init__(self, name, times, variant="", missing=None):
        self.side, self.times, self.missing = FakeSide(name, variant), times, missing
        self.compile_s, self.about, self.agrees, self.difference = 0.1, {"mode": "exact"}, True, 0.0
        self.running = missing is None

    def measured(self):
        return [seconds for seconds in self.times if seconds is not None]


class Records(unittest.TestCase):
    def setUp(self):
        self.kernel = kernels.find("hdiff")
        self.entries = [
            FakeEntry("fvopt", [1.0, 2.0, 3.0]), FakeEntry("c", [2.0, 4.0, 6.0]),
            FakeEntry("gt4py-cpu_ifirst", [9.0, None, None], "default", "slower than with native flags"),
            FakeEntry("gt4py-cpu_ifirst", [4.0, 8.0, 12.0], "native"), FakeEntry("xdsl", [], missing="not installed"),
        ]
        triads = [FakeEntry("triad", [1.0] * 3), FakeEntry("triad_nt", [0.5] * 3)]
        made = records.of_case(self.kernel, (192, 192, 80), "float64", 8, 2, self.entries, triads)
        self.records = {record["side"]: record for record in made}

    def test_ratios_are_those_of_the_rounds(self):
        self.assertEqual(self.records["c"]["fvopt_ratio"]["median"], 0.5)
        self.assertEqual(self.records["gt4py-cpu_ifirst"]["fvopt_ratio"]["median"], 0.25)
        self.assertNotIn("fvopt_ratio", self.records["fvopt"])
        self.assertEqual(self.records["c"]["dtype"], "f64")

    def test_the_better_variant_counts_and_is_named(self):
        self.assertEqual(self.records["gt4py-cpu_ifirst"]["variant"], "native")
        self.assertEqual(self.records["gt4py-cpu_ifirst"]["median_s"], 8.0)
        self.assertEqual(self.records["gt4py-cpu_ifirst"]["variants_median_s"], {"default": 9.0, "native": 8.0})

    def test_of_two_whole_variants_the_faster_counts(self):
        entries = [FakeEntry("xdsl", [3.0, 3.0], "rows"), FakeEntry("xdsl", [2.0, 2.0], "tile")]
        for order in (entries, entries[::-1]):
            made = records.of_case(self.kernel, (192, 192, 80), "float64", 8, 2, order, [])
            self.assertEqual([record["variant"] for record in made], ["tile"])

    def test_a_check_lists_every_variant(self):
        entries = [FakeEntry("xdsl", [], "rows"), FakeEntry("xdsl", [], "tile")]
        made = records.of_case(self.kernel, (192, 192, 80), "float64", 8, 2, entries, [])
        self.assertEqual([record["variant"] for record in made], ["rows", "tile"])
        self.assertTrue(all("missing" not in record for record in made))

    def test_the_roofline_is_that_of_streaming_stores(self):
        record = self.records["fvopt"]
        rate = record["bytes"] / record["median_s"] / 1e9
        self.assertAlmostEqual(record["roofline_fraction"], rate / record["triad_nt_gbs"])
        self.assertEqual(record["triad_nt_gbs"], 2 * record["triad_gbs"])

    def test_what_is_missing_is_said(self):
        self.assertEqual(self.records["xdsl"]["missing"], "not installed")
        table = report.case_table(list(self.records.values()))
        self.assertIn("| xdsl | missing: not installed |", table)
        self.assertIn("native flags", table)
        self.assertEqual(statistics.median(self.entries[1].times), 4.0)


if __name__ == "__main__":
    unittest.main()
