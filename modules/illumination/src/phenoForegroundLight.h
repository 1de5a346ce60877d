#ifndef phenoForegroundLight_h
#define phenoForegroundLight_h

#include "phenoSiteSample.h"

#include <array>
#include <cstddef>
#include <vector>

namespace pheno
{
/** The terms of a polynomial of degree 4 in x and y without its constant. */
using PolynomialTerms = std::array<double, 14>;

/** A field over the field of view: the exponential of a polynomial, up to a factor. x and y run from -1 to 1 along the
 * longer side and are 0 in the middle. */
class LogPolynomial
{
public:
  LogPolynomial(std::size_t width, std::size_t height);

  /** For every point of a grid, row-major. */
  std::vector<PolynomialTerms>
  TermsAt(const std::vector<double> & columns, const std::vector<double> & rows) const;

  /** The field on a grid, mean 1, in the memory of the field. */
  std::vector<double>
  FieldOn(const std::vector<double> & columns,
          const std::vector<double> & rows,
          const std::vector<double> & coefficients) const;

  /** The field at points, mean 1. */
  static std::vector<double>
  FieldAt(const std::vector<PolynomialTerms> & terms, const std::vector<double> & coefficients);

private:
  double m_MiddleX;
  double m_MiddleY;
  double m_Half;
};

/** What the light of cells above the background tells of the illumination. */
struct ForegroundLight
{
  /** Of the logarithm of the field. */
  std::vector<double> coefficients = std::vector<double>(PolynomialTerms().size(), 0.0);
  /** Root mean square of the standard errors of the field; infinite when too few sites have a foreground. */
  double field_error;
  /** The background where the field is 0, and its standard error, infinite when nothing tells it. */
  double offset;
  double offset_error;
};

/** Fits the field to the foreground of a sample.
 *
 * Model: I = flat u + dark. The light of cells I - B, B the smoothed background, is proportional to the field whatever
 * the offset. Its logarithm is fitted, within each site, by the polynomial over the samples that are foreground (Otsu
 * on (I - B) / flat, chosen anew until the field stays): neither the stain of a site nor how many cells lie where
 * matters, and logarithms keep bright debris from mattering. As the background is linear in the field too, B = dark + b
 * flat, the offset is where its regression on the field meets 0. Standard errors by the jackknife over groups of sites.
 * background and terms: one a point. */
ForegroundLight
FitForegroundLight(const SiteSample &                   sample,
                   const std::vector<double> &          background,
                   const std::vector<PolynomialTerms> & terms);

/** The mean of an offset's distribution given its estimate, when any offset from 0 to the least background was as
 * likely before; 0 when that is empty or nothing was found out. */
double
OffsetWithinBackground(const ForegroundLight & light, const std::vector<double> & background);
} // namespace pheno

#endif
