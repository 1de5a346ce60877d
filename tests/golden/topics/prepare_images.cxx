// SPC's schemes, crops and flat field; JUMP's and CellCLIP's 8 bit. The two others: phenoGoldenPreparation.cxx.
#include "phenoGoldenImages.h"
#include "phenoGoldenPreparation.h"

#include "phenoCentralCrop.h"
#include "phenoCropObjects.h"
#include "phenoPercentileIllumination.h"
#include "phenoThreshold.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <string>

namespace pheno::golden
{
namespace
{
constexpr double kLow = 0.01;
constexpr double kHigh = 99.9;

Json
RunFlatField(const Json & inputs)
{
  PercentileSettings settings;
  settings.window_px = inputs.at("filter_size").get<std::size_t>() + 1;
  settings.percentile = inputs.at("filter_pctl");
  settings.smoothing_px = inputs.at("filter_sigma");
  Json result = { { "mean", Json::array() }, { "percentile", Json::array() }, { "flatfield", Json::array() } };
  const std::size_t channels = inputs.at("images")[0].at("shape")[0];
  for (std::size_t c = 0; c < channels; ++c)
  {
    PercentileIllumination flatfield(settings);
    for (const Json & spec : inputs.at("images"))
    {
      flatfield.Add(MakeFormulaImage(spec).Picture(c));
    }
    const PercentileIllumination::Stages stages = flatfield.Estimate();
    result["mean"].push_back(ToRows(stages.mean));
    result["percentile"].push_back(ToRows(stages.percentile));
    result["flatfield"].push_back(ToRows(stages.illumination));
  }
  return result;
}

double
ForegroundPercent(const std::vector<float> & dna, double low, double high)
{
  IntensityMap map;
  map.low = low;
  map.high = high;
  const auto above = std::count_if(dna.begin(), dna.end(), [&map](float v) { return map(v) > 0.1; });
  return 100.0 * static_cast<double>(above) / static_cast<double>(dna.size());
}

FormulaImage
SchemeImage(const Json & inputs)
{
  FormulaImage image = MakeFormulaImage(inputs.at("image"));
  if (const Json & constant = inputs.at("constant_channel"); !constant.is_null())
  {
    std::vector<float> & plane = image.planes[constant[0].get<std::size_t>()];
    std::fill(plane.begin(), plane.end(), constant[1].get<float>());
  }
  return image;
}

Json
RunSchemes(const Json & inputs)
{
  FormulaImage             image = SchemeImage(inputs);
  const std::vector<float> dna = image.planes[inputs.at("dna_channel").get<std::size_t>()];
  if (const Json & flat = inputs.at("flatfield"); !flat.is_null())
  {
    for (std::size_t c = 0; c < image.planes.size(); ++c)
    {
      for (std::size_t i = 0; i < image.planes[c].size(); ++i)
      {
        image.planes[c][i] /= flat[c][i / image.width][i % image.width].get<float>();
      }
    }
  }
  PixelDistribution joint;
  for (const std::vector<float> & plane : image.planes)
  {
    joint.Add(plane);
  }
  Json u8;
  for (const std::vector<float> & plane : image.planes)
  {
    PixelDistribution own;
    own.Add(plane);
    const auto put = [&](const char * scheme, const IntensityMap & map) {
      u8[scheme].push_back(ToRows(MapToBytes(plane, map), image.width));
    };
    put("raw", StretchMap(joint, 0.0, 100.0));
    put("default", StretchMap(joint, kLow, kHigh));
    put("relative_clip", StretchMap(own, kLow, kHigh));
    put("ando", AndoMap(joint));
    put("relative_ando", AndoMap(own));
    put("relative_log", LogStretchMap(own, kLow, kHigh));
  }
  return { { "u8", u8 }, { "dna_pct", ForegroundPercent(dna, inputs.at("dna_lo"), inputs.at("dna_hi")) } };
}

Json
RunCrops(const Json & inputs)
{
  static const std::map<std::string, CropEdge> edges = { { "None", CropEdge::Drop },
                                                         { "extrapolate", CropEdge::Zero },
                                                         { "shift", CropEdge::Shift } };
  FormulaImage                                 image = MakeFormulaImage(inputs.at("image"));
  if (inputs.value("image_modulo_256", false))
  {
    for (std::vector<float> & plane : image.planes)
    {
      std::transform(plane.begin(), plane.end(), plane.begin(), [](float v) { return std::fmod(v, 256.0f); });
    }
  }
  ObjectTable table;
  for (const Json & centroid : inputs.at("centroids"))
  {
    table.label.push_back(centroid[0]);
    table.centre_x.push_back(std::trunc(centroid[1].get<double>()));
    table.centre_y.push_back(std::trunc(centroid[2].get<double>()));
  }
  std::vector<PlaneView<const float>> planes;
  for (const std::vector<float> & plane : image.planes)
  {
    planes.push_back({ plane.data(), image.width, image.height });
  }
  const std::vector<std::uint32_t> labels(image.width * image.height, 0);
  const std::size_t                size = inputs.at("crop_size");
  const std::size_t                dna = inputs.at("dna_channel");
  const double                     threshold = inputs.at("threshold");
  Json                             result;
  for (const auto & [method, edge] : edges)
  {
    const CellCrops<std::uint8_t> crops = CropObjects<std::uint8_t>(
      { labels.data(), image.width, image.height }, planes, {}, table, { size, false, edge, 1.0, 0.0, false });
    Json & out = result[method] = { { "crops", Json::object() }, { "pct", Json::object() } };
    for (std::size_t i = 0; i < crops.stack.number; ++i)
    {
      const std::string id = std::to_string(crops.table.label[i]);
      for (std::size_t c = 0; c < planes.size(); ++c)
      {
        const auto first =
          crops.stack.pixels.begin() + static_cast<std::ptrdiff_t>((i * planes.size() + c) * size * size);
        const std::vector<std::uint8_t> crop(first, first + static_cast<std::ptrdiff_t>(size * size));
        out["crops"][id].push_back(ToRows(crop, size));
        if (c == dna)
        {
          const auto above = std::count_if(crop.begin(), crop.end(), [&](std::uint8_t v) { return v > threshold; });
          out["pct"][id] = 100.0 * static_cast<double>(above) / static_cast<double>(size * size);
        }
      }
    }
  }
  return result;
}

Json
RunDnaPercentiles(const Json & inputs)
{
  LevelDistribution levels;
  for (const Json & spec : inputs.at("images"))
  {
    for (const std::vector<float> & plane : MakeFormulaImage(spec).planes)
    {
      levels.Add(plane);
    }
  }
  return { { "lo", levels.LevelAbove(inputs.at("p_lo").get<double>() / 100.0) },
           { "hi", levels.LevelAbove(inputs.at("p_hi").get<double>() / 100.0) } };
}

Json
RunJump(const Json & inputs)
{
  const Json &       spec = inputs.at("image");
  const FormulaImage image = MakeFormulaImage({ { "shape", { 1, spec.at("H"), spec.at("W") } },
                                                { "mod", spec.at("mod") },
                                                { "base", spec.value("base", 200) },
                                                { "blob", spec.value("blob", 3000) },
                                                { "py", spec.value("py", 7) },
                                                { "px", spec.value("px", 9) },
                                                { "k", spec.at("k") } });
  const auto         asked = [&spec](std::size_t axis) {
    return static_cast<std::size_t>(std::max<std::int64_t>(0, spec.at("crop")[axis].get<std::int64_t>()));
  };
  const AxisCrop     rows = CentralCrop(image.height, asked(0));
  const AxisCrop     columns = CentralCrop(image.width, asked(1));
  std::vector<float> crop;
  for (std::size_t y = rows.start; y < rows.start + rows.size; ++y)
  {
    const auto line = image.planes[0].begin() + static_cast<std::ptrdiff_t>(y * image.width + columns.start);
    crop.insert(crop.end(), line, line + static_cast<std::ptrdiff_t>(columns.size));
  }
  PixelDistribution own;
  own.Add(crop);
  LevelDistribution levels;
  levels.Add(image.planes[0]);
  const double      percentile = inputs.at("percentile");
  const std::size_t otsu = OtsuThreshold(levels.GetCounts());
  const auto        above = std::count_if(
    image.planes[0].begin(), image.planes[0].end(), [otsu](float v) { return v > static_cast<float>(otsu); });
  return {
    { "cropped_shape", { rows.size, columns.size } },
    { "u8", ToRows(MapToBytes(crop, StretchMap(own, percentile, 100.0 - percentile)), columns.size) },
    { "otsu", { static_cast<double>(otsu), static_cast<double>(above) / static_cast<double>(image.planes[0].size()) } }
  };
}

Json
RunCellClip(const Json & inputs)
{
  const FormulaImage image = MakeFormulaImage(inputs.at("image"));
  LevelDistribution  levels;
  levels.Add(image.planes[0]);
  const IntensityMap              map = SaturationMap(levels, inputs.at("perc"));
  const std::vector<std::uint8_t> bytes = MapToBytes(image.planes[0], map);
  const bool                      sampled = inputs.at("sampled_7_9");
  const std::size_t               width = sampled ? (image.width + 8) / 9 : image.width;
  return { { "threshold", static_cast<std::size_t>(map.high) },
           { "u8", ToRows(sampled ? Every(bytes, image.width, 7, 9) : bytes, width) },
           { "u8_hist", CountBytes(bytes) } };
}
} // namespace

Json
RunPrepareImages(const Case & golden)
{
  static const std::map<std::string, Json (*)(const Json &)> kinds = {
    { "flatfield", RunFlatField }, { "schemes", RunSchemes },
    { "crops", RunCrops },         { "dna_percentiles", RunDnaPercentiles },
    { "hacat", RunHacatTiles },    { "jump", RunJump },
    { "cellclip", RunCellClip },   { "deepprofiler", RunDeepProfiler }
  };
  return kinds.at(golden.inputs.at("kind"))(golden.inputs);
}
} // namespace pheno::golden
