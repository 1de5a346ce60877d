#ifndef phenoRankEnvironment_h
#define phenoRankEnvironment_h

namespace pheno::ranks
{
/** The environment in which a rank finds its place: and who started it. */
constexpr auto kRankVariable = "PHENO_RANK";
constexpr auto kRanksVariable = "PHENO_RANKS";
constexpr auto kRendezvousVariable = "PHENO_RENDEZVOUS";
constexpr auto kLauncherVariable = "PHENO_RANK_LAUNCHER";
} // namespace pheno::ranks

#endif
