#ifndef phenoCosineTransform_h
#define phenoCosineTransform_h

#include <cstddef>
#include <vector>

namespace pheno
{
/** The orthonormal two-dimensional cosine transform (DCT-II) of width x height pictures, row-major, and its inverse. */
class CosineTransform
{
public:
  CosineTransform(std::size_t width, std::size_t height);

  std::vector<float>
  Forward(const std::vector<float> & picture) const;
  std::vector<float>
  Inverse(const std::vector<float> & coefficients) const;

private:
  std::size_t        m_Width;
  std::size_t        m_Height;
  std::vector<float> m_AlongRows;    ///< row k is the first half of the k-th cosine over the columns
  std::vector<float> m_AlongColumns; ///< over the rows
};
} // namespace pheno

#endif
