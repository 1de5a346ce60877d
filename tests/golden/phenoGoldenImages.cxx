#include "phenoGoldenImages.h"

#include <algorithm>

namespace pheno::golden
{
FieldPicture
FormulaImage::Picture(std::size_t channel) const
{
  return { width, height, std::vector<double>(planes[channel].begin(), planes[channel].end()) };
}

FormulaImage
MakeFormulaImage(const Json & spec)
{
  const std::int64_t mod = spec.at("mod"), base = spec.at("base"), blob = spec.at("blob"), k = spec.at("k");
  const std::size_t  py = spec.at("py"), px = spec.at("px");
  FormulaImage       image;
  image.height = spec.at("shape")[1];
  image.width = spec.at("shape")[2];
  std::int64_t i = 0;
  for (std::size_t c = 0; c < spec.at("shape")[0].get<std::size_t>(); ++c)
  {
    std::vector<float> plane;
    for (std::size_t pixel = 0; pixel < image.width * image.height; ++pixel, ++i)
    {
      const bool bright = (pixel / image.width / py + pixel % image.width / px + c) % 3 == 0;
      plane.push_back(static_cast<float>(base + (i * i + 7 * i + k) % 10007 % mod + (bright ? blob : 0)));
    }
    image.planes.push_back(std::move(plane));
  }
  return image;
}

std::vector<std::uint8_t>
MapToBytes(const std::vector<float> & pixels, const IntensityMap & map)
{
  std::vector<std::uint8_t> bytes(pixels.size());
  std::transform(
    pixels.begin(), pixels.end(), bytes.begin(), [&map](float v) { return static_cast<std::uint8_t>(map(v)); });
  return bytes;
}

std::vector<std::size_t>
CountBytes(const std::vector<std::uint8_t> & bytes)
{
  std::vector<std::size_t> counts(256, 0);
  for (const std::uint8_t byte : bytes)
  {
    ++counts[byte];
  }
  return counts;
}
} // namespace pheno::golden
