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
#include <limits>
#include <string>
#include <vector>

namespace pheno
{
/** An illumination function as CellProfiler's pipelines exchange them: <plate>_Illum<channel>.npy, height x width
 * floats, and beside it <plate>_Illum<channel>.json, which CellProfiler does not read: normalisation (as
 * phenoFieldNormalisation names them) and offset (grey levels). A dark field that varies stands beside them:
 * <plate>_Dark<channel>.npy, height x width floats in grey levels. */
struct IlluminationFile
{
  FieldPicture       field;
  FieldNormalisation normalisation = FieldNormalisation::RobustMinimum; ///< CellProfiler's own, where no sidecar says
  double             offset = 0.0;
};

/** Height x width 32-bit floats. Throws Error when the file cannot be written. */
inline void
WriteFieldPicture(const fs::path & npy, const FieldPicture & picture)
{
  const std::vector<float> values(picture.values.begin(), picture.values.end());
  WriteNpy(npy, NpyArray::Type::Float32, { picture.height, picture.width }, values.data());
}

/** Throws Error when a file cannot be written. */
inline void
WriteIllumination(const fs::path & npy, const IlluminationFile & file)
{
  WriteFieldPicture(npy, file.field);
  const fs::path json = fs::path(npy).replace_extension(".json");
  std::ofstream  out(json.string());
  out << CanonicalJson({ { "normalisation", NameOf(file.normalisation) }, { "offset", file.offset } }) << '\n';
  if (!out.flush())
  {
    throw Error(json.string() + ": cannot be written");
  }
}

/** Throws Error when the file cannot be read, BadData for what is not height x width finite floats above a least value.
 */
inline FieldPicture
ReadFieldPicture(const fs::path & npy, double above)
{
  const NpyArray array = ReadNpy(npy);
  const bool     floats = array.type == NpyArray::Type::Float32 || array.type == NpyArray::Type::Float64;
  if (array.shape.size() != 2 || array.Count() == 0 || !floats)
  {
    throw BadData(npy.string() + ": expected height x width floats, found an array of " +
                  std::to_string(array.shape.size()) + " axes" + (floats ? "" : " of whole numbers"));
  }
  FieldPicture picture{ array.shape[1], array.shape[0], array.Doubles() };
  const auto & values = picture.values;
  const auto   bad =
    std::find_if(values.begin(), values.end(), [above](double v) { return !std::isfinite(v) || !(v > above); });
  if (bad != values.end())
  {
    throw BadData(npy.string() + ": value " + std::to_string(bad - values.begin()) + " is " + std::to_string(*bad) +
                  ", expected finite numbers" + (above < 0.0 ? "" : " above 0"));
  }
  return picture;
}

/** A dark field, which may be anything finite. Errors as ReadIllumination. */
inline FieldPicture
ReadDarkField(const fs::path & npy)
{
  return ReadFieldPicture(npy, -std::numeric_limits<double>::infinity());
}

/** Throws Error when a file cannot be read, BadData when the array is no field: not two-dimensional floats, all of them
 * finite and above 0. */
inline IlluminationFile
ReadIllumination(const fs::path & npy)
{
  IlluminationFile file;
  file.field = ReadFieldPicture(npy, 0.0);
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
