#ifndef phenoRoughProducts_h
#define phenoRoughProducts_h

#include "phenoMatrix.h"

#include <array>
#include <vector>

namespace pheno
{
/** Unit rows in single precision: products that say quickly which pairs are worth an exact one. Their last bits depend
 * on the processor, so nothing but a bound may be taken from them. Rows are multiplied sixteen by sixteen. */
class RoughProducts
{
public:
  static constexpr std::size_t kWidth = 16;
  using Lanes = float __attribute__((vector_size(kWidth * sizeof(float))));
  /** Sixteen rows by sixteen. */
  using Block = std::array<Lanes, kWidth>;

  /** \param rows of unit length, or zero; 4 bytes an entry are kept */
  explicit RoughProducts(const Matrix & rows);

  /** block[i][j]: the product of rows 16 a + i and 16 b + j, at most Error() away; 0 for rows behind the last. */
  void
  Multiply(std::size_t a, std::size_t b, Block & block) const;

  /** How far a product is at most from that of unit rows in double precision, rounded to 2^-40: 2^-24 a term for the
   * sum (Higham 2002, section 3.1, whatever the order and with or without fused additions) and 2^-23 for the factors,
   * since by Cauchy's inequality the magnitudes of the terms add up to at most 1. */
  double
  Error() const;

private:
  std::size_t        m_Depth;
  std::vector<float> m_Panels; ///< depth x 16 each, the last filled up with zeros
};
} // namespace pheno

#endif
