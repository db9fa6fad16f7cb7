"""Writes coefficients.rs: minimax polynomials for the functions in this folder. Needs mpmath.

    python3 coefficients.py | rustfmt > coefficients.rs

Each polynomial minimises the greatest weighted error on its interval by Remez's exchange on a grid. The weight makes
the error relative to the value of the whole function, so the printed errors are in units of its last place.
"""

import struct

from mpmath import cos, erf, erfc, exp, expm1, log, log1p, lu_solve, matrix, mp, mpf, nstr, pi, polyval, sin, sqrt

mp.dps = 50
GRID = 1200


def remez(function, low, high, degree, weight):
    """Coefficients, lowest first, and the greatest weighted error."""
    low, high = mpf(low), mpf(high)
    grid = [(low + high) / 2 - (high - low) / 2 * cos(pi * k / GRID) for k in range(GRID + 1)]
    values = [function(x) for x in grid]
    weights = [weight(x) for x in grid]
    floor = max(weights) * mpf(10) ** -6
    weights = [max(w, floor) for w in weights]
    size = degree + 2
    nodes = [round(k * GRID / (size - 1)) for k in range(size)]
    for _ in range(30):
        rows = matrix(size, size)
        right = matrix(size, 1)
        for i, node in enumerate(nodes):
            for k in range(degree + 1):
                rows[i, k] = grid[node] ** k
            rows[i, degree + 1] = (-1) ** i / weights[node]
            right[i] = values[node]
        solution = lu_solve(rows, right)
        coefficients = [solution[k] for k in range(degree + 1)]
        errors = [w * (polyval(coefficients[::-1], x) - v) for x, v, w in zip(grid, values, weights)]
        # The greatest error of each run of one sign, then the best alternating window.
        extremes = []
        for k, error in enumerate(errors):
            if extremes and (errors[extremes[-1]] > 0) == (error > 0):
                if abs(error) > abs(errors[extremes[-1]]):
                    extremes[-1] = k
            else:
                extremes.append(k)
        while len(extremes) > size:
            extremes.pop(0 if abs(errors[extremes[0]]) < abs(errors[extremes[-1]]) else -1)
        worst = max(abs(error) for error in errors)
        if len(extremes) < size or worst < abs(solution[degree + 1]) * mpf("1.001"):
            break
        nodes = extremes
    return coefficients, worst


def exp_tail(r):
    return (expm1(r) - r) / r**2 if abs(r) > mpf(10) ** -20 else mpf(1) / 2 + r / 6


def log_tail(z):
    s = sqrt(z)
    return ((log1p(s) - log1p(-s)) / s - 2) / z if z > mpf(10) ** -12 else mpf(2) / 3 + 2 * z / 5


def sin_tail(z):
    r = sqrt(z)
    return (sin(r) / r - 1) / z if z > mpf(10) ** -12 else -mpf(1) / 6 + z / 120


def cos_tail(z):
    return (cos(sqrt(z)) - 1 + z / 2) / z**2 if z > mpf(10) ** -12 else mpf(1) / 24 - z / 720


def erf_tail(z):
    r = sqrt(z)
    return (erf(r) / r - 2 / sqrt(pi)) / z if z > mpf(10) ** -12 else 2 / sqrt(pi) * (-mpf(1) / 3 + z / 10)


def rounded(value, single):
    """The nearest f32 or f64."""
    return mpf(struct.unpack("f", struct.pack("f", float(value)))[0]) if single else mpf(float(value))


def parts(value, single, count):
    """A sum of `count` numbers that gives the value to as many times the precision."""
    out = []
    for _ in range(count):
        out.append(rounded(value, single))
        value -= out[-1]
    return out


half_ln2 = log(2) / 2 * mpf("1.0001")
quarter_pi = pi / 4 * mpf("1.001")


def polynomials(single):
    last = mpf(2) ** (-24 if single else -53)
    degree = (lambda f32, f64: f32 if single else f64)
    top = mpf("3.95" if single else "5.95")
    middle = mpf("2")
    table = [
        ("EXP", "`(exp(r) - 1 - r) / r^2`", "[-log(2)/2, log(2)/2]", exp_tail, -half_ln2, half_ln2, degree(4, 9),
         lambda r: r**2 / exp(r)),
        ("LOG", "`(log((1 + s) / (1 - s)) / s - 2) / z` with `z = s^2`", "[0, 0.04]", log_tail, 0, mpf("0.0401"),
         degree(2, 7), lambda z: z / 2),
        ("SIN", "`(sin(r) / r - 1) / z` with `z = r^2`", "[0, (pi/4)^2]", sin_tail, 0, quarter_pi**2, degree(2, 5),
         lambda z: z),
        ("COS", "`(cos(r) - 1 + z / 2) / z^2` with `z = r^2`", "[0, (pi/4)^2]", cos_tail, 0, quarter_pi**2,
         degree(2, 5), lambda z: z**2),
        ("ERF", "`(erf(x) / x - 2 / sqrt(pi)) / z` with `z = x^2`", "[0, 1]", erf_tail, 0, 1, degree(5, 10),
         lambda z: z),
        ("ERFC", "`log(erfc(t + 2))`", "[-1, %s]" % nstr(top - middle, 4), lambda t: log(erfc(t + middle)),
         1 - middle, top - middle, degree(6, 20), lambda t: erfc(t + middle)),
    ]
    for name, what, where, function, low, high, n, weight in table:
        coefficients, worst = remez(function, low, high, n, weight)
        yield name, "%s on %s, error %s in the last place." % (what, where, nstr(worst / last, 2)), coefficients


def main():
    print("//! Constants and minimax polynomials; written by `coefficients.py`.\n")
    print("/// The constants of one floating-point type.\npub trait Coefficients {")
    names = {}
    bodies = {}
    for single in (True, False):
        lines = []
        for name, doc, coefficients in polynomials(single):
            names[name] = "&'static [f64]"
            lines.append("    // %s" % doc)
            lines.append("    const %s: &'static [f64] = &[" % name)
            lines += ["        %r," % float(rounded(c, single)) for c in coefficients]
            lines.append("    ];")
        for name, value, count in [
            ("LN_2", log(2), 2), ("LOG2_E", 1 / log(2), 2), ("LOG10_E", 1 / log(10), 2),
            ("LOG10_2", log(2) / log(10), 2), ("HALF_PI", pi / 2, 3), ("ERF_SLOPE", 2 / sqrt(pi), 2),
        ]:
            names[name] = "[f64; %d]" % count
            values = ", ".join(repr(float(part)) for part in parts(value, single, count))
            lines.append("    const %s: [f64; %d] = [%s];" % (name, count, values))
        for name, value in [
            # Beyond these the exponential rounds to 0 and to infinity; from the last on the error function is 1.
            ("EXP_ZERO", -104.0 if single else -746.0), ("EXP_INFINITE", 89.0 if single else 710.0),
            ("ERF_ONE", 3.95 if single else 5.95),
        ]:
            names[name] = "f64"
            lines.append("    const %s: f64 = %r;" % (name, value))
        bodies["f32" if single else "f64"] = lines
    docs = {"EXP": "Tail of the exponential.", "LOG": "Tail of the logarithm.", "SIN": "Tail of the sine.",
            "COS": "Tail of the cosine.", "ERF": "Tail of the error function near 0.",
            "ERFC": "Logarithm of the complementary error function.",
            "LN_2": "Logarithm of 2, in parts that sum up.", "LOG2_E": "Logarithm of e to base 2.",
            "LOG10_E": "Logarithm of e to base 10.", "LOG10_2": "Logarithm of 2 to base 10.",
            "HALF_PI": "Half of pi.", "EXP_ZERO": "Here the exponential is 0.",
            "EXP_INFINITE": "Here the exponential is infinite.", "ERF_ONE": "Here the error function is 1.",
            "ERF_SLOPE": "Slope of the error function at 0."}
    for name, kind in names.items():
        print("    /// %s\n    const %s: %s;" % (docs[name], name, kind))
    print("}")
    for float_type, lines in bodies.items():
        print("\nimpl Coefficients for %s {" % float_type)
        print("\n".join(lines))
        print("}")


main()
