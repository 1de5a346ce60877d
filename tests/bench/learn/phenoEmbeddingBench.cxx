// bench_embedding write FOLDER [--plates 2] [--wells 32] [--crops 96] [--channels 4] [--size 64]
//   writes random crops of a made-up screen (a folder a plate; a quarter of the wells are controls) and an untrained
//   ResNet-18.
// bench_embedding embed FOLDER OUTPUT [--recalibrate 0] [--precision auto] [--batch 256] [--threads 2]
//   reads both, embeds, averages unit embeddings into unit profiles of wells, writes the profiles of crops and wells
//   into OUTPUT; prints crops a second, and a CPU second, from the first byte read to the last written, one batch
//   having been embedded before. The peer is embedding_peer.py.
#include "phenoAggregate.h"
#include "phenoCrops.h"
#include "phenoDraws.h"
#include "phenoEmbedder.h"
#include "phenoEmbeddingNames.h"
#include "phenoEncoder.h"
#include "phenoL2Normalise.h"
#include "phenoProfiles.h"
#include "phenoRates.h"
#include "phenoValueCodec.h"

#include <ATen/CPUGeneratorImpl.h>

#include <malloc.h>

#include <cstdio>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace
{
using namespace pheno;

constexpr const char * kKeys[] = { "Metadata_Plate", "Metadata_Well" };
constexpr const char * kControl = "control";
constexpr int          kControlShare = 4; // one well in so many is a control

/** Numbers and words behind the folders, as --name value. */
class Options
{
public:
  Options(std::map<std::string, std::string> defaults, int argc, char ** argv, int first)
    : m_Values(std::move(defaults))
  {
    for (int i = first; i + 1 < argc; i += 2)
    {
      if (m_Values.count(argv[i]) == 0)
      {
        throw std::invalid_argument(std::string("unknown option ") + argv[i]);
      }
      m_Values[argv[i]] = argv[i + 1];
    }
  }
  const std::string &
  Word(const std::string & name) const
  {
    return m_Values.at(name);
  }
  int
  Number(const std::string & name) const
  {
    return std::stoi(m_Values.at(name));
  }

private:
  std::map<std::string, std::string> m_Values;
};

std::vector<std::string>
ChannelNames(int channels)
{
  std::vector<std::string> names;
  for (int c = 0; c < channels; ++c)
  {
    names.push_back("channel" + std::to_string(c));
  }
  return names;
}

Crops
RandomPlate(const std::string & plate, const Options & options, Draws & draws)
{
  const int   wells = options.Number("--wells"), each = options.Number("--crops");
  const auto  size = static_cast<std::size_t>(options.Number("--size"));
  const auto  channels = static_cast<std::size_t>(options.Number("--channels"));
  Table::Text wellOf, roleOf;
  for (int i = 0; i < wells * each; ++i)
  {
    wellOf.push_back(std::to_string(i / each));
    roleOf.push_back(i / each % kControlShare == 0 ? kControl : "treated");
  }
  Table table;
  table.Add(kKeys[0], Table::Text(wellOf.size(), plate));
  table.Add(kKeys[1], wellOf);
  table.Add("Metadata_Role", roleOf);
  table.Add("Metadata_Site", Table::Integer(wellOf.size(), 1));
  table.Add("Metadata_ObjectNumber", Table::Integer(wellOf.size(), 1));
  std::vector<std::uint8_t> pixels(wellOf.size() * channels * size * size);
  for (std::uint8_t & pixel : pixels)
  {
    pixel = static_cast<std::uint8_t>(draws.Next());
  }
  return Crops::Own(std::move(pixels),
                    { wellOf.size(), channels, size, size },
                    ChannelNames(static_cast<int>(channels)),
                    std::move(table));
}

void
Write(const fs::path & folder, const Options & options)
{
  fs::create_directories(folder);
  Draws draws({ 1 });
  for (int p = 0; p < options.Number("--plates"); ++p)
  {
    const std::string plate = "plate" + std::to_string(p);
    SaveValue(std::make_shared<const Crops>(RandomPlate(plate, options, draws)), folder, plate);
  }
  EncoderSettings settings;
  settings.architecture = "resnet18";
  settings.in_channels = options.Number("--channels");
  settings.embed_dim = 128;
  const auto encoder = MakeEncoder(settings);
  encoder->Initialise(at::make_generator<at::CPUGeneratorImpl>(1));
  ModelDescription description;
  description.architecture = settings.architecture;
  description.channels = ChannelNames(settings.in_channels);
  description.height = description.width = options.Number("--size");
  description.scaling = EightBitScaling(settings.in_channels);
  description.embed_dim = settings.embed_dim;
  description.embedding = "head";
  description.objective = "spc";
  EncoderModel(std::move(description), encoder, {}).Save((folder / "model").string());
}

/** The plates of a folder, one behind the other. */
struct Screen
{
  std::vector<Ptr<Crops>>             plates;
  Table                               rows;
  std::vector<BlockCropSource::Block> blocks;

  explicit Screen(const fs::path & folder)
  {
    for (int p = 0; fs::exists(folder / ("plate" + std::to_string(p))); ++p)
    {
      const Value value = LoadValue(ValueType::Crops, folder / ("plate" + std::to_string(p)));
      plates.push_back(std::get<Ptr<Crops>>(value));
      rows.Append(plates.back()->table);
      blocks.push_back({ plates.back()->pixels, static_cast<std::int64_t>(plates.back()->Count()) });
    }
  }
  BlockCropSource
  Source() const
  {
    const auto & shape = plates.at(0)->shape;
    return { { static_cast<int>(shape[1]), static_cast<int>(shape[2]), static_cast<int>(shape[3]), PixelType::kUInt8 },
             blocks };
  }
};

Profiles
ProfilesOf(const Screen & screen, const Embeddings & embeddings)
{
  Profiles profiles;
  profiles.metadata = screen.rows.Metadata();
  profiles.features = EmbeddingNames(embeddings.width);
  profiles.values.assign(embeddings.values.begin(), embeddings.values.end());
  profiles.precision = Profiles::Precision::Float32;
  return profiles;
}

Profiles
WellsOf(const Profiles & crops)
{
  std::vector<LabelColumn> keys;
  for (const char * key : kKeys)
  {
    keys.push_back(crops.metadata.Texts(key));
  }
  const std::vector<RowGroup> groups = GroupRows(keys);
  Matrix   means = AggregateRows({ crops.values.data(), crops.Rows(), crops.Columns() }, groups, Center::Mean);
  Profiles wells;
  L2NormaliseRows(means);
  for (std::size_t k = 0; k < keys.size(); ++k)
  {
    Table::Text names;
    for (const RowGroup & group : groups)
    {
      names.push_back(group.key[k]);
    }
    wells.metadata.Add(kKeys[k], std::move(names));
  }
  wells.features = crops.features;
  wells.values = std::move(means.values);
  wells.precision = crops.precision;
  return wells;
}

void
WarmUp(EncoderModel & model, const Screen & screen, const EmbeddingSettings & settings)
{
  const BlockCropSource     source = screen.Source();
  std::vector<std::int64_t> first(static_cast<std::size_t>(settings.batch_size));
  Embed(model, SubsetCropSource(source, first), screen.plates.at(0)->channels, settings);
}

void
EmbedScreen(const fs::path & folder, const fs::path & output, const EmbeddingSettings & settings, bool recalibrates)
{
  const Screen          screen(folder);
  EncoderModel          model = EncoderModel::Load((folder / "model").string());
  const BlockCropSource source = screen.Source();
  const auto &          channels = screen.plates.at(0)->channels;
  std::vector<bool>     control;
  for (const std::string & role : screen.rows.Texts("Metadata_Role"))
  {
    control.push_back(role == kControl);
  }
  const Embeddings embeddings = recalibrates
                                  ? EmbedPlates(model, source, channels, screen.rows.Texts(kKeys[0]), control, settings)
                                  : Embed(model, source, channels, settings);
  const auto       crops = std::make_shared<const Profiles>(ProfilesOf(screen, embeddings));
  fs::create_directories(output);
  SaveValue(crops, output, "crops");
  ExportValue(std::make_shared<const Profiles>(WellsOf(*crops)), output, "wells");
}

void
PrintRates(const fs::path & folder, const fs::path & output, const Options & options)
{
  EmbeddingSettings settings;
  settings.batch_size = options.Number("--batch");
  settings.threads = options.Number("--threads");
  settings.precision = options.Word("--precision");
  const Screen screen(folder);
  EncoderModel model = EncoderModel::Load((folder / "model").string());
  WarmUp(model, screen, settings);
  const bench::Clocks start;
  EmbedScreen(folder, output, settings, options.Number("--recalibrate") != 0);
  start.Print(static_cast<std::int64_t>(screen.rows.Rows()));
}
} // namespace

int
main(int argc, char ** argv)
{
  mallopt(M_MMAP_THRESHOLD, 1 << 30); // as pheno-run does: the memory of a batch serves the next one
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  const std::string verb = argc > 1 ? argv[1] : "";
  if (verb == "write" && argc > 2)
  {
    Write(
      argv[2],
      { { { "--plates", "2" }, { "--wells", "32" }, { "--crops", "96" }, { "--channels", "4" }, { "--size", "64" } },
        argc,
        argv,
        3 });
    return 0;
  }
  if (verb == "embed" && argc > 3)
  {
    const Options options(
      { { "--recalibrate", "0" }, { "--precision", "auto" }, { "--batch", "256" }, { "--threads", "2" } },
      argc,
      argv,
      4);
    PrintRates(argv[2], argv[3], options);
    return 0;
  }
  std::fputs("usage: bench_embedding write FOLDER | embed FOLDER OUTPUT [--name value]\n", stderr);
  return 2;
}
