#include "phenoGoldenPreparation.h"

#include "phenoGoldenImages.h"

#include "phenoBicubicResize.h"
#include "phenoQuarterScaleIllumination.h"
#include "phenoResizePicture.h"
#include "phenoTileField.h"

namespace pheno::golden
{
namespace
{
constexpr std::size_t kField = 512;
constexpr std::size_t kTile = 128;

/** channels first -> channels last */
Json
ChannelsLast(const std::vector<FieldPicture> & channels)
{
  Json rows = Json::array();
  for (std::size_t y = 0; y < channels[0].height; ++y)
  {
    Json row = Json::array();
    for (std::size_t x = 0; x < channels[0].width; ++x)
    {
      Json values = Json::array();
      for (const FieldPicture & channel : channels)
      {
        values.push_back(channel.values[y * channel.width + x]);
      }
      row.push_back(std::move(values));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

double
MeanLevel(const LevelDistribution & plate)
{
  double sum = 0.0;
  for (std::size_t level = 0; level < plate.GetCounts().size(); ++level)
  {
    sum += static_cast<double>(level) * static_cast<double>(plate.GetCounts()[level]);
  }
  return sum / static_cast<double>(plate.GetCount());
}

/** One site of a channel divided by its function, at the scale asked for, as bytes. */
std::vector<std::uint8_t>
Compress(const FormulaImage & site,
         std::size_t          channel,
         const FieldPicture & illumination,
         double               scale,
         double               highest)
{
  FieldPicture picture = site.Picture(channel);
  for (std::size_t i = 0; i < picture.values.size(); ++i)
  {
    picture.values[i] /= illumination.values[i];
  }
  picture = ResizePicture(picture,
                          static_cast<std::size_t>(static_cast<double>(picture.width) * scale),
                          static_cast<std::size_t>(static_cast<double>(picture.height) * scale));
  const std::vector<float> pixels(picture.values.begin(), picture.values.end());
  PixelDistribution        own;
  own.Add(pixels);
  return MapToBytes(pixels, CappedStretchMap(own, 0.05, 99.95, highest));
}
} // namespace

Json
RunHacatTiles(const Json & inputs)
{
  const FormulaImage image = MakeFormulaImage(inputs.at("image"));
  const TileRules    rules{ 0, kField, kTile, 0.01, 99.9, 0.0, 0.05, inputs.at("antialias") };
  Json               resized = Json::array(), sample = Json::array(), histograms = Json::array();

  std::vector<std::vector<std::uint8_t>> planes;
  for (const std::vector<float> & plane : image.planes)
  {
    const PlaneView<const float> view{ plane.data(), image.width, image.height };
    const std::vector<float>     field = BicubicResize(view, kField, kField, rules.antialias);
    planes.push_back(PrepareTilePlane(view, rules));
    resized.push_back(ToRows(Every(field, kField, 37, 41), (kField + 40) / 41));
    sample.push_back(ToRows(Every(planes.back(), kField, 37, 41), (kField + 40) / 41));
    Json counts = Json::array();
    for (const std::size_t count : CountBytes(planes.back()))
    {
      counts.push_back(static_cast<double>(count));
    }
    histograms.push_back(std::move(counts));
  }
  const FieldTiles tiles = TileField(planes, rules);
  Json             percents = Json::array();
  for (const double share : tiles.all_tile_foregrounds)
  {
    percents.push_back(100.0 * share);
  }
  return { { "resized_sample", resized }, { "u8_sample", sample },
           { "u8_hist", histograms },     { "otsu", static_cast<double>(tiles.threshold) },
           { "tile_pct", percents },      { "kept", tiles.table.tile } };
}

Json
RunDeepProfiler(const Json & inputs)
{
  const Json &              spec = inputs.at("images");
  const std::size_t         channels = spec.at("C");
  std::vector<FormulaImage> sites;
  for (std::size_t site = 0; site < spec.at("n").get<std::size_t>(); ++site)
  {
    sites.push_back(MakeFormulaImage({ { "shape", { channels, spec.at("H"), spec.at("W") } },
                                       { "mod", spec.at("mod") },
                                       { "base", spec.value("base", 200) },
                                       { "blob", spec.at("blob") },
                                       { "py", spec.value("py", 7) },
                                       { "px", spec.value("px", 9) },
                                       { "k", spec.at("k").get<std::size_t>() + 17 * site } }));
  }
  QuarterScaleSettings settings;
  settings.shrink = spec.at("ds");
  settings.median_px = spec.at("med");
  std::vector<FieldPicture> means, functions;
  Json                      lower = Json::array(), upper = Json::array(), levels = Json::array();
  Json                      u8 = Json::array();
  for (std::size_t site = 0; site < sites.size(); ++site)
  {
    u8.push_back(Json::array());
  }
  for (std::size_t c = 0; c < channels; ++c)
  {
    QuarterScaleIllumination illumination(settings);
    LevelDistribution        plate;
    for (const FormulaImage & site : sites)
    {
      illumination.Add(site.Picture(c));
      plate.Add(site.planes[c]);
    }
    const QuarterScaleIllumination::Stages stages = illumination.Estimate();
    means.push_back(stages.mean);
    functions.push_back(stages.illumination);
    lower.push_back(static_cast<double>(plate.LevelAbove(0.0001)));
    upper.push_back(static_cast<double>(plate.LevelAbove(0.9999)));
    levels.push_back(MeanLevel(plate));
    for (std::size_t site = 0; site < sites.size(); ++site)
    {
      const double scale = spec.at("sf");
      const auto   width = static_cast<std::size_t>(static_cast<double>(sites[site].width) * scale);
      u8[site].push_back(ToRows(Compress(sites[site], c, stages.illumination, scale, upper.back()), width));
    }
  }
  return { { "mean_image", ChannelsLast(means) },
           { "illum", ChannelsLast(functions) },
           { "lower", lower },
           { "upper", upper },
           { "mean_values", levels },
           { "u8", u8 } };
}
} // namespace pheno::golden
