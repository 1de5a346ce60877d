#include "phenoFlatFieldEstimator.h"

#include "phenoForegroundLight.h"
#include "phenoLocalPolynomial.h"
#include "phenoSiteGrid.h"
#include "phenoSiteReservoir.h"
#include "phenoSiteSample.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <optional>
#include <vector>

namespace pheno
{
namespace
{
constexpr double kLeastField = 0.05;   // of its mean: a divisor must stay away from 0
constexpr double kLargestError = 0.05; // of a field from the foreground

std::vector<double>
PixelCentres(std::size_t pixels)
{
  std::vector<double> centres(pixels);
  std::iota(centres.begin(), centres.end(), 0.0);
  return centres;
}

void
NormaliseToMeanOne(std::vector<double> & field)
{
  const double mean = std::accumulate(field.begin(), field.end(), 0.0) / static_cast<double>(field.size());
  for (double & value : field)
  {
    value = mean > 0.0 ? std::max(value / mean, kLeastField) : 1.0;
  }
}
} // namespace

struct FlatFieldEstimator::Sample
{
  FlatFieldSettings          settings;
  itk::ImageBase<2>::Pointer geometry; ///< of the first plane
  std::optional<SiteGrid>    grid;
  std::vector<double>        sum; ///< of the means of all sites, a block
  SiteReservoir              patches;

  explicit Sample(const FlatFieldSettings & s)
    : settings(s)
    , patches(s.sampled_sites, s.seed)
  {}
  double
  Sigma() const;
  std::vector<double>
  Statistic(const SiteSample & sample) const;
  std::vector<double>
  SmoothBackground(const SiteSample & sample) const;
};

double
FlatFieldEstimator::Sample::Sigma() const
{
  const auto size = geometry->GetLargestPossibleRegion().GetSize();
  return settings.smoothing_px > 0.0 ? settings.smoothing_px : 0.25 * static_cast<double>(std::max(size[0], size[1]));
}

std::vector<double>
FlatFieldEstimator::Sample::Statistic(const SiteSample & sample) const
{
  switch (settings.statistic)
  {
    case FlatFieldStatistic::Median:
      return sample.Median();
    case FlatFieldStatistic::Foreground:
    case FlatFieldStatistic::Background:
      return sample.Background();
    case FlatFieldStatistic::Mean:
      break;
  }
  std::vector<double> mean = sum;
  for (double & value : mean)
  {
    value /= static_cast<double>(patches.GetSites());
  }
  return mean;
}

std::vector<double>
FlatFieldEstimator::Sample::SmoothBackground(const SiteSample & sample) const
{
  const auto columns = LocalQuadraticWeights(grid->GetColumns(), grid->GetColumns(), Sigma());
  const auto rows = LocalQuadraticWeights(grid->GetRows(), grid->GetRows(), Sigma());
  return SmoothSeparably(rows, sample.Background(), columns);
}

FlatFieldEstimator::FlatFieldEstimator(const FlatFieldSettings & settings)
  : m_Sample(std::make_unique<Sample>(settings))
{
  if (!(settings.smoothing_px >= 0.0) || settings.sampled_sites == 0 || std::isinf(settings.dark))
  {
    itkGenericExceptionMacro(
      "illumination: found smoothing "
      << settings.smoothing_px << " px, " << settings.sampled_sites << " sampled sites and dark " << settings.dark
      << ", expected smoothing >= 0, at least one site and a finite dark (or NaN to estimate it)");
  }
}
FlatFieldEstimator::~FlatFieldEstimator() = default;
FlatFieldEstimator::FlatFieldEstimator(FlatFieldEstimator &&) noexcept = default;
FlatFieldEstimator &
FlatFieldEstimator::operator=(FlatFieldEstimator &&) noexcept = default;

std::size_t
FlatFieldEstimator::GetNumberOfSites() const
{
  return m_Sample->patches.GetSites();
}

void
FlatFieldEstimator::Add(const ImageType & plane)
{
  const auto region = plane.GetLargestPossibleRegion();
  if (plane.GetBufferedRegion() != region || region.GetNumberOfPixels() == 0)
  {
    itkGenericExceptionMacro("illumination: a plane is empty or holds only a part of its pixels");
  }
  if (!m_Sample->grid)
  {
    m_Sample->geometry = itk::ImageBase<2>::New();
    m_Sample->geometry->CopyInformation(&plane);
    m_Sample->grid.emplace(region.GetSize());
    m_Sample->sum.assign(m_Sample->grid->GetNumberOfBlocks(), 0.0);
  }
  const auto expected = m_Sample->geometry->GetLargestPossibleRegion().GetSize();
  if (region.GetSize() != expected)
  {
    itkGenericExceptionMacro("illumination: found a plane of " << region.GetSize() << " pixels, expected " << expected
                                                               << " as in the planes before");
  }
  const SiteGrid::Reduced reduced = m_Sample->grid->Reduce(plane);
  if (reduced.patch.empty())
  {
    return;
  }
  std::vector<double> & sum = m_Sample->sum;
  std::transform(sum.begin(), sum.end(), reduced.mean.begin(), sum.begin(), std::plus<>());
  m_Sample->patches.Keep(reduced.patch);
}

FlatField
FlatFieldEstimator::Estimate() const
{
  if (m_Sample->patches.GetSites() == 0)
  {
    itkGenericExceptionMacro("illumination: no site to estimate a field from, expected at least one");
  }
  const SiteGrid & grid = *m_Sample->grid;
  const SiteSample sample{ m_Sample->patches.GetValues(), grid.GetNumberOfBlocks() };
  const auto       region = m_Sample->geometry->GetLargestPossibleRegion();
  const auto       x = PixelCentres(region.GetSize(0));
  const auto       y = PixelCentres(region.GetSize(1));

  const LogPolynomial       polynomial(region.GetSize(0), region.GetSize(1));
  const std::vector<double> background = m_Sample->SmoothBackground(sample);
  const ForegroundLight     light =
    FitForegroundLight(sample, background, polynomial.TermsAt(grid.GetColumns(), grid.GetRows()));
  FlatField result;
  result.dark =
    std::isnan(m_Sample->settings.dark) ? OffsetWithinBackground(light, background) : m_Sample->settings.dark;
  std::vector<double> field;
  if (m_Sample->settings.statistic == FlatFieldStatistic::Foreground && light.field_error < kLargestError)
  {
    field = polynomial.FieldOn(x, y, light.coefficients);
  }
  else
  {
    field = m_Sample->Statistic(sample);
    for (double & value : field)
    {
      value -= result.dark;
    }
    field = SmoothSeparably(LocalQuadraticWeights(grid.GetRows(), y, m_Sample->Sigma()),
                            field,
                            LocalQuadraticWeights(grid.GetColumns(), x, m_Sample->Sigma()));
  }
  NormaliseToMeanOne(field);

  result.flat = ImageType::New();
  result.flat->CopyInformation(m_Sample->geometry);
  result.flat->SetRegions(region);
  result.flat->Allocate();
  std::copy(field.begin(), field.end(), result.flat->GetBufferPointer());
  return result;
}
} // namespace pheno
