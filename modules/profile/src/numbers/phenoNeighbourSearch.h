#ifndef phenoNeighbourSearch_h
#define phenoNeighbourSearch_h

#include "phenoDistance.h"

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>

namespace pheno
{
struct Neighbour
{
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

  double        score = -std::numeric_limits<double>::infinity(); ///< of Similarity: the larger, the nearer
  std::uint32_t row = kNone;
};

/** Finds the nearest others of every row; of equal ones the lower row is nearer. Every pair is compared once, in tiles;
 * of the cosine family a product in single precision, whose error is bounded, first rules out the pairs that cannot be
 * near. Rows with a NaN or infinite feature have no neighbours and are nobody's. Memory: a copy of the rows, 4 bytes an
 * entry more for the cosine family, 16 bytes a neighbour. */
class NeighbourSearch
{
public:
  using Admits = std::function<bool(std::size_t row, std::size_t other)>;

  /** \param admits symmetric: which others count, asked from all threads; empty: all */
  NeighbourSearch(MatrixView rows, Distance distance, std::size_t count, Admits admits = {});
  ~NeighbourSearch();

  /** \param threads changes the time, never the result */
  void
  Run(unsigned threads);

  /** False for a row with a NaN or infinite feature. */
  bool
  Defined(std::size_t row) const;
  /** `count` of them, nearest first; without a row where there are no more. */
  std::span<const Neighbour>
  Of(std::size_t row) const;

private:
  class Tiles;
  std::unique_ptr<Tiles> m_Tiles;
};
} // namespace pheno

#endif
