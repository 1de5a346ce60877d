#ifndef phenoGoldenImages_h
#define phenoGoldenImages_h

#include "phenoGoldenTopics.h"

#include "phenoFieldPicture.h"
#include "phenoIntensityMap.h"

#include <cstdint>
#include <vector>

namespace pheno::golden
{
/** Planes of whole numbers made by a formula, one a channel; float holds them exactly. */
struct FormulaImage
{
  std::size_t                     width = 0;
  std::size_t                     height = 0;
  std::vector<std::vector<float>> planes;

  FieldPicture
  Picture(std::size_t channel) const;
};

/** base + ((i i + 7 i + k) mod 10007) mod `mod` + (blob where (y / py + x / px + c) mod 3 is 0), i the row-major index
 * over channels, rows and columns. spec: shape, mod, base, blob, py, px, k. */
FormulaImage
MakeFormulaImage(const Json & spec);

/** Numbers as rows of a width; doubles, so that a file's tolerances hold for whole numbers too. */
template <typename T>
Json
ToRows(const std::vector<T> & values, std::size_t width)
{
  Json rows = Json::array();
  for (std::size_t first = 0; first < values.size(); first += width)
  {
    Json row = Json::array();
    for (std::size_t i = first; i < first + width; ++i)
    {
      row.push_back(static_cast<double>(values[i]));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

inline Json
ToRows(const FieldPicture & picture)
{
  return ToRows(picture.values, picture.width);
}

/** Every stride_y-th row and stride_x-th column. */
template <typename T>
std::vector<T>
Every(const std::vector<T> & values, std::size_t width, std::size_t stride_y, std::size_t stride_x)
{
  std::vector<T> some;
  for (std::size_t y = 0; y < values.size() / width; y += stride_y)
  {
    for (std::size_t x = 0; x < width; x += stride_x)
    {
      some.push_back(values[y * width + x]);
    }
  }
  return some;
}

/** Pixels through a map that gives bytes. */
std::vector<std::uint8_t>
MapToBytes(const std::vector<float> & pixels, const IntensityMap & map);

/** How often each byte occurs. */
std::vector<std::size_t>
CountBytes(const std::vector<std::uint8_t> & bytes);
} // namespace pheno::golden

#endif
