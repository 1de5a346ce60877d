#include "phenoImage.h"
#include "phenoNode.h"
#include "phenoScreenIndex.h"
#include "phenoTable.h"
#include "phenoTiff.h"

#include <algorithm>

namespace
{
using namespace pheno;

bool
IsBlank(const Plane & plane)
{
  const float * begin = plane.GetBufferPointer();
  const float * end = begin + plane.GetBufferedRegion().GetNumberOfPixels();
  return std::all_of(begin, end, [&](float value) { return value == *begin; });
}

/** Reads the channels of one site. */
class ReadSite : public Node
{
public:
  explicit ReadSite(const Json & params)
    : m_Channels(params.at("channels").get<std::vector<std::string>>())
  {}

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    const Ptr<Table>  files = in.Get<Table>("files");
    const Table::Text channels = files->Texts("channel");
    Image             image;
    image.channels = m_Channels.empty() ? channels : m_Channels;
    for (const std::string & channel : image.channels)
    {
      context.ThrowIfCancelled();
      const auto row = std::find(channels.begin(), channels.end(), channel);
      if (row == channels.end())
      {
        throw BadData("channel '" + channel + "' is missing; the index has " + Join(channels));
      }
      image.planes.push_back(ReadPlane(*files, static_cast<std::size_t>(row - channels.begin())));
      if (image.planes.back()->GetBufferedRegion() != image.planes.front()->GetBufferedRegion())
      {
        throw BadData("channel '" + channel + "' has another size than channel '" + image.channels.front() + "'");
      }
    }
    if (std::all_of(image.planes.begin(), image.planes.end(), [](const auto & plane) { return IsBlank(*plane); }))
    {
      throw BadData("every plane is blank");
    }
    out.Set("image", std::move(image));
  }

private:
  static Plane::ConstPointer
  ReadPlane(const Table & files, std::size_t row)
  {
    const std::string path = files.Cell(row, "path");
    VerifyIndexed(path, files.Cell(row, "size"), files.Cell(row, "digest"));
    const std::string page = files.Has("page") ? files.Cell(row, "page") : "";
    return ReadTiff(path, page.empty() ? 0U : static_cast<unsigned>(std::stoul(page))).GetPointer();
  }

  std::vector<std::string> m_Channels;
};
} // namespace

PHENO_NODE(ReadSite)
