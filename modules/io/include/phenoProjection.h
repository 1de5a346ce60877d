#ifndef phenoProjection_h
#define phenoProjection_h

#include "phenoImage.h"

#include <string>
#include <vector>

namespace pheno
{
/** How the planes of a z-stack become one plane. */
enum class Projection
{
  Maximum,  ///< of each pixel
  Mean,     ///< of each pixel, summed in double
  BestFocus ///< the one plane with the largest focus, the first of equals
};

/** The focus of a plane: the mean of the squared Laplacian (4 neighbours: left + right + above + below - 4 * centre)
 * over the pixels that have all neighbours; 0 where none has. Energy of the Laplacian, Subbarao, Choi and Nikzad,
 * Optical Engineering 32 (1993). */
double
LaplacianPower(const Plane & plane);

/** Projects planes that come one after the other; holds one plane (mean: in double) besides the given one. */
class StackProjector
{
public:
  explicit StackProjector(Projection projection)
    : m_Projection(projection)
  {}

  /** Throws BadData when the plane has another size than the first. */
  void
  Add(const Plane::ConstPointer & plane);
  /** At least one plane was added. */
  Plane::ConstPointer
  Finish() const;

private:
  Projection          m_Projection;
  std::size_t         m_Count = 0;
  double              m_Focus = 0;
  Plane::Pointer      m_Highest;
  Plane::ConstPointer m_First;
  Plane::ConstPointer m_Sharpest;
  std::vector<double> m_Sum;
};
} // namespace pheno

#endif
