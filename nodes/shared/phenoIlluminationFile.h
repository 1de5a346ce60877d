#ifndef phenoIlluminationFile_h
#define phenoIlluminationFile_h

#include "phenoError.h"
#include "phenoFieldNormalisation.h"
#include "phenoFileSystem.h"
#include "phenoJson.h"
#include "phenoNpy.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <string>
#include <vector>

namespace pheno
{
/** An illumination function as CellProfiler's pipelines exchange them: <plate>_Illum<channel>.npy, height x width
 * floats, and beside it <plate>_Illum<channel>.json, which CellProfiler does not read: normalisation (as
 * phenoFieldNormalisation names them) and offset (grey levels). */
struct IlluminationFile
{
  FieldPicture       field;
  FieldNormalisation normalisation = FieldNormalisation::RobustMinimum; ///< CellProfiler's own, where no sidecar says
  double             offset = 0.0;
};

/** Throws Error when a file cannot be written. */
inline void
WriteIllumination(const fs::path & npy, const IlluminationFile & file)
{
  const std::vector<float> values(file.field.values.begin(), file.field.values.end());
  WriteNpy(npy, NpyArray::Type::Float32, { file.field.height, file.field.width }, values.data());
  const fs::path json = fs::path(npy).replace_extension(".json");
  std::ofstream  out(json.string());
  out << CanonicalJson({ { "normalisation", NameOf(file.normalisation) }, { "offset", file.offset } }) << '\n';
  if (!out.flush())
  {
    throw Error(json.string() + ": cannot be written");
  }
}

/** Throws Error when a file cannot be read, BadData when the array is no field: not two-dimensional floats, all of them
 * finite and above 0. */
inline IlluminationFile
ReadIllumination(const fs::path & npy)
{
  const NpyArray array = ReadNpy(npy);
  const bool     floats = array.type == NpyArray::Type::Float32 || array.type == NpyArray::Type::Float64;
  if (array.shape.size() != 2 || array.Count() == 0 || !floats)
  {
    throw BadData(npy.string() + ": expected height x width floats, found an array of " +
                  std::to_string(array.shape.size()) + " axes" + (floats ? "" : " of whole numbers"));
  }
  IlluminationFile file;
  file.field = { array.shape[1], array.shape[0], array.Doubles() };
  const auto & values = file.field.values;
  const auto bad = std::find_if(values.begin(), values.end(), [](double v) { return !std::isfinite(v) || !(v > 0.0); });
  if (bad != values.end())
  {
    throw BadData(npy.string() + ": value " + std::to_string(bad - values.begin()) + " is " + std::to_string(*bad) +
                  ", expected finite numbers above 0");
  }
  const fs::path json = fs::path(npy).replace_extension(".json");
  if (fs::exists(json))
  {
    try
    {
      const OrderedJson description = ReadJson(json);
      file.normalisation = FieldNormalisationOf(description.at("normalisation").get<std::string>());
      file.offset = description.at("offset").get<double>();
    }
    catch (const std::exception & error)
    {
      throw BadData(json.string() + ": expected \"normalisation\" and \"offset\" of an illumination; " + error.what());
    }
  }
  return file;
}
} // namespace pheno

#endif
