#include "phenoGranularityFeatures.h"

#include "phenoGranularSpectrum.h"

#include <algorithm>

namespace pheno
{
namespace
{
std::vector<std::vector<double> *>
AddColumns(FeatureColumns & columns, const std::string & channel)
{
  std::vector<std::vector<double> *> cells;
  for (std::size_t step = 1; step <= kGranularSteps; ++step)
  {
    cells.push_back(&columns.Add("Granularity_" + std::to_string(step) + "_" + channel));
  }
  return cells;
}
} // namespace

GranularityFeatures::GranularityFeatures(std::vector<NamedPlane> planes)
  : m_Planes(std::move(planes))
{
  for (const NamedPlane & plane : m_Planes)
  {
    m_Spectra.emplace_back(plane.pixels);
  }
}

GranularityFeatures::~GranularityFeatures() = default;

void
GranularityFeatures::Measure(const ObjectMap & objects, FeatureColumns & columns) const
{
  for (std::size_t p = 0; p < m_Planes.size(); ++p)
  {
    const auto cells = AddColumns(columns, m_Planes[p].name);
    for (std::size_t row = 0; row < columns.Rows(); ++row)
    {
      const auto percent = m_Spectra[p].OfObject(objects, objects.Objects()[row], m_Planes[p].pixels);
      for (std::size_t step = 0; step < kGranularSteps; ++step)
      {
        (*cells[step])[row] = percent[step];
      }
    }
  }
}

void
GranularityFeatures::MeasureImage(FeatureColumns & columns) const
{
  for (std::size_t p = 0; p < m_Planes.size(); ++p)
  {
    const auto cells = AddColumns(columns, m_Planes[p].name);
    const auto percent = m_Spectra[p].OfImage();
    for (std::size_t step = 0; step < kGranularSteps; ++step)
    {
      std::fill(cells[step]->begin(), cells[step]->end(), percent[step]);
    }
  }
}
} // namespace pheno
