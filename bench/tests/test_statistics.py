"""The driver's own arithmetic. Run by `make test-bench`; nothing is timed."""

import random
import unittest

from fvbench import statistics


class Median(unittest.TestCase):
    def test_odd_and_even_counts(self):
        self.assertEqual(statistics.median([3, 1, 2]), 2)
        self.assertEqual(statistics.median([4, 1, 3, 2]), 2.5)
        self.assertEqual(statistics.median([7]), 7)

    def test_no_values_is_an_error(self):
        with self.assertRaises(ValueError):
            statistics.median([])
        with self.assertRaises(ValueError):
            statistics.interval([])


class Interval(unittest.TestCase):
    def test_ranks_are_those_of_the_tables(self):
        # Ranks (from 1) of the 95 % interval of a median, as tables of the sign test give them.
        for count, low, high in ((6, 1, 6), (9, 2, 8), (15, 4, 12), (21, 6, 16), (31, 10, 22), (101, 41, 61)):
            values = list(range(1, count + 1))
            self.assertEqual(statistics.interval(values), (low, high), count)

    def test_few_values_give_all_of_them(self):
        self.assertEqual(statistics.interval([5.0]), (5.0, 5.0))
        self.assertEqual(statistics.interval([2.0, 1.0, 3.0]), (1.0, 3.0))

    def test_an_outlier_does_not_move_it(self):
        values = [1.0 + 0.01 * number for number in range(21)]
        moved = values[:-1] + [1000.0]
        self.assertEqual(statistics.interval(values), statistics.interval(moved))

    def test_it_covers_the_true_median(self):
        source = random.Random(1)
        trials, hits = 2000, 0
        for _ in range(trials):
            low, high = statistics.interval([source.expovariate(1.0) for _ in range(21)])
            hits += low <= 0.6931471805599453 <= high
        self.assertGreater(hits / trials, 0.94)


class Ratio(unittest.TestCase):
    def test_rounds_are_paired(self):
        # The machine became twice as slow in the second half: the ratio does not see it.
        reference = [1.0, 1.0, 1.0, 2.0, 2.0, 2.0]
        times = [1.5 * value for value in reference]
        self.assertEqual(statistics.ratio(times, reference)["median"], 1.5)

    def test_rounds_that_one_side_missed_are_left_out(self):
        self.assertEqual(statistics.paired_ratios([2.0, None, 6.0], [1.0, 1.0, None]), [2.0])
        self.assertIsNone(statistics.ratio([None], [1.0]))

    def test_different_counts_are_an_error(self):
        with self.assertRaises(ValueError):
            statistics.paired_ratios([1.0], [1.0, 2.0])


class NearBest(unittest.TestCase):
    def test_only_neighbours_count(self):
        times = {88: 1.0, 95: 3.0, 96: 2.0, 104: 1.5, 120: 8.0}
        ratios = statistics.near_best(times, 8)
        self.assertEqual(ratios, {88: 1.0, 95: 3.0, 96: 2.0, 104: 1.0, 120: 1.0})


if __name__ == "__main__":
    unittest.main()
