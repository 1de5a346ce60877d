#ifndef phenoNodeValues_h
#define phenoNodeValues_h

#include "phenoCrops.h"
#include "phenoImage.h"
#include "phenoProfiles.h"
#include "phenoShard.h"
#include "phenoTable.h"

#include <functional>
#include <string>
#include <vector>

namespace pheno::test
{
inline Shard
OneAxis(const std::string & axis, const std::string & value)
{
  return Shard(std::vector<Shard::Axis>{ { axis, value } });
}

/** A plane from a function of (x, y). */
inline Plane::Pointer
MakePlane(unsigned width, unsigned height, const std::function<float(unsigned, unsigned)> & value)
{
  const auto plane = Plane::New();
  plane->SetRegions(itk::Size<2>{ { width, height } });
  plane->Allocate();
  for (unsigned y = 0; y < height; ++y)
  {
    for (unsigned x = 0; x < width; ++x)
    {
      plane->GetBufferPointer()[y * width + x] = value(x, y);
    }
  }
  return plane;
}

/** The pixels of a mask. */
inline std::vector<std::uint32_t>
Numbers(const Labels & labels)
{
  const std::uint32_t * first = labels.mask->GetBufferPointer();
  return { first, first + labels.mask->GetBufferedRegion().GetNumberOfPixels() };
}

/** Two channels, dna and body: discs of radius 8 (nuclei) and 14 (cells) on a grid 40 px apart, on a background of 10.
 */
inline Image
DiscImage(unsigned side = 160)
{
  const auto disc = [](unsigned x, unsigned y, double radius) {
    const double dx = static_cast<double>(x % 40) - 20;
    const double dy = static_cast<double>(y % 40) - 20;
    return dx * dx + dy * dy <= radius * radius;
  };
  Image image;
  image.channels = { "dna", "body" };
  image.planes = {
    MakePlane(side, side, [&](unsigned x, unsigned y) { return disc(x, y, 8) ? 200.0F : 10.0F; }).GetPointer(),
    MakePlane(side, side, [&](unsigned x, unsigned y) { return disc(x, y, 14) ? 100.0F : 10.0F; }).GetPointer()
  };
  return image;
}

inline Image
ConstantImage(float value, unsigned side = 64)
{
  Image image;
  image.channels = { "dna", "body" };
  const auto plane = MakePlane(side, side, [value](unsigned, unsigned) { return value; });
  image.planes = { plane.GetPointer(), plane.GetPointer() };
  return image;
}

/** `count` 16-bit crops of 2 x 8 x 8 of one well; their first pixel is their number. */
inline Crops
MakeCrops(std::size_t count, const std::string & plate, const std::string & well, std::uint16_t base = 100)
{
  std::vector<std::uint16_t> pixels(count * 2 * 8 * 8);
  for (std::size_t i = 0; i < pixels.size(); ++i)
  {
    pixels[i] = static_cast<std::uint16_t>(base + i * 37 % 101);
  }
  Table          table;
  Table::Integer numbers;
  Table::Real    areas;
  for (std::size_t i = 0; i < count; ++i)
  {
    numbers.push_back(static_cast<std::int64_t>(i + 1));
    areas.push_back(static_cast<double>(base + i));
  }
  table.Add("Metadata_Plate", Table::Text(count, plate));
  table.Add("Metadata_Well", Table::Text(count, well));
  table.Add("Metadata_Site", Table::Text(count, "1"));
  table.Add("Metadata_ObjectNumber", std::move(numbers));
  table.Add("Cells_AreaShape_Area", std::move(areas));
  return Crops::Own(std::move(pixels), { count, 2, 8, 8 }, { "dna", "body" }, std::move(table));
}

/** Wells A01..: per plate three negative controls near (1, 0, 0), and three wells of each compound near their own axis.
 */
inline Profiles
WellProfiles(const std::vector<std::string> & plates)
{
  Profiles     profiles;
  Table::Text  plate, well, role, compound, mechanism;
  Table::Real  dose;
  const char * compounds[] = { "", "c1", "c2" };
  const char * mechanisms[] = { "", "m1", "m1" };
  profiles.features = { "f1", "f2", "f3" };
  for (const std::string & name : plates)
  {
    for (int kind = 0; kind < 3; ++kind)
    {
      for (int i = 0; i < 3; ++i)
      {
        plate.push_back(name);
        well.push_back(std::string(1, static_cast<char>('A' + kind)) + "0" + std::to_string(i + 1));
        role.push_back(kind == 0 ? "negcon" : "trt");
        compound.push_back(compounds[kind]);
        mechanism.push_back(mechanisms[kind]);
        dose.push_back(kind == 0 ? 0 : 1);
        const double shift = 0.01 * i;
        const double axes[3][3] = { { 1, shift, 0 }, { shift, 1, 0.5 }, { 0, shift + 0.5, 1 } };
        profiles.values.insert(profiles.values.end(), axes[kind], axes[kind] + 3);
      }
    }
  }
  profiles.metadata.Add("Metadata_Plate", std::move(plate));
  profiles.metadata.Add("Metadata_Well", std::move(well));
  profiles.metadata.Add("Metadata_role", std::move(role));
  profiles.metadata.Add("Metadata_compound", std::move(compound));
  profiles.metadata.Add("Metadata_mechanism", std::move(mechanism));
  profiles.metadata.Add("Metadata_dose", std::move(dose));
  return profiles;
}
} // namespace pheno::test

#endif
