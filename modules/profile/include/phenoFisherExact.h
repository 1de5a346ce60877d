#ifndef phenoFisherExact_h
#define phenoFisherExact_h

#include <cstdint>

namespace pheno
{
/** Fisher's exact test of a 2 x 2 table, alternative: the odds ratio is above 1. */
struct FisherExact
{
  double odds_ratio; ///< a d / (b c); infinite for b c = 0; NaN when a row or a column is all 0
  double p;          ///< P(X >= a) of the hypergeometric distribution; 1 when a row or a column is all 0
};

/** \param a, b the first row \param c, d the second one. Tables of up to about 10^9 keep nine digits of p. */
FisherExact
TestFisherExact(std::uint64_t a, std::uint64_t b, std::uint64_t c, std::uint64_t d);
} // namespace pheno

#endif
