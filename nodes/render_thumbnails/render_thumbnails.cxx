#include "phenoImage.h"
#include "phenoModel.h"
#include "phenoNode.h"
#include "phenoTable.h"
#include "phenoThumbnail.h"

#include <fstream>

namespace
{
using namespace pheno;

/** Draws a well. */
class RenderThumbnails : public Node
{
public:
  explicit RenderThumbnails(const Json & params)
    : m_Size(params.at("size_px"))
  {}

  void
  Run(const Inputs & in, Outputs & out, Context &) override
  {
    const Ptr<Image>                image = FirstGood(in);
    const std::vector<std::uint8_t> jpeg = MakeThumbnail(*image, Displays(*image, *in.Get<Table>("levels")), m_Size);
    const fs::path                  path = out.Folder("picture") / "picture.jpg";
    std::ofstream                   file(path.string(), std::ios::binary);
    file.write(reinterpret_cast<const char *>(jpeg.data()), static_cast<std::streamsize>(jpeg.size()));
    file.close();
    if (!file)
    {
      throw Error(path.string() + ": cannot be written");
    }
    out.Set("picture", File{ path });
  }

private:
  static Ptr<Image>
  FirstGood(const Inputs & in)
  {
    for (const Shard & shard : in.Shards("images"))
    {
      try
      {
        return std::get<Ptr<Image>>(in.Load("images", shard));
      }
      catch (const BadData &)
      {
        continue;
      }
    }
    throw BadData("the well has no good site");
  }

  static std::vector<ChannelDisplay>
  Displays(const Image & image, const Table & levels)
  {
    const Table::Text           names = levels.Texts("channel");
    const Table::Real           low = levels.Numbers("low");
    const Table::Real           high = levels.Numbers("high");
    const auto                  colours = DefaultChannelColours(image.channels.size());
    std::vector<ChannelDisplay> displays;
    for (std::size_t c = 0; c < image.channels.size(); ++c)
    {
      for (std::size_t i = 0; i < names.size(); ++i)
      {
        if (names[i] == image.channels[c])
        {
          displays.push_back({ names[i], { low[i], high[i] }, colours[c] });
        }
      }
    }
    return displays;
  }

  int m_Size;
};
} // namespace

PHENO_NODE(RenderThumbnails)
