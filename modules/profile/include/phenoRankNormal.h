#ifndef phenoRankNormal_h
#define phenoRankNormal_h

#include "phenoMatrix.h"

namespace pheno
{
inline constexpr double kBlom = 0.375;

/** Rank-based inverse normal transform: Phi^-1((rank - c) / (n - 2c + 1)), ranks from 1 (Blom 1958 has c = 3/8).
 *
 * NaN stay NaN and are not counted; a single value gives 0; infinite values rank like others. Ties get the mean of
 * their ranks, so a constant feature gives 0. Throws ProfileError unless 0 <= c < 1. */
std::vector<double>
RankNormal(std::span<const double> values, double c = kBlom);

/** The same with ties broken by their place in `order`: of equal values the one that is named first there is the
 * smaller, which makes the result normal whatever the ties (the JUMP profiling recipe takes a shuffle). Throws
 * ProfileError unless `order` names every position once. */
std::vector<double>
RankNormal(std::span<const double> values, std::span<const std::size_t> order, double c = kBlom);

/** Transforms every feature within every group (a plate, a batch), with mean ranks for ties, in place. It ranks the
 * rows that are there, so it cannot be fitted on controls nor applied to rows that come later. */
void
RankNormalPerGroup(Matrix & matrix, const LabelColumn & groups, double c = kBlom, unsigned threads = 1);
} // namespace pheno

#endif
