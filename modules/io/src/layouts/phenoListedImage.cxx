#include "phenoListedImage.h"

#include "phenoNumber.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace pheno
{
namespace
{
struct Field
{
  const char * name;
  std::string ListedImage::*member;
  bool                      always;
};

constexpr Field kFields[] = {
  { "plate", &ListedImage::plate, true },
  { "well", &ListedImage::well, true },
  { "site", &ListedImage::site, true },
  { "channel", &ListedImage::channel, true },
  { "path", &ListedImage::path, true },
  { "page", &ListedImage::page, true },
  { "plane", &ListedImage::plane, false },
  { "timepoint", &ListedImage::timepoint, false },
  { "position_x_um", &ListedImage::positionX, false },
  { "position_y_um", &ListedImage::positionY, false },
  { "position_z_um", &ListedImage::positionZ, false },
  { "pixel_size_um", &ListedImage::pixelSize, false },
};
} // namespace

Table
TableOf(const std::vector<ListedImage> & images)
{
  Table table;
  for (const Field & field : kFields)
  {
    const bool said = std::any_of(
      images.begin(), images.end(), [&](const ListedImage & image) { return !(image.*field.member).empty(); });
    if (!field.always && !said)
    {
      continue;
    }
    Table::Text cells;
    cells.reserve(images.size());
    for (const ListedImage & image : images)
    {
      cells.push_back(image.*field.member);
    }
    table.Add(field.name, std::move(cells));
  }
  return table;
}

void
TellApart(std::map<std::string, std::string> & names, const std::string & prefix)
{
  std::multiset<std::string> uses;
  for (const auto & [id, name] : names)
  {
    uses.insert(name);
  }
  for (auto & [id, name] : names)
  {
    name += uses.count(name) > 1 ? " " + prefix + id : "";
  }
}

std::string
WithoutLeadingZeros(const std::string & text)
{
  const std::size_t first = text.find_first_not_of('0');
  return first == std::string::npos ? text.substr(text.size() - 1) : text.substr(first);
}

std::string
Micrometres(const std::string & metres)
{
  constexpr double kPerMicrometre = 1e4;
  const double     value = ParseNumber(metres).value_or(std::nan(""));
  return std::isfinite(value) ? FormatNumber(std::round(value * 1e6 * kPerMicrometre) / kPerMicrometre) : "";
}
} // namespace pheno
