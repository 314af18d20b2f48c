// Statistics: distributions, ranks, counts, intervals and sequential methods. Pure, and without imports of other modules.
// These exports are public as `vitest-aios/evidence`: docs/evidence.md uses each of them.
export { newcombe } from './counts/difference.ts'
export { fisherExact } from './counts/fisher.ts'
export { mcnemarMidP } from './counts/mcnemar.ts'
export { benjaminiHochberg, holm } from './counts/multiplicity.ts'
export { clopperPearson, type Share, wilson } from './counts/proportion.ts'
export { type Random, seededRandom } from './distributions/random.ts'
export { mannKendall, type Trend } from './ranks/mann-kendall.ts'
export { quantileBounds } from './ranks/quantile-bounds.ts'
export { signedRankTest } from './ranks/signed-rank.ts'
export { type RankCorrelation, spearmanTest } from './ranks/spearman.ts'
export { type Bounds, hodgesLehmann, hodgesLehmannBounds } from './ranks/walsh.ts'
