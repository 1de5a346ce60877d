#include "phenoUmapCurve.h"
#include "phenoPortableMath.h"

namespace pheno
{
namespace
{
constexpr int    kPoints = 300;
constexpr double kFurthest = 3;
constexpr int    kIterations = 200;

/** The normal equations of one step, and the sum of squares. */
struct Equations
{
  double aa = 0;
  double ab = 0;
  double bb = 0;
  double ra = 0;
  double rb = 0;
  double squares = 0;
};

Equations
Linearise(const UmapCurve & curve, double minDist)
{
  Equations equations;
  for (int i = 1; i < kPoints; ++i) // at distance 0 both are 1
  {
    const double d = kFurthest * i / (kPoints - 1);
    const double logSquare = 2 * PortableLog(d);
    const double power = PortableExp(curve.b * logSquare);
    const double value = 1 / (1 + curve.a * power);
    const double residual = (d < minDist ? 1 : PortableExp(minDist - d)) - value;
    const double byA = -value * value * power;
    const double byB = byA * curve.a * logSquare;
    equations.aa += byA * byA;
    equations.ab += byA * byB;
    equations.bb += byB * byB;
    equations.ra += byA * residual;
    equations.rb += byB * residual;
    equations.squares += residual * residual;
  }
  return equations;
}
} // namespace

UmapCurve
FitUmapCurve(double minDist)
{
  UmapCurve curve;
  double    damping = 1e-3;
  Equations now = Linearise(curve, minDist);
  for (int i = 0; i < kIterations; ++i)
  {
    const double    aa = now.aa * (1 + damping);
    const double    bb = now.bb * (1 + damping);
    const double    determinant = aa * bb - now.ab * now.ab;
    const UmapCurve next{ curve.a + (bb * now.ra - now.ab * now.rb) / determinant,
                          curve.b + (aa * now.rb - now.ab * now.ra) / determinant };
    const Equations then = Linearise(next, minDist);
    const bool      better = next.a > 0 && next.b > 0 && then.squares < now.squares;
    damping = better ? damping / 4 : damping * 4;
    curve = better ? next : curve;
    now = better ? then : now;
  }
  return curve;
}
} // namespace pheno
