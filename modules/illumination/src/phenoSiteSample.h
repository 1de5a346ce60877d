#ifndef phenoSiteSample_h
#define phenoSiteSample_h

#include <cstddef>
#include <vector>

namespace pheno
{
/** What was seen at the points of a SiteGrid in many sites: values[site * points + point], all finite. */
struct SiteSample
{
  const std::vector<float> & values;
  std::size_t                points;

  std::size_t
  Sites() const
  {
    return values.size() / points;
  }

  /** Median over sites, a point. */
  std::vector<double>
  Median() const;

  /** Mean of the values between the 2nd and the 20th percentile over sites, a point: background, as long as a place is
   * free of cells in one site of five. */
  std::vector<double>
  Background() const;

private:
  std::vector<double>
  MeanOfRanks(std::size_t first, std::size_t end) const;
};
} // namespace pheno

#endif
