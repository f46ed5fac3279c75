"""The arithmetic of bench/strategies.py."""

import importlib.util
import unittest
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "strategies.py"
SPECIFICATION = importlib.util.spec_from_file_location("strategies", SOURCE)
strategies = importlib.util.module_from_spec(SPECIFICATION)
SPECIFICATION.loader.exec_module(strategies)


class Ratios(unittest.TestCase):
    """Ratios are taken within rounds."""

    def test_a_slow_round_of_all_changes_nothing(self):
        greedy = [2.0, 2.0, 20.0, 2.0]
        found = strategies.ratios([[4.0, 4.0, 40.0, 4.0], greedy, [1.0, 1.0, 10.0, 1.0]])
        self.assertEqual([ratio[0] for ratio in found], [2.0, 1.0, 0.5])

    def test_the_middle_half_leaves_out_what_is_far(self):
        greedy = [1.0] * 8
        found = strategies.ratios([greedy, greedy, [0.1, 1, 1, 1, 1, 1, 1, 9.0]])
        self.assertEqual(found[2], (1, 1, 1))


if __name__ == "__main__":
    unittest.main()
