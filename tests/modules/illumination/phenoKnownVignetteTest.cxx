// Real input: the DNA fields of BBBC013 (data/bbbc013) under a known vignette, offset and noise.
#include "phenoTest.h"

#include "modules/illumination/phenoSimulatedField.h"

#include "phenoFlatFieldEstimator.h"
#include "phenoTiff.h"

#include <algorithm>
#include <cmath>

namespace
{
std::vector<boost::filesystem::path>
DnaFields(const boost::filesystem::path & folder)
{
  std::vector<boost::filesystem::path> files;
  for (const auto & entry : boost::filesystem::directory_iterator(folder))
  {
    if (entry.path().filename().string().rfind("Channel2-", 0) == 0)
    {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<double>
OverItsMean(const std::vector<double> & values)
{
  double sum = 0;
  for (const double value : values)
  {
    sum += value;
  }
  std::vector<double> scaled;
  for (const double value : values)
  {
    scaled.push_back(value * static_cast<double>(values.size()) / sum);
  }
  return scaled;
}
} // namespace

TEST_CASE("a known vignette on BBBC013: the offset is found and the fields' ratio is the vignette")
{
  const auto folder = pheno::test::Shared("data/bbbc013");
  if (!boost::filesystem::exists(folder))
  {
    PHENO_SKIP("no real data at " + folder.string());
  }
  pheno::test::FieldRecipe recipe; // 1 - .45 r^2 + 5.1 grey levels + noise of .5, as the peers were measured
  recipe.width = 640;
  recipe.height = 640;
  pheno::test::Random       random(1);
  pheno::FlatFieldEstimator touched, untouched;
  for (const auto & file : DnaFields(folder))
  {
    const auto    plane = pheno::ReadTiff(file);
    const float * light = plane->GetBufferPointer();
    untouched.Add(*plane);
    touched.Add(*pheno::test::MakeImage<float>({ 640, 640, 1.0 }, [&](double x, double y) {
      return light[static_cast<std::size_t>(640 * y + x)] * pheno::test::VignetteAt(recipe, x, y) + 5.1 +
             0.5 * random.Normal();
    }));
  }
  const pheno::FlatField with = touched.Estimate();
  const pheno::FlatField without = untouched.Estimate();
  std::vector<double>    ratio, truth;
  for (std::size_t i = 0; i < 640 * 640; ++i)
  {
    ratio.push_back(with.flat->GetBufferPointer()[i] / without.flat->GetBufferPointer()[i]);
    truth.push_back(pheno::test::VignetteAt(recipe, static_cast<double>(i % 640), static_cast<double>(i / 640)));
  }
  ratio = OverItsMean(ratio);
  truth = OverItsMean(truth);
  double squares = 0;
  for (std::size_t i = 0; i < ratio.size(); ++i)
  {
    squares += (ratio[i] / truth[i] - 1) * (ratio[i] / truth[i] - 1);
  }
  const double error = std::sqrt(squares / static_cast<double>(ratio.size()));
  MESSAGE("ratio error ", error, ", dark ", with.dark, " with and ", without.dark, " without");
  CHECK(error <= 0.03); // best peer, CellProfiler's polynomial: .076
  CHECK(std::abs(with.dark - 5.1) <= 0.51);
}
