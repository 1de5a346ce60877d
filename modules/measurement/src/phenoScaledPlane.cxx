#include "phenoScaledPlane.h"

#include "phenoError.h"

#include <cmath>

namespace pheno
{
ScaledPlane::ScaledPlane(std::string name, PlaneView<const float> plane, double full_scale)
  : m_Name(std::move(name))
  , m_Width(plane.width)
  , m_Height(plane.height)
  , m_Pixels(plane.size())
{
  for (std::size_t i = 0; i < plane.size(); ++i)
  {
    if (!std::isfinite(plane.data[i]))
    {
      throw BadData("channel '" + m_Name + "' has a pixel that is not finite at column " + std::to_string(i % m_Width) +
                    ", row " + std::to_string(i / m_Width));
    }
    m_Pixels[i] = static_cast<float>(plane.data[i] / full_scale);
  }
}
} // namespace pheno
