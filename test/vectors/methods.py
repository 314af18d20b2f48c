"""Known values for rank and count methods, from independent software (python3 methods.py > methods.json)."""
import json
import warnings

import numpy
import scipy
import statsmodels
from scipy import stats
from scipy.stats import mstats
from statsmodels.stats import contingency_tables, multitest, proportion

warnings.filterwarnings("ignore")
random = numpy.random.default_rng(20)
out = {"source": f"scipy {scipy.__version__}, statsmodels {statsmodels.__version__}; see methods.py"}

series = [round(float(v), 3) for v in random.lognormal(0, 0.5, 30)]
out["series"] = series
out["harrellDavis"] = [[q, float(mstats.hdquantiles(series, [q])[0])] for q in (0.1, 0.5, 0.95)]

differences = [round(float(v), 3) for v in random.normal(0.3, 1, 18)]
tied = [3, -1, 1, 2, 2, -2, 4, 0, 5, 1, -3, 3]
out["signedRank"] = [
    {"values": differences, "greater": float(stats.wilcoxon(differences, alternative="greater", method="exact").pvalue)},
    {"values": differences, "less": float(stats.wilcoxon(differences, alternative="less", method="exact").pvalue)},
    {"values": tied, "greater": float(stats.wilcoxon(tied, alternative="greater", zero_method="wilcox",
     method=stats.PermutationMethod(n_resamples=10**9)).pvalue)},
]

x = [round(float(v), 2) for v in random.normal(0, 1, 25)]
y = [round(0.5 * a + float(b), 1) for a, b in zip(x, random.normal(0, 1, 25))]
out["spearman"] = {"x": x, "y": y, "rho": float(stats.spearmanr(x, y).statistic)}
short = [2.0, 1.0, 4.0, 3.0, 6.0, 5.0, 7.0]
out["kendall"] = [
    {"values": values, "tau": float(stats.kendalltau(range(len(values)), values, variant="b").statistic),
     "p": float(stats.kendalltau(range(len(values)), values, method="exact").pvalue),
     "slope": float(stats.theilslopes(values).slope)}
    for values in (short, [float(v) for v in stats.rankdata(differences[:9])])
]

out["wilson"] = [[k, n, c, *map(float, proportion.proportion_confint(k, n, 1 - c, "wilson"))]
                 for k, n, c in [(8, 10, 0.95), (0, 20, 0.95), (49, 120, 0.9)]]
out["clopperPearson"] = [[k, n, c, *map(float, proportion.proportion_confint(k, n, 2 * (1 - c), "beta"))]
                         for k, n, c in [(8, 10, 0.95), (91, 93, 0.95), (49, 120, 0.995)]]
out["newcombe"] = [[a, n, b, m, *map(float, proportion.confint_proportions_2indep(a, n, b, m, method="newcomb", compare="diff"))]
                   for a, n, b, m in [(56, 70, 48, 80), (9, 10, 3, 10), (10, 10, 0, 20)]]
out["mcnemar"] = [[b, c, float(contingency_tables.mcnemar([[10, b], [c, 10]], exact=True).pvalue)]
                  for b, c in [(1, 7), (5, 5), (12, 3)]]
tables = [[[3, 1], [1, 3]], [[8, 2], [1, 5]], [[0, 6], [5, 2]], [[20, 15], [12, 30]]]
out["fisher"] = [{"table": t, "p": float(stats.fisher_exact(t).pvalue),
                  "less": float(stats.fisher_exact(t, alternative="less").pvalue),
                  "greater": float(stats.fisher_exact(t, alternative="greater").pvalue)} for t in tables]
out["cramersV"] = [{"table": t, "v": float(stats.contingency.association(numpy.array(t), method="cramer"))}
                   for t in [[[10, 20, 30], [30, 20, 10]], [[5, 1], [2, 9], [4, 4]]]]
ps = [0.01, 0.04, 0.03, 0.005, 0.2, 0.04]
out["ps"] = ps
out["holm"] = [float(p) for p in multitest.multipletests(ps, method="holm")[1]]
out["benjaminiHochberg"] = [float(p) for p in multitest.multipletests(ps, method="fdr_bh")[1]]
print(json.dumps(out, indent=1))
