#include "phenoProfileTest.h"

#include "phenoAveragePrecision.h"
#include "phenoTreatmentMeasures.h"

#include <sys/resource.h>

#include <algorithm>
#include <array>

using namespace pheno;
using namespace pheno::test;

namespace
{
constexpr double kMegabyte = 1024 * 1024;

/** The most memory that this process ever held, bytes. */
double
PeakMemory()
{
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return 1024.0 * static_cast<double>(usage.ru_maxrss);
}

LabelColumn
Labels(std::size_t rows, std::size_t ofEach)
{
  LabelColumn labels;
  for (std::size_t row = 0; row < rows; ++row)
  {
    labels.push_back(std::to_string(row / ofEach));
  }
  return labels;
}
} // namespace

TEST_CASE("Average precision against every other compound holds tiles of pairs and never all of them")
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  MESSAGE("a sanitizer keeps freed memory: not measured");
#else
  constexpr std::size_t   kRows = 9216; // all pairs: 680 MB of doubles
  const Matrix            profiles = RandomMatrix(kRows, 64, 1);
  const MetadataColumns   metadata{ { "compound", Labels(kRows, 4) } };
  const double            before = PeakMemory();
  AveragePrecisionOptions options;
  options.threads = 2;
  const AveragePrecisions found =
    AveragePrecision(profiles, metadata, { { "compound" }, {}, {}, { "compound" } }, options);
  CHECK(PeakMemory() - before < 64 * kMegabyte);
  CHECK(found.n_total.front() == kRows - 1);
#endif
}

TEST_CASE("Scatter and control distances hold one treatment's pairs at a time")
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  MESSAGE("a sanitizer keeps freed memory: not measured");
#else
  constexpr std::size_t       kRows = 20000; // all pairs: 3.2 GB of doubles
  const Matrix                profiles = RandomMatrix(kRows, 64, 2);
  const LabelColumn           treatments = Labels(kRows, 4);
  const std::vector<RowGroup> groups = GroupRows(treatments);
  const std::array            wells{ treatments, Labels(kRows, 1) };
  RowMask                     controls(kRows, 0);
  std::fill(controls.begin(), controls.begin() + 2000, 1);
  const double            before = PeakMemory();
  const TreatmentMeasures measures = MeasureTreatments(profiles, groups, wells, controls, 2);
  CHECK(PeakMemory() - before < 64 * kMegabyte);
  CHECK(measures.dispersion.size() == groups.size());
#endif
}
