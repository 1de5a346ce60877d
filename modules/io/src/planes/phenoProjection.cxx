#include "phenoProjection.h"

#include "phenoError.h"

#include <algorithm>

namespace pheno
{
namespace
{
Plane::Pointer
SameShape(const Plane & plane)
{
  const auto copy = Plane::New();
  copy->SetRegions(plane.GetBufferedRegion());
  copy->Allocate();
  return copy;
}
} // namespace

double
LaplacianPower(const Plane & plane)
{
  const itk::Size<2>  size = plane.GetBufferedRegion().GetSize();
  const std::size_t   width = size[0];
  const std::size_t   height = size[1];
  const float * const pixels = plane.GetBufferPointer();
  if (width < 3 || height < 3)
  {
    return 0;
  }
  double sum = 0;
  for (std::size_t y = 1; y + 1 < height; ++y)
  {
    for (std::size_t x = 1; x + 1 < width; ++x)
    {
      const float * const at = pixels + y * width + x;
      const double        laplacian = static_cast<double>(at[-1]) + at[1] + *(at - width) + *(at + width) - 4.0 * at[0];
      sum += laplacian * laplacian;
    }
  }
  return sum / static_cast<double>((width - 2) * (height - 2));
}

void
StackProjector::Add(const Plane::ConstPointer & plane)
{
  const float * const pixels = plane->GetBufferPointer();
  const std::size_t   count = plane->GetBufferedRegion().GetNumberOfPixels();
  if (m_Count++ == 0)
  {
    m_First = plane;
  }
  else if (plane->GetBufferedRegion() != m_First->GetBufferedRegion())
  {
    throw BadData("the planes of a stack differ in size");
  }
  switch (m_Projection)
  {
    case Projection::Maximum:
      if (m_Count == 1)
      {
        m_Highest = SameShape(*plane);
        std::copy_n(pixels, count, m_Highest->GetBufferPointer());
      }
      std::transform(
        pixels, pixels + count, m_Highest->GetBufferPointer(), m_Highest->GetBufferPointer(), [](float a, float b) {
          return std::max(a, b);
        });
      break;
    case Projection::Mean:
      m_Sum.resize(count);
      std::transform(pixels, pixels + count, m_Sum.begin(), m_Sum.begin(), [](float a, double b) { return a + b; });
      break;
    default:
      const double focus = LaplacianPower(*plane);
      if (m_Count == 1 || focus > m_Focus)
      {
        m_Focus = focus;
        m_Sharpest = plane;
      }
  }
}

Plane::ConstPointer
StackProjector::Finish() const
{
  switch (m_Projection)
  {
    case Projection::Maximum:
      return m_Highest.GetPointer();
    case Projection::Mean:
    {
      const Plane::Pointer mean = SameShape(*m_First);
      std::transform(m_Sum.begin(), m_Sum.end(), mean->GetBufferPointer(), [&](double sum) {
        return static_cast<float>(sum / static_cast<double>(m_Count));
      });
      return mean.GetPointer();
    }
    default:
      return m_Sharpest;
  }
}
} // namespace pheno
