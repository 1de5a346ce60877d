#include "phenoSimulate.h"

#include "phenoCsv.h"
#include "phenoError.h"
#include "phenoFaults.h"
#include "phenoParallel.h"
#include "phenoPhenixFolder.h"
#include "phenoSite.h"
#include "phenoTiff.h"
#include "phenoTruth.h"

#include <boost/filesystem/fstream.hpp>

#include <algorithm>
#include <cmath>
#include <mutex>
#include <numeric>
#include <optional>

namespace pheno
{
namespace
{
using namespace simulate;

constexpr const char * kDescription = "simulated";

/** A file that is there completely or not at all. */
void
WriteJsonAtomically(const fs::path & path, const Json & json)
{
  const fs::path partial = path.string() + ".partial";
  {
    fs::ofstream file(partial, std::ios::binary);
    file << json.dump(2) << '\n';
    if (!file.flush())
    {
      throw Error(partial.string() + ": writing failed");
    }
  }
  fs::rename(partial, path);
}

/** The content of a stamp of this recipe; nullopt when there is none. Throws Error for another recipe's. */
std::optional<Json>
ReadStamp(const fs::path & path, const std::string & digest)
{
  fs::ifstream file(path);
  if (!file)
  {
    return std::nullopt;
  }
  const Json stamp = Json::parse(file, nullptr, false);
  if (!stamp.is_object() || stamp.value("digest", "") != digest)
  {
    throw Error(path.string() + ": this folder holds the simulation of another recipe (or of another version of the "
                                "simulator); choose another folder or remove it");
  }
  return stamp;
}

Json
ToJson(const SimulationSummary & summary)
{
  return { { "plates", summary.plates }, { "wells", summary.wells }, { "sites", summary.sites },
           { "images", summary.images }, { "cells", summary.cells }, { "faults", summary.faults } };
}

void
AddCounts(const Json & stamp, SimulationSummary & summary)
{
  summary.plates += stamp.at("plates").get<std::size_t>();
  summary.wells += stamp.at("wells").get<std::size_t>();
  summary.sites += stamp.at("sites").get<std::size_t>();
  summary.images += stamp.at("images").get<std::size_t>();
  summary.cells += stamp.at("cells").get<std::size_t>();
  for (const auto & [fault, count] : stamp.at("faults").get<std::map<std::string, std::size_t>>())
  {
    summary.faults[fault] += count;
  }
}

/** One simulation on its way to disk. */
class Simulation
{
public:
  Simulation(const Recipe & recipe, const fs::path & folder, const SimulateOptions & options)
    : m_Recipe(recipe)
    , m_Options(options)
    , m_Digest(DigestOf(recipe))
    , m_Screen(folder / "screen")
    , m_Truth(folder / "truth")
    , m_Plates(DesignScreen(recipe))
    , m_Wells(std::accumulate(m_Plates.begin(),
                              m_Plates.end(),
                              std::size_t{ 0 },
                              [](std::size_t sum, const auto & plate) { return sum + plate.wells.size(); }))
    , m_Faults(recipe, m_Plates)
  {}

  SimulationSummary
  Run()
  {
    SimulationSummary summary;
    const auto        stamp = ReadStamp(m_Screen / "simulation.json", m_Digest);
    if (stamp && HasAllPlates())
    {
      AddCounts(*stamp, summary);
      summary.reused = true;
      return summary;
    }
    Own();
    for (const auto & plate : m_Plates)
    {
      AddCounts(MakePlate(plate), summary);
    }
    WriteCsv(m_Screen / "platemap.csv", PlateMapTable(m_Recipe, m_Plates));
    WriteCsv(m_Truth / "wells.csv", WellTruthTable(m_Recipe, m_Plates));
    WriteCsv(m_Truth / "faults.csv", FaultTable(m_Recipe, m_Plates, m_Faults));
    Json done = ToJson(summary);
    done.update(
      { { "simulated", true }, { "name", m_Recipe.name }, { "seed", m_Recipe.seed }, { "digest", m_Digest } });
    WriteJsonAtomically(m_Truth / "summary.json", done);
    WriteJsonAtomically(m_Screen / "simulation.json", done);
    return summary;
  }

private:
  /** Claims the folder for this recipe before anything else is written. */
  void
  Own()
  {
    if (!ReadStamp(m_Truth / "recipe.json", m_Digest))
    {
      fs::create_directories(m_Truth);
      WriteJsonAtomically(m_Truth / "recipe.json", { { "digest", m_Digest }, { "recipe", m_Recipe.document } });
    }
  }

  fs::path
  ImagesOf(const PlateDesign & plate) const
  {
    return m_Screen / plate.name / "Images";
  }

  bool
  HasAllPlates() const
  {
    return std::all_of(m_Plates.begin(), m_Plates.end(), [this](const auto & plate) {
      return fs::exists(ImagesOf(plate) / "Index.xml");
    });
  }

  /** Makes one plate unless it is there, and returns its stamp. */
  Json
  MakePlate(const PlateDesign & plate)
  {
    const fs::path truth = m_Truth / plate.name;
    const fs::path images = ImagesOf(plate);
    const auto     sites = static_cast<std::size_t>(m_Recipe.sites);
    const auto     items = plate.wells.size() * sites;
    const auto     stamp = ReadStamp(truth / "plate.json", m_Digest);
    if (stamp && fs::exists(images / "Index.xml"))
    {
      m_Done += items;
      return *stamp;
    }
    fs::create_directories(truth / "masks");
    fs::create_directories(images);
    const auto flats = MakeFlats(plate, truth);
    PlateTruth known(m_Recipe, plate);
    ForEachItem(items, m_Options.threads, [&](std::size_t item) {
      if (m_Options.cancelled && m_Options.cancelled())
      {
        throw Cancelled();
      }
      const auto & well = plate.wells[item / sites];
      const int    number = static_cast<int>(item % sites) + 1;
      const Site   site = RenderSite(m_Recipe, plate, well, number, Atlas(), flats);
      known.Keep(item, site);
      for (std::size_t s = 0; s < kStains; ++s)
      {
        const auto fault = m_Faults.At({ plate.index, static_cast<int>(item / sites), number }, s);
        WriteImage(images / PhenixFileName(well, number, s), site.planes[s], plate.cameraOffset, fault);
      }
      const auto stem = well.name + "_s" + std::to_string(number);
      WriteTiffLabels(truth / "masks" / (stem + "_nuclei.tiff"), *site.nuclei);
      WriteTiffLabels(truth / "masks" / (stem + "_cells.tiff"), *site.cells);
      Report();
    });
    WritePhenixIndex(m_Recipe, plate, images / "Index.xml");
    known.Write(truth);
    Json done = ToJson(CountPlate(plate, known));
    done["digest"] = m_Digest;
    WriteJsonAtomically(truth / "plate.json", done);
    return done;
  }

  /** The plate's illumination fields, also written to truth/<plate>/flat.tiff, one page a channel. */
  std::vector<Canvas>
  MakeFlats(const PlateDesign & plate, const fs::path & truth) const
  {
    std::vector<Canvas>              flats;
    std::vector<Plane::ConstPointer> planes;
    for (std::size_t s = 0; s < kStains; ++s)
    {
      flats.push_back(MakeFlatField(m_Recipe, plate.index, static_cast<Stain>(s)));
      auto plane = Plane::New();
      plane->SetRegions(
        Plane::SizeType{ { static_cast<std::size_t>(flats[s].size), static_cast<std::size_t>(flats[s].size) } });
      plane->Allocate();
      std::copy(flats[s].pixels.begin(), flats[s].pixels.end(), plane->GetBufferPointer());
      planes.emplace_back(plane);
    }
    WriteTiffFloat(truth / "flat.tiff", planes, kDescription);
    return flats;
  }

  void
  WriteImage(const fs::path & path, const std::vector<std::uint16_t> & grey, double offset, Fault fault) const
  {
    const auto size = static_cast<std::uint32_t>(m_Recipe.size_px);
    const auto level = static_cast<std::uint16_t>(std::floor(offset + 0.5));
    const auto blank = std::vector<std::uint16_t>(fault == Fault::Blank ? grey.size() : 0, level);
    WriteTiff16(
      path, fault == Fault::Blank ? blank.data() : grey.data(), size, size, TiffCompression::None, kDescription);
    Damage(path, fault);
  }

  SimulationSummary
  CountPlate(const PlateDesign & plate, const PlateTruth & known) const
  {
    SimulationSummary summary;
    summary.plates = 1;
    summary.wells = plate.wells.size();
    summary.sites = plate.wells.size() * static_cast<std::size_t>(m_Recipe.sites);
    summary.images = summary.sites * kStains;
    summary.cells = known.CountCells();
    const auto & faults = FaultTable(m_Recipe, { plate }, m_Faults).Texts("fault");
    for (const auto & fault : faults)
    {
      ++summary.faults[fault];
      summary.images -= fault == NameOf(Fault::Missing) ? 1 : 0;
    }
    return summary;
  }

  const TextureAtlas &
  Atlas()
  {
    std::call_once(m_AtlasMade, [this] { m_Atlas.emplace(m_Recipe.seed); });
    return *m_Atlas;
  }

  void
  Report()
  {
    const std::lock_guard lock(m_Mutex);
    ++m_Done;
    if (m_Options.progress)
    {
      const auto all = m_Wells * static_cast<std::size_t>(m_Recipe.sites);
      m_Options.progress(static_cast<double>(m_Done) / static_cast<double>(all));
    }
  }

  const Recipe &              m_Recipe;
  const SimulateOptions &     m_Options;
  std::string                 m_Digest;
  fs::path                    m_Screen;
  fs::path                    m_Truth;
  std::vector<PlateDesign>    m_Plates;
  std::size_t                 m_Wells; ///< of all plates
  FaultPlan                   m_Faults;
  std::optional<TextureAtlas> m_Atlas;
  std::once_flag              m_AtlasMade;
  std::mutex                  m_Mutex;
  std::size_t                 m_Done = 0;
};
} // namespace

SimulationSummary
Simulate(const Recipe & recipe, const fs::path & folder, const SimulateOptions & options)
{
  try
  {
    return Simulation(recipe, folder, options).Run();
  }
  catch (const fs::filesystem_error & error)
  {
    throw Error(error.what());
  }
}
} // namespace pheno
