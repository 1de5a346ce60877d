#include "phenoZernike.h"

#include <array>
#include <cmath>

namespace pheno
{
namespace
{
constexpr int kDegree = 9;
/** Powers of rho^2 that occur: n - m up to 9, halved. */
constexpr int kPowers = kDegree / 2 + 1;

double
Factorial(int n)
{
  return n < 2 ? 1.0 : n * Factorial(n - 1);
}

/** Sums over the pixels of rho^(2 k) z^m, z = rho exp(i theta): every moment is a combination of them. */
struct PowerSums
{
  std::array<std::array<double, kPowers>, kDegree + 1> real{};
  std::array<std::array<double, kPowers>, kDegree + 1> imaginary{};

  void
  Add(double x, double y)
  {
    const double square = x * x + y * y;
    double       re = 1.0, im = 0.0;
    for (int m = 0; m <= kDegree; ++m)
    {
      double power = 1.0;
      for (int k = 0; k <= (kDegree - m) / 2; ++k)
      {
        real[m][k] += power * re;
        imaginary[m][k] += power * im;
        power *= square;
      }
      const double next = re * x - im * y;
      im = re * y + im * x;
      re = next;
    }
  }
};

/** coefficients[k] of rho^(m + 2 k) in R_nm. */
struct RadialPolynomial
{
  std::array<double, kPowers> coefficients{};

  explicit RadialPolynomial(const ZernikeOrder & order)
  {
    const int half = (order.n - order.m) / 2;
    for (int s = 0; s <= half; ++s)
    {
      coefficients[half - s] = (s % 2 == 0 ? 1.0 : -1.0) * Factorial(order.n - s) /
                               (Factorial(s) * Factorial((order.n + order.m) / 2 - s) * Factorial(half - s));
    }
  }
};

std::vector<RadialPolynomial>
MakePolynomials()
{
  std::vector<RadialPolynomial> polynomials;
  for (const ZernikeOrder & order : ZernikeOrders())
  {
    polynomials.emplace_back(order);
  }
  return polynomials;
}
} // namespace

const std::vector<ZernikeOrder> &
ZernikeOrders()
{
  static const std::vector<ZernikeOrder> orders = [] {
    std::vector<ZernikeOrder> all;
    for (int n = 0; n <= kDegree; ++n)
    {
      for (int m = n % 2; m <= n; m += 2)
      {
        all.push_back({ n, m });
      }
    }
    return all;
  }();
  return orders;
}

std::vector<double>
ZernikeMagnitudes(const ObjectMap & objects, const MeasuredObject & object, const Circle & circle)
{
  static const std::vector<RadialPolynomial> polynomials = MakePolynomials();
  PowerSums                                  sums;
  objects.ForEachPixel(object, [&](std::size_t x, std::size_t y, std::size_t) {
    sums.Add((static_cast<double>(x) - circle.x) / circle.radius, (static_cast<double>(y) - circle.y) / circle.radius);
  });
  const double        disc = M_PI * circle.radius * circle.radius;
  std::vector<double> magnitudes;
  for (std::size_t i = 0; i < polynomials.size(); ++i)
  {
    const int m = ZernikeOrders()[i].m;
    double    re = 0.0, im = 0.0;
    for (int k = 0; k < kPowers; ++k)
    {
      re += polynomials[i].coefficients[k] * sums.real[m][k];
      im += polynomials[i].coefficients[k] * sums.imaginary[m][k];
    }
    magnitudes.push_back(std::hypot(re, im) / disc);
  }
  return magnitudes;
}
} // namespace pheno
