"""Medians, their intervals, and paired ratios. Standard library only.

Every figure is a median over rounds, and its interval is made of order
statistics: between which of the sorted values the true median lies with at
least 95 % is a matter of tossing coins (each value falls below it with
probability one half), whatever the distribution of times. A ratio is taken
within each round, where both sides ran under the same conditions, and treated
in the same way.
"""

from math import comb

CONFIDENCE = 0.95


def median(values):
    """The middle value, or the mean of the two in the middle."""
    ordered = sorted(values)
    if not ordered:
        raise ValueError("the median of no values")
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2


def interval(values, confidence=CONFIDENCE):
    """A low and a high value between which the true median lies.

    The narrowest pair of order statistics, the same number from both ends, with at
    least this confidence. With fewer than six values there is no such pair for
    95 %: then the smallest and the largest are given.
    """
    ordered = sorted(values)
    count = len(ordered)
    if count == 0:
        raise ValueError("the interval of no values")
    outside, rank = 0.0, 0
    # rank values can be left off at both ends while 2 P(X < rank + 1) <= 1 - confidence.
    while rank < (count - 1) // 2:
        outside += comb(count, rank) / 2**count
        if 2 * outside > 1 - confidence:
            break
        rank += 1
    cut = max(rank - 1, 0)
    return ordered[cut], ordered[count - 1 - cut]


def paired_ratios(times, reference):
    """The ratio of each round; rounds in which a side did not run are None and left out."""
    if len(times) != len(reference):
        raise ValueError(f"{len(times)} rounds against {len(reference)}")
    return [a / b for a, b in zip(times, reference) if a is not None and b is not None]


def summary(values):
    """Median and interval as a dictionary."""
    low, high = interval(values)
    return {"median": median(values), "low": low, "high": high, "count": len(values)}


def ratio(times, reference):
    """The median of the rounds' ratios with its interval, or None without a common round."""
    ratios = paired_ratios(times, reference)
    return summary(ratios) if ratios else None


def near_best(times, near):
    """Each time divided by the shortest among those whose numbers differ by at most `near`."""
    return {number: time / min(other for key, other in times.items() if abs(key - number) <= near)
            for number, time in times.items()}
