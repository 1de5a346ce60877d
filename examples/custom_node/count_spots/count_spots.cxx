#include "phenoCrops.h"
#include "phenoNode.h"
#include "phenoProfiles.h"

#include <algorithm>

namespace
{
using namespace pheno;

/** Bright spots of one plane: pixels above a threshold that no neighbour exceeds. */
template <typename TPixel>
int
CountSpots(const TPixel * plane, std::size_t height, std::size_t width, double threshold)
{
  int spots = 0;
  for (std::size_t y = 1; y + 1 < height; ++y)
  {
    for (std::size_t x = 1; x + 1 < width; ++x)
    {
      const TPixel * const pixel = plane + y * width + x;
      bool                 isTop = static_cast<double>(*pixel) > threshold;
      for (const std::size_t row : { y - 1, y, y + 1 })
      {
        const TPixel * const first = plane + row * width + x - 1;
        isTop = isTop && *std::max_element(first, first + 3) <= *pixel;
      }
      spots += isTop ? 1 : 0;
    }
  }
  return spots;
}

/** Counts spots in every channel of every cell: a profile of one feature a channel. */
class SpotProfiles : public Node
{
public:
  explicit SpotProfiles(const Json & params)
    : m_Threshold(params.at("threshold"))
  {}

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    Profiles profiles;
    in.Each<Crops>({ "crops" }, [&](const Shard &, const Ptr<Crops> & crops) {
      context.ThrowIfCancelled();
      if (crops->type != Crops::Type::UInt16)
      {
        throw Error(
          "crops: expected 16-bit pixels, found another type; let crop_cells keep the grey levels of the camera");
      }
      const auto [count, channels, height, width] = crops->shape;
      const auto * plane = static_cast<const std::uint16_t *>(crops->pixels);
      for (std::size_t i = 0; i < count * channels; ++i, plane += height * width)
      {
        profiles.values.push_back(CountSpots(plane, height, width, m_Threshold));
      }
      profiles.features = crops->channels;
      profiles.metadata.Append(crops->table.Metadata());
    });
    for (std::string & feature : profiles.features)
    {
      feature = "Spots_Count_" + feature;
    }
    out.Set("profiles", std::move(profiles));
  }

private:
  double m_Threshold;
};
} // namespace

PHENO_NODE(SpotProfiles)
