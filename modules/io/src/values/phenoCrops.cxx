#include "phenoCrops.h"

#include "phenoError.h"

namespace pheno
{
namespace
{
template <typename TPixel>
Crops
OwnPixels(std::vector<TPixel>        pixels,
          Crops::Type                type,
          std::array<std::size_t, 4> shape,
          std::vector<std::string>   channels,
          Table                      table)
{
  const std::size_t expected = shape[0] * shape[1] * shape[2] * shape[3];
  if (pixels.size() != expected)
  {
    throw Error("crops of shape " + std::to_string(shape[0]) + " x " + std::to_string(shape[1]) + " x " +
                std::to_string(shape[2]) + " x " + std::to_string(shape[3]) + " need " + std::to_string(expected) +
                " pixels, got " + std::to_string(pixels.size()));
  }
  auto  owner = std::make_shared<const std::vector<TPixel>>(std::move(pixels));
  Crops crops{ type, shape, std::move(channels), std::move(table), owner->data(), owner };
  crops.Check();
  return crops;
}
} // namespace

std::size_t
Crops::BytesPerPixel(Type type)
{
  switch (type)
  {
    case Type::UInt8:
      return 1;
    case Type::UInt16:
      return 2;
    case Type::Float32:
      return 4;
  }
  throw Error("unknown pixel type of crops");
}

void
Crops::Check() const
{
  if (channels.size() != shape[1])
  {
    throw Error("crops have " + std::to_string(shape[1]) + " channels, but " + std::to_string(channels.size()) +
                " channel names (" + Join(channels) + ")");
  }
  if (table.Rows() != shape[0])
  {
    throw Error("crops hold " + std::to_string(shape[0]) + " crops, but their table has " +
                std::to_string(table.Rows()) + " rows");
  }
}

void
Crops::RequireAlike(const Crops & others, const std::string & from) const
{
  if (type != others.type || channels != others.channels || shape[2] != others.shape[2] || shape[3] != others.shape[3])
  {
    throw Error("crops of " + from + " have other channels, size or pixel type than those before: " + Join(channels) +
                ", expected " + Join(others.channels));
  }
}

Crops
Crops::Own(std::vector<std::uint8_t>  pixels,
           std::array<std::size_t, 4> shape,
           std::vector<std::string>   channels,
           Table                      table)
{
  return OwnPixels(std::move(pixels), Type::UInt8, shape, std::move(channels), std::move(table));
}

Crops
Crops::Own(std::vector<std::uint16_t> pixels,
           std::array<std::size_t, 4> shape,
           std::vector<std::string>   channels,
           Table                      table)
{
  return OwnPixels(std::move(pixels), Type::UInt16, shape, std::move(channels), std::move(table));
}

Crops
Crops::Own(std::vector<float> pixels, std::array<std::size_t, 4> shape, std::vector<std::string> channels, Table table)
{
  return OwnPixels(std::move(pixels), Type::Float32, shape, std::move(channels), std::move(table));
}
} // namespace pheno
