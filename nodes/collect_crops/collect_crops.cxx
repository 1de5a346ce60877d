#include "phenoCrops.h"
#include "phenoNode.h"

namespace
{
using namespace pheno;

/** The crops gathered so far. */
class Collection
{
public:
  void
  Append(const Crops & crops, const Shard & from)
  {
    if (m_Empty)
    {
      m_Crops.type = crops.type;
      m_Crops.shape = { 0, crops.shape[1], crops.shape[2], crops.shape[3] };
      m_Crops.channels = crops.channels;
      m_Empty = false;
    }
    crops.RequireAlike(m_Crops, from.ToString());
    const auto * begin = static_cast<const std::uint8_t *>(crops.pixels);
    m_Bytes.insert(
      m_Bytes.end(), begin, begin + crops.Count() * crops.PixelsPerCrop() * Crops::BytesPerPixel(crops.type));
    m_Crops.shape[0] += crops.Count();
    m_Crops.table.Append(crops.table);
  }

  Crops
  Finish()
  {
    const auto bytes = std::make_shared<const std::vector<std::uint8_t>>(std::move(m_Bytes));
    m_Crops.pixels = bytes->data();
    m_Crops.owner = bytes;
    return std::move(m_Crops);
  }

private:
  Crops                     m_Crops;
  std::vector<std::uint8_t> m_Bytes;
  bool                      m_Empty = true;
};

/** Appends the crops of several sites. */
class CollectCrops : public Node
{
public:
  explicit CollectCrops(const Json &) {}

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    Collection all;
    bool       any = false;
    in.Each<Crops>({ "crops" }, [&](const Shard & shard, const Ptr<Crops> & crops) {
      context.ThrowIfCancelled();
      all.Append(*crops, shard);
      any = true;
    });
    if (!any)
    {
      throw BadData("none of the sites has crops: all are quarantined");
    }
    out.Set("crops", all.Finish());
  }
};
} // namespace

PHENO_NODE(CollectCrops)
