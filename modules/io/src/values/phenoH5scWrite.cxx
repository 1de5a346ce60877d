#include "phenoError.h"
#include "phenoH5adFile.h"
#include "phenoH5adFrame.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <optional>

namespace pheno::hdf5
{
namespace
{
constexpr auto kImages = "single_cell_images";

/** IEEE 754 binary16 of a number from 0 to 1, to nearest, ties to even. */
std::uint16_t
ToHalf(float value)
{
  constexpr float         kSmallestNormal = 0x1p-14f;
  constexpr std::uint32_t kExponents = (127 - 15) << 10; // between the biases, as the half has it
  if (value < kSmallestNormal)
  {
    return static_cast<std::uint16_t>(std::lrint(value * 0x1p24f));
  }
  const auto bits = std::bit_cast<std::uint32_t>(value);
  return static_cast<std::uint16_t>(((bits + 0xFFF + ((bits >> 13) & 1)) >> 13) - kExponents);
}

/** The half of every value of an integer type, over its largest. */
template <typename TPixel>
const std::vector<std::uint16_t> &
Halves()
{
  static const std::vector<std::uint16_t> halves = [] {
    constexpr std::size_t      kLargest = std::numeric_limits<TPixel>::max();
    std::vector<std::uint16_t> made;
    for (std::size_t value = 0; value <= kLargest; ++value)
    {
      made.push_back(ToHalf(static_cast<float>(value) / static_cast<float>(kLargest)));
    }
    return made;
  }();
  return halves;
}

template <typename TPixel>
void
Convert(const void * pixels, std::size_t first, std::vector<std::uint16_t> & halves)
{
  const auto * values = static_cast<const TPixel *>(pixels) + first;
  std::transform(values, values + halves.size(), halves.begin(), [](TPixel value) {
    if constexpr (std::is_floating_point_v<TPixel>)
    {
      return ToHalf(std::isfinite(value) ? std::clamp(value, 0.0f, 1.0f) : 0.0f);
    }
    else
    {
      return Halves<TPixel>()[value];
    }
  });
}

Handle
HalfType()
{
  Handle type(H5Tcopy(H5T_IEEE_F32LE), &H5Tclose, "a type of half floats cannot be made");
  Check(H5Tset_fields(type, 15, 10, 5, 0, 10), "a type of half floats cannot be made");
  Check(H5Tset_size(type, 2), "a type of half floats cannot be made");
  Check(H5Tset_ebias(type, 15), "a type of half floats cannot be made");
  return type;
}

class H5scExport : public CropsExport
{
public:
  explicit H5scExport(const fs::path & path)
    : m_File(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT),
             &H5Fclose,
             "cannot be written as an HDF5 file")
    , m_Half(HalfType())
    , m_Group(MakeDictionary(m_File, "obsm"))
  {
    Encode(m_File, "anndata", "0.1.0");
  }

  void
  Append(const Crops & crops) override
  {
    if (!m_Images)
    {
      m_Channels = crops.channels;
      m_Shape = { 0, crops.shape[1], crops.shape[2], crops.shape[3] };
      m_Images.emplace(MakeGrowing(m_Group, kImages, m_Half, m_Shape));
    }
    m_Table.Append(crops.table);
    const std::size_t          size = crops.PixelsPerCrop();
    std::vector<std::uint16_t> halves(size);
    const hsize_t              before = m_Shape[0];
    m_Shape[0] += crops.Count();
    Check(H5Dset_extent(*m_Images, m_Shape.data()), "the images cannot grow");
    for (std::size_t crop = 0; crop < crops.Count(); ++crop)
    {
      switch (crops.type)
      {
        case Crops::Type::UInt8:
          Convert<std::uint8_t>(crops.pixels, crop * size, halves);
          break;
        case Crops::Type::UInt16:
          Convert<std::uint16_t>(crops.pixels, crop * size, halves);
          break;
        case Crops::Type::Float32:
          Convert<float>(crops.pixels, crop * size, halves);
      }
      WriteBox(*m_Images,
               kImages,
               m_Half,
               { before + crop, 0, 0, 0 },
               { 1, m_Shape[1], m_Shape[2], m_Shape[3] },
               halves.data());
    }
  }

  void
  Finish() override
  {
    if (!m_Images)
    {
      throw Error("no crops to write");
    }
    Table::Text kinds;
    hsize_t     masks = 0;
    for (const std::string & channel : m_Channels)
    {
      const bool isMask = channel == kNucleusMaskChannel || channel == kCellMaskChannel;
      kinds.push_back(isMask ? "mask" : "image_channel");
      masks += isMask ? 1 : 0;
    }
    Encode(*m_Images, "array", "0.2.0");
    WriteTexts(*m_Images, "channel_names", m_Channels);
    WriteTexts(*m_Images, "channel_mapping", kinds);
    WriteText(*m_Images, "compression", "gzip");
    Table cells;
    cells.Add("scportrait_cell_id", CountedFromOne(m_Table.Rows()));
    for (Table::Column & column : m_Table.columns)
    {
      cells.Add(column.name, std::move(column.cells));
    }
    WriteFrame(m_File, "obs", CountedNames(m_Shape[0]), cells);
    Table channels;
    channels.Add("channels", m_Channels);
    channels.Add("channel_mapping", kinds);
    WriteFrame(m_File, "var", CountedNames(m_Channels.size()), channels);
    const Handle notes = MakeDictionary(MakeDictionary(m_File, "uns"), kImages);
    for (const auto & [name, number] : { std::pair{ "n_cells", m_Shape[0] },
                                         { "n_channels", m_Shape[1] },
                                         { "n_masks", masks },
                                         { "n_image_channels", m_Shape[1] - masks },
                                         { "image_size_x", m_Shape[2] },
                                         { "image_size_y", m_Shape[3] } })
    {
      const auto value = static_cast<std::int64_t>(number);
      Encode(WriteDataset(notes, name, H5T_NATIVE_INT64, {}, &value), "numeric-scalar", "0.2.0");
      WriteInteger(*m_Images, name, value);
    }
    Encode(WriteDataset(notes, "channel_names", m_Channels), "string-array", "0.2.0");
    Encode(WriteDataset(notes, "channel_mapping", kinds), "string-array", "0.2.0");
    for (const char * group : { "layers", "obsp", "varm", "varp" })
    {
      MakeDictionary(m_File, group);
    }
    Check(H5Fflush(m_File, H5F_SCOPE_LOCAL), "cannot be written");
  }

private:
  static Table::Integer
  CountedFromOne(std::size_t count)
  {
    Table::Integer numbers(count);
    for (std::size_t i = 0; i < count; ++i)
    {
      numbers[i] = static_cast<std::int64_t>(i + 1);
    }
    return numbers;
  }

  Handle                   m_File;
  Handle                   m_Half;
  Handle                   m_Group;
  std::optional<Handle>    m_Images;
  std::vector<hsize_t>     m_Shape;
  std::vector<std::string> m_Channels;
  Table                    m_Table;
};
} // namespace

std::unique_ptr<CropsExport>
ExportSingleCells(const fs::path & path)
{
  return std::make_unique<H5scExport>(path);
}
} // namespace pheno::hdf5
