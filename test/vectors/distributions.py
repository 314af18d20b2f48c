"""Known values for the distributions, with 30 digits, from mpmath (python3 distributions.py > distributions.json).

Arguments are the doubles that JSON holds, so each value belongs to exactly the arguments beside it. Quantiles are
zeros of the distribution functions here, found at 60 digits.
"""
import json
import mpmath
from mpmath import mp, mpf

mp.dps = 60
vectors = {}


def add(name, args, value):
    vectors.setdefault(name, []).append({"args": args, "value": mpmath.nstr(value, 30)})


def beta_tail(x, a, b):
    """A series of positive terms (Abramowitz and Stegun 26.5.4), which cannot cancel."""
    x, a, b = mpf(x), mpf(a), mpf(b)
    if x > mpf("0.95"):
        with mpmath.workdps(150):
            return 1 - beta_tail(1 - x, b, a)
    term = total = mpf(1)
    n = 0
    while term > total * mpf(10) ** (-mp.dps):
        term *= (a + b + n) / (a + 1 + n) * x
        total += term
        n += 1
    return mpmath.exp(a * mpmath.log(x) + b * mpmath.log(1 - x) + mpmath.loggamma(a + b) - mpmath.loggamma(a + 1) - mpmath.loggamma(b)) * total


def beta_upper(x, a, b):
    return beta_tail(1 - mpf(x), b, a)


def gamma_upper(a, x):
    with mpmath.workdps(500):
        return 1 - gamma_lower(a, x)


def gamma_lower(a, x):
    a, x = mpf(a), mpf(x)
    term = total = mpf(1)
    n = 1
    while term > total * mpf(10) ** (-mp.dps):
        term *= x / (a + n)
        total += term
        n += 1
    return mpmath.exp(a * mpmath.log(x) - x - mpmath.loggamma(a + 1)) * total


for x in [1e-8, 0.001, 0.3, 0.5, 0.9999, 1.0001, 1.2, 1.4616, 1.9, 2.001, 2.4, 3, 5.5, 11.9, 12.1, 100, 1e5, 1e9]:
    add("logGamma", [x], mpmath.loggamma(mpf(x)))
for a, b in [(0.5, 0.5), (3, 4), (0.001, 200), (12, 1e5), (50.5, 60.25), (1e4, 1e5), (2, 1e6)]:
    add("logBeta", [a, b], mpmath.log(mpmath.beta(mpf(a), mpf(b))))
for n, k in [(10, 3), (100, 50), (1000, 1), (100000, 777), (1000000, 500000)]:
    add("logChoose", [n, k], mpmath.log(mpmath.binomial(n, k)))
for x in [1e-10, 0.1, 0.5, 1, 2, 3.5, 5, -0.3, -2]:
for x in [0.1, 0.5, 1, 2, 5, 10, 20, 26, -1, -4]:
    add("erfc", [x], mpmath.erfc(mpf(x)))
for x, a, b in [
    (0.5, 0.001, 0.002), (0.01, 0.5, 0.5), (0.99, 2, 3), (0.3, 20, 30), (0.05, 20, 30), (0.9, 20, 30),
    (0.5, 1000, 1010), (0.45, 1000, 1010), (0.1, 1e4, 1e5), (0.0909, 1e4, 1e5), (0.5, 100000, 100000),
    (1e-6, 0.5, 300), (0.2, 1, 1), (0.999, 500, 0.5), (0.4, 3000, 3000),
]:
    add("regularizedBeta", [x, a, b], beta_tail(x, a, b))
    add("betaSf", [x, a, b], beta_upper(x, a, b))
for a, x in [(0.5, 0.1), (0.5, 20), (3, 2.5), (10, 30), (100, 80), (100, 150), (1e4, 1.02e4), (5e4, 4.95e4), (0.001, 1e-4)]:
    add("regularizedGammaLower", [a, x], gamma_lower(a, x))
    add("regularizedGammaUpper", [a, x], gamma_upper(a, x))
for x in [-38, -20, -10, -5, -2.5758293, -1, -0.1, 0, 0.5, 1.959963984540054, 3, 8]:
    add("normalCdf", [x], mpmath.ncdf(mpf(x)))
for x in [0.5, 2, 5, 10, 20, 37]:
    add("normalSf", [x], mpmath.ncdf(-mpf(x)))
for p in [1e-300, 1e-50, 1e-15, 1e-6, 0.0005, 0.005, 0.025, 0.05, 0.3, 0.5, 0.6, 0.95, 0.975, 0.999]:
    add("normalQuantile", [p], -mpmath.sqrt(2) * mpmath.erfinv(1 - 2 * mpf(p)) if p > 1e-10 else
        mpmath.findroot(lambda x: mpmath.log(mpmath.ncdf(x)) - mpmath.log(mpf(p)), -mpmath.sqrt(-2 * mpmath.log(mpf(p)))))


def t_upper(t, df):
    t, df = mpf(t), mpf(df)
    return beta_tail(df / (df + t * t), df / 2, mpf(1) / 2) / 2


for t, df in [(0.5, 1), (2, 2.5), (40, 5), (12, 30), (1.645, 1000), (3, 1e5), (1e6, 3), (1e-6, 7)]:
    add("studentTSf", [t, df], t_upper(t, df))
for p, df in [(0.95, 1), (0.975, 2), (0.95, 11), (0.996, 31), (0.0005, 9), (1e-12, 4), (0.6, 100), (0.95, 1e4)]:
    start = mpmath.sqrt(2) * mpmath.erfinv(2 * mpf(p) - 1) if p > 1e-9 else mpf(-1000)
    low = min(mpf(p), 1 - mpf(p))
    root = mpmath.findroot(lambda u: mpmath.log(t_upper(mpmath.exp(u), df)) - mpmath.log(low), mpmath.log(abs(start) + mpf("0.01")))
    add("studentTQuantile", [p, df], mpmath.exp(root) * (1 if p > 0.5 else -1))


def beta_root(p, a, b):
    low, high = mpf("1e-320"), 1 - mpf("1e-40")
    f = lambda x: beta_tail(x, a, b) - mpf(p)
    for _ in range(400):
        middle = mpmath.sqrt(low * high) if high < 0.4 else (low + high) / 2
        if f(middle) < 0:
            low = middle
        else:
            high = middle
        if (high - low) / high < mpf("1e-35"):
            break
    return (low + high) / 2


for p, a, b in [
    (0.05, 59, 1), (0.95, 2, 58), (1e-12, 0.5, 300), (0.5, 3, 3), (0.005, 91, 10), (0.975, 0.5, 0.5), (0.3, 1000, 2000),
    (0.999, 50, 2), (0.025, 0.01, 5),
]:
    add("betaQuantile", [p, a, b], beta_root(p, a, b))
for x, d1, d2 in [(1, 2, 3), (3.5, 4, 20), (50, 3, 10), (0.01, 5, 5), (1.2, 300, 400)]:
    whole = mpf(d1) * mpf(x) + d2
    add("fCdf", [x, d1, d2], beta_tail(mpf(d1) * mpf(x) / whole, mpf(d1) / 2, mpf(d2) / 2))
    add("fSf", [x, d1, d2], beta_tail(mpf(d2) / whole, mpf(d2) / 2, mpf(d1) / 2))
for p, d1, d2 in [(0.95, 2, 10), (0.99, 5, 200), (0.05, 3, 3)]:
    share = beta_root(p, mpf(d1) / 2, mpf(d2) / 2)
    add("fQuantile", [p, d1, d2], d2 * share / (d1 * (1 - share)))
for x, df in [(3.841458820694124, 1), (100, 3), (1000, 1000), (98000, 100000), (0.001, 4), (1400, 1000)]:
    add("chiSquaredCdf", [x, df], gamma_lower(mpf(df) / 2, mpf(x) / 2))
    add("chiSquaredSf", [x, df], gamma_upper(mpf(df) / 2, mpf(x) / 2))
for p, df in [(0.95, 1), (0.999, 5), (0.05, 100), (1e-8, 2), (0.5, 100000)]:
    root = mpmath.findroot(lambda u: gamma_lower(mpf(df) / 2, mpmath.exp(u) / 2) - mpf(p),
                           (mpmath.log(df * mpf("1e-9")), mpmath.log(df * mpf(20)) if df < 1000 else mpmath.log(mpf(df) * 2)),
                           solver="anderson", tol=1e-80, maxsteps=400, verify=False)
    add("chiSquaredQuantile", [p, df], mpmath.exp(root))


def binomial(k, n, p):
    p = mpf(p)
    return mpmath.binomial(n, k) * p**k * (1 - p) ** (n - k)


for k, n, p in [(0, 10, 0.3), (7, 10, 0.3), (58, 59, 0.95), (500, 1000, 0.5), (3, 100000, 1e-5), (700, 1000, 0.5), (499000, 1000000, 0.5)]:
    add("binomialPmf", [k, n, p], binomial(k, n, p))
    add("binomialCdf", [k, n, p], beta_tail(1 - mpf(p), n - k, k + 1))
    add("binomialSf", [k, n, p], beta_tail(mpf(p), k + 1, n - k))


def hyper(k, population, successes, draws):
    return mpmath.binomial(successes, k) * mpmath.binomial(population - successes, draws - k) / mpmath.binomial(population, draws)


for k, population, successes, draws in [(1, 10, 4, 3), (3, 10, 5, 5), (20, 100, 30, 40), (60, 1000, 300, 100), (5, 100000, 1000, 2000)]:
    args = [k, population, successes, draws]
    add("hypergeometricPmf", args, hyper(*args))
    add("hypergeometricCdf", args, mpmath.fsum(hyper(j, *args[1:]) for j in range(0, k + 1)))
    add("hypergeometricSf", args, mpmath.fsum(hyper(j, *args[1:]) for j in range(k + 1, min(successes, draws) + 1)))

print(json.dumps({"source": f"mpmath {mpmath.__version__}, {mp.dps} digits; see distributions.py", "vectors": vectors}, indent=1))
