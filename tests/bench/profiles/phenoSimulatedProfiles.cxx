#include "phenoSimulatedProfiles.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

namespace pheno
{
namespace
{
constexpr std::size_t kWellsPerPlate = 384;
constexpr std::size_t kWellsPerControl = 8;
constexpr std::size_t kMechanisms = 100;
constexpr std::size_t kReferenceShare = 6; ///< one plate in so many
constexpr double      kWellsPerTreatment = 3.65;

/** Standard normal numbers, the same on every host but for the C library's last bits. */
class Normal
{
public:
  explicit Normal(std::uint64_t seed)
    : m_Engine(seed)
  {}

  double
  Next()
  {
    const double radius = std::sqrt(-2 * std::log(this->Uniform()));
    return radius * std::cos(6.283185307179586 * this->Uniform());
  }
  /** In (0, 1]. */
  double
  Uniform()
  {
    return (static_cast<double>(m_Engine() >> 11) + 1) / 9007199254740992.0;
  }
  std::vector<double>
  Direction(std::size_t features)
  {
    std::vector<double> direction(features);
    for (double & value : direction)
    {
      value = this->Next() / std::sqrt(static_cast<double>(features));
    }
    return direction;
  }

private:
  std::mt19937_64 m_Engine;
};

std::string
WellName(std::size_t place)
{
  const std::size_t column = place % 24 + 1;
  return std::string(1, static_cast<char>('A' + place / 24)) + (column < 10 ? "0" : "") + std::to_string(column);
}

/** row += factor x direction. */
void
Add(std::span<double> row, const std::vector<double> & direction, double factor)
{
  for (std::size_t i = 0; i < row.size(); ++i)
  {
    row[i] += factor * direction[i];
  }
}

void
ScaleToUnit(std::span<double> row)
{
  double square = 0;
  for (const double value : row)
  {
    square += value * value;
  }
  for (double & value : row)
  {
    value /= std::sqrt(square);
  }
}
} // namespace

SimulatedProfiles
SimulateProfiles(std::size_t wells, std::size_t features, std::uint64_t seed)
{
  const std::size_t plates = (wells + kWellsPerPlate - 1) / kWellsPerPlate;
  const std::size_t referencePlates = std::max<std::size_t>(plates / kReferenceShare, 1);
  const double      treated = static_cast<double>(wells) * (kWellsPerControl - 1) / kWellsPerControl;
  const auto        treatments = std::max(static_cast<std::size_t>(treated / kWellsPerTreatment), kReferenceShare);
  const std::size_t ofSet[] = { treatments - treatments / kReferenceShare, treatments / kReferenceShare }; // test, ref.
  std::size_t       next[] = { 0, 0 };
  Normal            normal(seed);
  const auto        control = normal.Direction(features);
  std::vector<std::vector<double>> mechanisms;
  for (std::size_t i = 0; i < kMechanisms; ++i)
  {
    mechanisms.push_back(normal.Direction(features));
  }
  std::vector<double> strengths;
  for (std::size_t i = 0; i < treatments; ++i)
  {
    strengths.push_back(2 * normal.Uniform() * normal.Uniform());
  }
  SimulatedProfiles screen;
  screen.embeddings = Matrix(wells, features);
  std::vector<double> shift;
  for (std::size_t w = 0; w < wells; ++w)
  {
    const std::size_t plate = w / kWellsPerPlate;
    if (w % kWellsPerPlate == 0)
    {
      shift = normal.Direction(features);
    }
    const bool              isReference = plate < referencePlates;
    const bool              isControl = w % kWellsPerControl == 0;
    const std::size_t       inSet = isControl ? 0 : next[isReference]++ % ofSet[isReference];
    const std::size_t       treatment = isReference ? inSet : ofSet[1] + inSet;
    const std::span<double> row = screen.embeddings.Row(w);
    Add(row, control, 1);
    Add(row, shift, 0.1);
    if (!isControl)
    {
      Add(row, mechanisms[treatment % kMechanisms], strengths[treatment]);
    }
    Add(row, normal.Direction(features), 0.3);
    ScaleToUnit(row);
    screen.plate.push_back("plate_" + std::to_string(plate + 1));
    screen.well.push_back(WellName(w % kWellsPerPlate));
    screen.treatment.push_back(isControl ? "DMSO" : "simulated" + std::to_string(treatment) + "@10.0");
    screen.mechanism.push_back(isControl ? "DMSO" : "mechanism" + std::to_string(treatment % kMechanisms));
    screen.library.push_back(isReference ? "simulated_reference" : "simulated_test");
    screen.isReference.push_back(isReference);
    screen.isControl.push_back(isControl);
  }
  return screen;
}
} // namespace pheno
