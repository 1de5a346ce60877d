#include "phenoSite.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pheno::simulate
{
namespace
{
LabelMask::Pointer
EmptyMask(int size)
{
  auto                      mask = LabelMask::New();
  const LabelMask::SizeType extent{ { static_cast<std::size_t>(size), static_cast<std::size_t>(size) } };
  mask->SetRegions(extent);
  mask->Allocate(true);
  return mask;
}

/** Labels the visible part of a map and measures its cells. */
void
WriteTruth(const std::vector<Cell> & cells,
           const CellMap &           map,
           const Sample &            sample,
           int                       margin,
           int                       size,
           Site &                    site)
{
  site.cells = EmptyMask(size);
  site.nuclei = EmptyMask(size);
  std::vector<std::uint32_t> labelOf(cells.size(), 0);
  for (int y = 0; y < size; ++y)
  {
    for (int x = 0; x < size; ++x)
    {
      const auto at = static_cast<std::size_t>(y + margin) * map.size + x + margin;
      if (map.owner[at] < 0)
      {
        continue;
      }
      const auto owner = static_cast<std::size_t>(map.owner[at]);
      if (labelOf[owner] == 0)
      {
        CellTruth row;
        row.mitotic = cells[owner].mitotic;
        row.genomes = cells[owner].genomes;
        row.response = cells[owner].response;
        site.rows.push_back(row);
        labelOf[owner] = static_cast<std::uint32_t>(site.rows.size());
      }
      CellTruth & row = site.rows[labelOf[owner] - 1];
      const auto  pixel = static_cast<std::size_t>(y) * size + x;
      site.cells->GetBufferPointer()[pixel] = labelOf[owner];
      ++row.cellArea;
      row.touchesBorder = row.touchesBorder || x == 0 || y == 0 || x == size - 1 || y == size - 1;
      if (sample.inNucleus[at] != 0)
      {
        site.nuclei->GetBufferPointer()[pixel] = labelOf[owner];
        ++row.nucleusArea;
        row.x += x;
        row.y += y;
      }
    }
  }
  for (auto & row : site.rows)
  {
    const double none = std::numeric_limits<double>::quiet_NaN();
    row.x = row.nucleusArea > 0 ? row.x / row.nucleusArea : none;
    row.y = row.nucleusArea > 0 ? row.y / row.nucleusArea : none;
  }
}

/** A round fleck of light. */
void
AddFleck(std::vector<float> & plane, int size, double x, double y, double width, double height)
{
  const int reach = static_cast<int>(std::ceil(3.0 * width));
  for (int row = std::max(0, static_cast<int>(y) - reach); row <= std::min(size - 1, static_cast<int>(y) + reach);
       ++row)
  {
    for (int column = std::max(0, static_cast<int>(x) - reach);
         column <= std::min(size - 1, static_cast<int>(x) + reach);
         ++column)
    {
      const double squared = (column - x) * (column - x) + (row - y) * (row - y);
      plane[static_cast<std::size_t>(row) * size + column] +=
        static_cast<float>(height * Exp(-0.5 * squared / (width * width)));
    }
  }
}

/** Clumps of flecks, each with a colour of its own. Returns how many clumps. */
int
AddDebris(const Recipe & recipe, const SiteKey & key, int size, Sample & sample)
{
  static constexpr std::array kLevels{
    Trait::NucleusStain, Trait::CytoskeletonStain, Trait::MitochondriaStain, Trait::MembraneStain
  };
  auto      random = key.Stream(Purpose::Debris);
  const int clumps = static_cast<int>(random.Poisson(recipe.debris_per_site));
  for (int i = 0; i < clumps; ++i)
  {
    const double                x = random.Uniform(0.0, size);
    const double                y = random.Uniform(0.0, size);
    std::array<double, kStains> height{};
    for (std::size_t s = 0; s < kStains; ++s)
    {
      const double level = recipe.traits[static_cast<std::size_t>(kLevels[s])].baseline;
      height[s] = level * std::max(0.0, random.Uniform(-0.6, 1.8));
    }
    const auto flecks = 1 + random.Below(4);
    for (std::uint64_t fleck = 0; fleck < flecks; ++fleck)
    {
      const double dx = 2.5 * random.Normal();
      const double dy = 2.5 * random.Normal();
      const double width = random.Uniform(0.9, 2.6);
      for (std::size_t s = 0; s < kStains; ++s)
      {
        AddFleck(sample.planes[s], size, x + dx, y + dy, width, height[s]);
      }
    }
  }
  return clumps;
}

/** Cuts the margin off and lights the sample: (stain + background) * flat. */
Canvas
Illuminate(const Canvas & canvas, int margin, double background, const Canvas & flat)
{
  Canvas light{ flat.size, std::vector<float>(flat.pixels.size()) };
  for (int y = 0; y < flat.size; ++y)
  {
    for (int x = 0; x < flat.size; ++x)
    {
      const auto at = static_cast<std::size_t>(y) * flat.size + x;
      const auto from = static_cast<std::size_t>(y + margin) * canvas.size + x + margin;
      light.pixels[at] = (canvas.pixels[from] + static_cast<float>(background)) * flat.pixels[at];
    }
  }
  return light;
}
} // namespace

Site
RenderSite(const Recipe &              recipe,
           const PlateDesign &         plate,
           const WellDesign &          well,
           int                         number,
           const TextureAtlas &        atlas,
           const std::vector<Canvas> & flats)
{
  // Cells beyond the frame are drawn as well, so that its rim looks like its middle.
  const double area = recipe.traits[static_cast<std::size_t>(Trait::CellArea)].baseline;
  const int    margin = static_cast<int>(std::ceil(0.9 * std::sqrt(area)));
  const int    size = recipe.size_px + 2 * margin;
  SiteKey      key{ recipe.seed, plate.index, well.row, well.column, number };

  const auto   cells = PlaceCells(recipe, well, key, size, margin);
  const double roughness = well.traits[static_cast<std::size_t>(Trait::BorderRoughness)];
  const auto   map = MapCells(cells, atlas, key, roughness, size);
  auto         sample = PaintCells(recipe, well, cells, map, atlas, key);

  Site site;
  WriteTruth(cells, map, sample, margin, recipe.size_px, site);
  site.debris = AddDebris(recipe, key, size, sample);

  auto random = key.Stream(Purpose::Site, 1);
  site.outOfFocus = random.Uniform() < recipe.out_of_focus_share;
  const double width = site.outOfFocus ? recipe.out_of_focus_px : recipe.psf_px;
  site.psf = width * (1.0 + recipe.focus_sd * std::abs(random.Normal()));
  for (std::size_t s = 0; s < kStains; ++s)
  {
    Canvas canvas{ size, std::move(sample.planes[s]) };
    Focus(canvas, site.psf, recipe.haze);
    auto noise = key.Stream(Purpose::Noise, s);
    site.planes[s] =
      Expose(recipe, Illuminate(canvas, margin, recipe.channels[s].background, flats[s]), plate.cameraOffset, noise);
  }
  return site;
}
} // namespace pheno::simulate
