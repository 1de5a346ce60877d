#ifndef phenoRoughProducts_h
#define phenoRoughProducts_h

#include "phenoMatrix.h"

#include <span>
#include <vector>

namespace pheno
{
/** Some unit rows in single precision, laid out to be multiplied by others: products that say quickly which pairs are
 * worth an exact one. Their last bits depend on the processor, so nothing but a bound may be taken from them. */
class RoughRows
{
public:
  /** \param rows of unit length, or zero */
  RoughRows(const Matrix & rows, std::span<const std::size_t> chosen);

  /** out[i * others.Count() + j]: the product of row i and row j of the others, at most RoughError away. */
  void
  Multiply(const RoughRows & others, std::vector<float> & out) const;

  std::size_t
  Count() const
  {
    return m_Count;
  }

private:
  std::size_t        m_Count;
  std::size_t        m_Depth;
  std::vector<float> m_Rows;   ///< count x depth
  std::vector<float> m_Panels; ///< depth x 16 each, the last filled up with zeros
};

/** How far a product of RoughRows is at most from that of unit rows in double precision, rounded to 2^-40: 2^-24 a term
 * for the sum (Higham 2002, section 3.1, whatever the order and with or without fused additions) and 2^-23 for the
 * factors, since by Cauchy's inequality the magnitudes of the terms add up to at most 1. */
double
RoughError(std::size_t depth);
} // namespace pheno

#endif
