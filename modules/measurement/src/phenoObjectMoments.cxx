#include "phenoObjectMoments.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pheno
{
namespace
{
MomentMatrix
SumPowers(const ObjectMap & objects, const MeasuredObject & object, double x0, double y0)
{
  MomentMatrix m{};
  objects.ForEachPixel(object, [&](std::size_t x, std::size_t y, std::size_t) {
    const double dx = static_cast<double>(x) - x0;
    const double dy = static_cast<double>(y) - y0;
    const double powers_x[4] = { 1.0, dx, dx * dx, dx * dx * dx };
    double       power_y = 1.0;
    for (std::size_t p = 0; p < 4; ++p, power_y *= dy)
    {
      for (std::size_t q = 0; q < 4; ++q)
      {
        m[p][q] += power_y * powers_x[q];
      }
    }
  });
  return m;
}

/** The seven invariants of Hu 1962, equations (23) and (24). */
std::array<double, 7>
HuInvariants(const MomentMatrix & n)
{
  const double a = n[3][0] + n[1][2];
  const double b = n[2][1] + n[0][3];
  const double c = n[3][0] - 3.0 * n[1][2];
  const double d = 3.0 * n[2][1] - n[0][3];
  const double difference = n[2][0] - n[0][2];
  return { n[2][0] + n[0][2],
           difference * difference + 4.0 * n[1][1] * n[1][1],
           c * c + d * d,
           a * a + b * b,
           c * a * (a * a - 3.0 * b * b) + d * b * (3.0 * a * a - b * b),
           difference * (a * a - b * b) + 4.0 * n[1][1] * a * b,
           d * a * (a * a - 3.0 * b * b) - c * b * (3.0 * a * a - b * b) };
}
} // namespace

ObjectMoments
MeasureMoments(const ObjectMap & objects, const MeasuredObject & object)
{
  ObjectMoments moments;
  moments.spatial = SumPowers(objects, object, static_cast<double>(object.left), static_cast<double>(object.top));
  moments.central = SumPowers(objects, object, object.centre_x, object.centre_y);
  for (std::size_t p = 0; p < 4; ++p)
  {
    for (std::size_t q = 0; q < 4; ++q)
    {
      const double power = 0.5 * static_cast<double>(p + q) + 1.0;
      moments.normalised[p][q] = p + q < 2 ? std::numeric_limits<double>::quiet_NaN()
                                           : moments.central[p][q] / std::pow(moments.central[0][0], power);
    }
  }
  moments.hu = HuInvariants(moments.normalised);
  return moments;
}

MomentEllipse
FitEllipse(const ObjectMoments & moments)
{
  const double  area = moments.central[0][0];
  const double  yy = moments.central[2][0] / area;
  const double  xx = moments.central[0][2] / area;
  const double  xy = moments.central[1][1] / area;
  const double  spread = std::sqrt(4.0 * xy * xy + (xx - yy) * (xx - yy));
  MomentEllipse ellipse;
  ellipse.major = 0.5 * (xx + yy + spread);
  ellipse.minor = std::max(0.0, 0.5 * (xx + yy - spread));
  ellipse.eccentricity = ellipse.major > 0.0 ? std::sqrt(std::max(0.0, 1.0 - ellipse.minor / ellipse.major)) : 0.0;
  const bool round = spread <= 1e-12 * (xx + yy); // equal but for rounding
  ellipse.orientation =
    round ? std::numeric_limits<double>::quiet_NaN() : 0.5 * std::atan2(2.0 * xy, yy - xx) * 180.0 / M_PI;
  return ellipse;
}
} // namespace pheno
