// Real input: the nuclei of BBBC013 (data/bbbc013), against CellProfiler's count.
#include "phenoTest.h"

#include "phenoNucleusSegmentationImageFilter.h"
#include "phenoTiff.h"

#include <cmath>

TEST_CASE("nuclei of BBBC013 within 5 % of CellProfiler's 17,413")
{
  const auto folder = pheno::test::Shared("data/bbbc013");
  if (!boost::filesystem::exists(folder))
  {
    PHENO_SKIP("no real data at " + folder.string());
  }
  std::size_t nuclei = 0, fields = 0;
  for (const auto & entry : boost::filesystem::directory_iterator(folder))
  {
    if (entry.path().filename().string().rfind("Channel2-", 0) == 0)
    {
      auto filter = pheno::NucleusSegmentationImageFilter<pheno::FloatImage>::New();
      filter->SetInput(pheno::ReadTiff(entry.path()));
      filter->ExcludeBorderOn();
      filter->Update();
      nuclei += filter->GetNumberOfObjects();
      ++fields;
    }
  }
  CHECK(fields == 96);
  MESSAGE("nuclei: ", nuclei);
  // CellProfiler 4.2.8.1, 10 to 40 px, border objects dropped
  CHECK(std::abs(static_cast<double>(nuclei) / 17413 - 1) <= 0.05);
}
