#ifndef phenoScaledPlane_h
#define phenoScaledPlane_h

#include "phenoFeatureFamily.h"

namespace pheno
{
/** A channel in fractions of the instrument's full scale, as measurements take it; owns its pixels. */
class ScaledPlane
{
public:
  /** full_scale above 0: the grey level that becomes 1, such as 255 or 65535. Throws BadData naming channel and place
   * of a pixel that is not finite. */
  ScaledPlane(std::string name, PlaneView<const float> plane, double full_scale);

  NamedPlane
  View() const
  {
    return { m_Name, { m_Pixels.data(), m_Width, m_Height } };
  }

private:
  std::string        m_Name;
  std::size_t        m_Width;
  std::size_t        m_Height;
  std::vector<float> m_Pixels;
};
} // namespace pheno

#endif
