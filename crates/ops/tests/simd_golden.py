"""Writes simd_golden.txt: functions of f64 to the nearest f64, one `name argument value` a line. Needs mpmath.

    python3 simd_golden.py > simd_golden.txt
"""

import random

import mpmath
from mpmath import mp, mpf

mp.dps = 60
random.seed(1)


def uniform(low, high):
    return lambda: random.uniform(low, high)


def magnitudes(low, high, signed=True):
    """Exponents of 2 drawn evenly."""

    def draw():
        value = 2.0 ** random.uniform(low, high)
        return random.choice([-value, value]) if signed else value

    return draw


def positive(low, high):
    return magnitudes(low, high, False)


def quadrants():
    return random.randrange(-60000, 60000) * 1.5707963267948966


def quantile(p):
    return mpmath.sqrt(2) * mpmath.erfinv(2 * p - 1)


def tail(p):
    """The quantile of a small probability, where 2p - 1 would need too many digits."""
    guess = -mpmath.sqrt(-2 * mpmath.log(p)) + mpf(1) / 2
    return mpmath.findroot(lambda x: mpmath.log(mpmath.erfc(-x / mpmath.sqrt(2)) / 2 / p), guess)


def near_one():
    return 1 + magnitudes(-50, -3)()


FUNCTIONS = [
    ("exp", mpmath.exp, [uniform(-745, 709), uniform(-2, 2), magnitudes(-60, 0)]),
    ("exp2", lambda x: mpf(2) ** x, [uniform(-1074, 1024), uniform(-2, 2), magnitudes(-60, 0)]),
    ("expm1", mpmath.expm1, [uniform(-40, 709), uniform(-2, 2), magnitudes(-60, 0)]),
    ("tanh", mpmath.tanh, [uniform(-20, 20), uniform(-1, 1), magnitudes(-60, 0)]),
    ("sigmoid", lambda x: 1 / (1 + mpmath.exp(-x)), [uniform(-744, 40), uniform(-2, 2), magnitudes(-60, 0)]),
    ("log", mpmath.log, [positive(-1074, 1023), uniform(0.4, 2.5), near_one]),
    ("log2", lambda x: mpmath.log(x) / mpmath.log(2), [positive(-1074, 1023), uniform(0.4, 2.5), near_one]),
    ("log10", lambda x: mpmath.log(x) / mpmath.log(10), [positive(-1074, 1023), uniform(0.4, 2.5), near_one]),
    ("log1p", mpmath.log1p, [positive(-60, 1023), uniform(-1, 2), magnitudes(-60, -1)]),
    ("sin", mpmath.sin, [uniform(-10, 10), uniform(-1e5, 1e5), magnitudes(-60, 900), quadrants]),
    ("cos", mpmath.cos, [uniform(-10, 10), uniform(-1e5, 1e5), magnitudes(-60, 900), quadrants]),
    ("tan", mpmath.tan, [uniform(-10, 10), uniform(-1e5, 1e5), magnitudes(-60, 900)]),
    ("erf", mpmath.erf, [uniform(-6, 6), uniform(-1.5, 1.5), magnitudes(-60, 0)]),
    ("erfc", mpmath.erfc, [uniform(-6, 26), uniform(-1.5, 1.5)]),
    ("erfcx", lambda x: mpmath.exp(x * x) * mpmath.erfc(x), [uniform(-5, 26), positive(0, 500)]),
    ("erfinv", mpmath.erfinv, [uniform(-1, 1), magnitudes(-60, -1), lambda: 1 - positive(-50, -3)()]),
    ("ndtri", quantile, [uniform(0, 1)]),
    ("ndtri", tail, [positive(-1000, -10)]),
    ("lgamma", mpmath.loggamma, [positive(-30, 60), uniform(3, 30)]),
    ("digamma", mpmath.digamma, [uniform(-10, 10), positive(-60, 300), uniform(1.4, 1.52)]),
    ("i0", lambda x: mpmath.besseli(0, x), [uniform(-30, 30), uniform(20, 712)]),
    ("i0e", lambda x: mpmath.besseli(0, x) * mpmath.exp(-abs(x)), [uniform(-30, 30), positive(4, 20)]),
    ("i1", lambda x: mpmath.besseli(1, x), [uniform(-30, 30), uniform(20, 712)]),
    ("i1e", lambda x: mpmath.besseli(1, x) * mpmath.exp(-abs(x)), [uniform(-30, 30), positive(4, 20)]),
]

for name, function, draws in FUNCTIONS:
    for draw in draws:
        for _ in range(60):
            x = draw()
            # Great arguments need their digits first.
            with mpmath.workdps(60 + (300 if abs(x) > 1e5 else 0)):
                print(name, repr(x), repr(float(mpmath.re(function(mpf(x))))))
