#include "phenoFieldPicture.h"

#include <algorithm>
#include <functional>

namespace pheno
{
namespace
{
std::string
SizeOf(const FieldPicture & picture)
{
  return std::to_string(picture.width) + " x " + std::to_string(picture.height) + " pixels";
}
} // namespace

void
PictureMean::Add(const FieldPicture & picture)
{
  if (m_Count == 0)
  {
    m_Sum = picture;
  }
  else if (picture.width != m_Sum.width || picture.height != m_Sum.height)
  {
    RefuseIllumination("found a plane of " + SizeOf(picture) + ", expected " + SizeOf(m_Sum) +
                       " as in the planes before");
  }
  else
  {
    std::transform(
      m_Sum.values.begin(), m_Sum.values.end(), picture.values.begin(), m_Sum.values.begin(), std::plus<>());
  }
  ++m_Count;
}

FieldPicture
PictureMean::Mean() const
{
  if (m_Count == 0)
  {
    RefuseIllumination("no site to estimate a field from, expected at least one");
  }
  FieldPicture mean = m_Sum;
  for (double & value : mean.values)
  {
    value /= static_cast<double>(m_Count);
  }
  return mean;
}
} // namespace pheno
