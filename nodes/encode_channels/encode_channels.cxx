#include "phenoChannelFeatures.h"
#include "phenoCropBlocks.h"
#include "phenoEncoder.h"
#include "phenoGrantedDevice.h"
#include "phenoModel.h"
#include "phenoNode.h"
#include "phenoPretrained.h"
#include "phenoStateDict.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <map>

namespace
{
using namespace pheno;

constexpr int kPlanes = 3;

/** The crops of a well, site after site. */
struct Bag
{
  std::string                                      plate, well;
  std::map<std::string, std::vector<std::int64_t>> sites; ///< crops of each
};

/** Makes bags of frozen features. */
class EncodeChannels : public Node
{
public:
  explicit EncodeChannels(const Json & params)
    : m_Architecture(params.at("architecture"))
    , m_Transformer(VisionTransformerSettingsFromJson(params.at("transformer")))
    , m_MaxSites(params.at("max_sites"))
    , m_Seed(params.at("seed"))
  {
    m_Settings.mean = params.at("mean").get<std::vector<double>>();
    m_Settings.deviation = params.at("deviation").get<std::vector<double>>();
  }

  void
  Check(const Inputs & in, Diagnostics & problems) const override
  {
    if (m_Architecture == "torchscript" && !in.Has("weights"))
    {
      problems.Add("/in/weights", "missing: architecture torchscript is a file");
    }
  }

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    ChannelFeatureSettings settings = m_Settings;
    settings.device = GrantedDevice(context);
    const CropBlocks               blocks(in, "crops");
    const std::vector<Bag>         bags = BagsOf(blocks.Rows());
    const std::shared_ptr<Encoder> encoder = this->MakeFrozen(in, blocks.Source().Shape(), context);

    std::vector<std::int64_t> crops, group;
    std::int64_t              groups = 0;
    for (const Bag & bag : bags)
    {
      std::size_t taken = 0;
      for (const auto & [site, rows] : bag.sites)
      {
        if (taken++ < m_MaxSites)
        {
          crops.insert(crops.end(), rows.begin(), rows.end());
          group.insert(group.end(), rows.size(), groups++);
        }
      }
    }
    settings.threads = static_cast<int>(context.Threads());
    settings.on_progress = [&context](double fraction) { context.Progress(fraction); };
    settings.cancelled = [&context] { return context.IsCancelled(); };
    std::vector<float> features;
    try
    {
      features = ChannelFeatures(*encoder, SubsetCropSource(blocks.Source(), crops), group, groups, settings);
    }
    catch (const std::exception &)
    {
      context.ThrowIfCancelled();
      throw;
    }
    out.Set("bags", this->Pack(bags, features, blocks.Channels(), static_cast<std::size_t>(encoder->FeatureWidth())));
  }

private:
  /** Wells in the order of their names. */
  static std::vector<Bag>
  BagsOf(const Table & rows)
  {
    const Table::Text                                  plates = rows.Texts("Metadata_Plate");
    const Table::Text                                  wells = rows.Texts("Metadata_Well");
    const Table::Text                                  sites = rows.Texts("Metadata_Site");
    std::map<std::pair<std::string, std::string>, Bag> found;
    for (std::size_t i = 0; i < plates.size(); ++i)
    {
      Bag & bag = found[{ plates[i], wells[i] }];
      bag.plate = plates[i];
      bag.well = wells[i];
      bag.sites[sites[i]].push_back(static_cast<std::int64_t>(i));
    }
    std::vector<Bag> bags;
    for (auto & [key, bag] : found)
    {
      bags.push_back(std::move(bag));
    }
    return bags;
  }

  std::shared_ptr<Encoder>
  MakeFrozen(const Inputs & in, const CropShape & shape, Context & context) const
  {
    const std::string weights = in.Has("weights") ? in.Get<File>("weights")->path.string() : "";
    EncoderSettings   network;
    network.architecture = m_Architecture;
    network.in_channels = kPlanes;
    network.norm = "affine";
    network.head = "linear"; // not used: features are taken before the head
    network.embed_dim = 1;
    network.transformer = m_Transformer;
    network.script = { weights, shape.height, shape.width };
    const std::shared_ptr<Encoder> encoder = MakeEncoder(network);
    encoder->Initialise(at::make_generator<at::CPUGeneratorImpl>(m_Seed));
    if (weights.empty())
    {
      context.Log(LogLevel::Info, "no weights: the frozen " + m_Architecture + " is random");
    }
    else if (m_Architecture != "torchscript")
    {
      LoadPretrained(*encoder, ReadStateDict(weights), Widening::Repetition);
    }
    return encoder;
  }

  /** Sites become rows of each channel's plane. \param features by bag and taken site, C x W each */
  Crops
  Pack(const std::vector<Bag> &         bags,
       const std::vector<float> &       features,
       const std::vector<std::string> & channels,
       std::size_t                      width) const
  {
    const std::size_t  planes = channels.size();
    std::vector<float> values(bags.size() * planes * m_MaxSites * width);
    Table::Text        plate, well, site;
    Table::Integer     number, count;
    const float *      from = features.data();
    for (std::size_t b = 0; b < bags.size(); ++b)
    {
      const std::size_t sites = std::min(m_MaxSites, bags[b].sites.size());
      for (std::size_t s = 0; s < sites; ++s)
      {
        for (std::size_t c = 0; c < planes; ++c, from += width)
        {
          std::copy(from, from + width, values.data() + ((b * planes + c) * m_MaxSites + s) * width);
        }
      }
      plate.push_back(bags[b].plate);
      well.push_back(bags[b].well);
      site.push_back(bags[b].sites.begin()->first);
      number.push_back(1);
      count.push_back(static_cast<std::int64_t>(sites));
    }
    Table table;
    table.Add("Metadata_Plate", std::move(plate));
    table.Add("Metadata_Well", std::move(well));
    table.Add("Metadata_Site", std::move(site));
    table.Add("Metadata_ObjectNumber", std::move(number));
    table.Add("Bag_Sites", std::move(count));
    return Crops::Own(std::move(values), { bags.size(), planes, m_MaxSites, width }, channels, std::move(table));
  }

  std::string               m_Architecture;
  VisionTransformerSettings m_Transformer;
  std::size_t               m_MaxSites;
  std::uint64_t             m_Seed;
  ChannelFeatureSettings    m_Settings;
};
} // namespace

PHENO_NODE(EncodeChannels)
