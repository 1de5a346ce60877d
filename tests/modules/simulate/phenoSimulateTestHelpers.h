#ifndef phenoSimulateTestHelpers_h
#define phenoSimulateTestHelpers_h

#include "phenoCsv.h"
#include "phenoError.h"
#include "phenoHash.h"
#include "phenoSimulate.h"
#include "phenoTest.h"
#include "phenoTiff.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

namespace pheno::test
{
/** A screen of one plate and two wells of 128 px; patched by RFC 7386 to what a test is about. */
inline Json
SmallRecipe(const Json & patch = Json::object())
{
  Json recipe = Json::parse(R"({
    "pheno_simulation": 1, "name": "small", "seed": 11, "doses": [1],
    "image": { "size_px": 128, "sites": 1 },
    "plate": { "rows": 4, "columns": 6, "first_well": "B02", "last_well": "C05", "negative_controls": 1, "replicates": 1 },
    "traits": { "cell_count": { "baseline": 6 } },
    "mechanisms": [ { "name": "M", "compounds": [ { "name": "C", "ec50": 1 } ] } ]
  })");
  recipe.merge_patch(patch);
  return recipe;
}

/** What a person is told about a recipe, sorted by place. */
inline std::vector<std::string>
Problems(const Json & document)
{
  std::vector<std::string> texts;
  try
  {
    ParseRecipe(document);
  }
  catch (const DiagnosticsError & error)
  {
    for (const auto & item : error.Items())
    {
      texts.push_back(ToString(item));
    }
  }
  std::sort(texts.begin(), texts.end());
  return texts;
}

/** Relative path -> SHA-256 of every file below a folder. */
inline std::map<std::string, std::string>
Digests(const fs::path & folder)
{
  std::map<std::string, std::string> digests;
  for (const auto & entry : fs::recursive_directory_iterator(folder))
  {
    if (fs::is_regular_file(entry.path()))
    {
      digests[fs::relative(entry.path(), folder).string()] = Sha256File(entry.path());
    }
  }
  return digests;
}

/** The file of a well's site and channel (from 1); plates of the small recipes have at most 9 rows and columns. */
inline fs::path
ImagePath(const fs::path & folder, const std::string & plate, const std::string & well, int site, int channel)
{
  std::string name = "r0";
  name += static_cast<char>('1' + (well[0] - 'A'));
  name.append("c").append(well.substr(1)).append("f0").append(std::to_string(site));
  name.append("p01-ch").append(std::to_string(channel)).append("sk1fk1fl1.tiff");
  return folder / "screen" / plate / "Images" / name;
}

inline std::vector<float>
Pixels(const fs::path & path)
{
  const auto plane = ReadTiff(path);
  const auto count = plane->GetLargestPossibleRegion().GetNumberOfPixels();
  return { plane->GetBufferPointer(), plane->GetBufferPointer() + count };
}

inline double
Mean(const std::vector<double> & values)
{
  double sum = 0.0;
  for (const double value : values)
  {
    sum += value;
  }
  return sum / static_cast<double>(values.size());
}

/** Standard deviation with n - 1. */
inline double
Deviation(const std::vector<double> & values)
{
  const double mean = Mean(values);
  double       sum = 0.0;
  for (const double value : values)
  {
    sum += (value - mean) * (value - mean);
  }
  return std::sqrt(sum / static_cast<double>(values.size() - 1));
}
} // namespace pheno::test

#endif
