#ifndef phenoZernike_h
#define phenoZernike_h

#include "phenoConvexHull.h"
#include "phenoObjectMap.h"

#include <string>
#include <vector>

namespace pheno
{
/** Orders of Zernike moments: n, and m of n's parity with 0 <= m <= n. */
struct ZernikeOrder
{
  int n;
  int m;
};

/** All orders with n up to 9: 0 0, 1 1, 2 0, 2 2, ... 9 9. */
const std::vector<ZernikeOrder> &
ZernikeOrders();

/** |sum over the mask's pixels of V_nm*| / (pi r^2), for each of ZernikeOrders(), where V_nm(rho, theta) = R_nm(rho)
 * exp(i m theta) on the disc of the smallest circle around the pixels' centres, r its radius, and R_nm(rho) =
 * sum_s (-1)^s (n - s)! / (s! ((n + m) / 2 - s)! ((n - m) / 2 - s)!) rho^(n - 2 s) (Boland et al. 1998, as named by
 * CellProfiler's manual; there is no factor (n + 1) / pi). Pixels on the circle count. Not for a circle of radius 0. */
std::vector<double>
ZernikeMagnitudes(const ObjectMap & objects, const MeasuredObject & object, const Circle & circle);
} // namespace pheno

#endif
