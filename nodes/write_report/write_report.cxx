#include "phenoModel.h"
#include "phenoNode.h"
#include "phenoReport.h"
#include "phenoTable.h"

#include <fstream>
#include <iterator>
#include <map>
#include <set>

namespace
{
using namespace pheno;

using WellName = std::pair<std::string, std::string>; ///< plate, well

constexpr std::size_t kControlPictures = 2; ///< of a plate, inside the page

void
WriteFile(const fs::path & path, const std::string & text)
{
  std::ofstream file(path.string(), std::ios::binary);
  file << text;
  file.close();
  if (!file)
  {
    throw Error(path.string() + ": cannot be written");
  }
}

std::vector<std::uint8_t>
ReadBytes(const fs::path & path)
{
  std::ifstream file(path.string(), std::ios::binary);
  if (!file)
  {
    throw Error(path.string() + ": cannot be read");
  }
  return { std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>() };
}

std::vector<WellName>
WellsOf(const Table & table, const std::string & plate, const std::string & well)
{
  const Table::Text     plates = table.Has(plate) ? table.Texts(plate) : Table::Text(table.Rows());
  const Table::Text     wells = table.Texts(well);
  std::vector<WellName> names;
  for (std::size_t i = 0; i < wells.size(); ++i)
  {
    names.emplace_back(plates[i], wells[i]);
  }
  return names;
}

/** A table of an optional port that lives as long as the content that points to it; of several seeds the first one's.
 */
class Optional
{
public:
  Optional(const Inputs & in, const std::string & port)
  {
    const std::vector<Shard> shards = in.Has(port) ? in.Shards(port) : std::vector<Shard>();
    if (!shards.empty())
    {
      m_Table = std::get<Ptr<Table>>(in.Load(port, shards.front()));
    }
  }
  const Table *
  Get() const
  {
    return m_Table.get();
  }

private:
  Ptr<Table> m_Table;
};

/** Writes the page and the numbers. */
class WriteReport : public Node
{
public:
  explicit WriteReport(const Json & params)
    : m_Params(params)
  {}

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    const Ptr<Table> metrics = in.Get<Table>("metrics");
    const Optional   scored(in, "wells"), map(in, "map"), hits(in, "hits"), doses(in, "doses");
    const Table      history = History(in);
    const Table      audit = Audit(in);
    const Table      wells = scored.Get() != nullptr ? WithEmptyWells(*scored.Get(), audit, in) : Table();
    const Table      unmatched = Unmatched(audit, in);

    ReportContent content;
    content.title = m_Params.at("title");
    content.run = context.RunInfo();
    content.simulated = m_Params.at("simulated");
    content.audit = in.Has("audit") ? &audit : nullptr;
    content.unmatched = in.Has("audit") && in.Has("platemap") ? &unmatched : nullptr;
    content.wells = scored.Get() != nullptr ? &wells : nullptr;
    content.map = map.Get();
    content.hits = hits.Get();
    content.metrics = metrics.get();
    content.dose = doses.Get();
    content.history = history.columns.empty() ? nullptr : &history;
    content.pictures = Pictures(in, wells, hits.Get());
    const Json numbersByName = FlatMetrics(*metrics);
    content.headline = Headline(numbersByName, context);

    const fs::path report = out.Folder("report") / "report.html";
    WriteFile(report, RenderReport(content));
    out.Set("report", File{ report });
    const fs::path numbers = out.Folder("metrics") / "metrics.json";
    WriteFile(numbers, numbersByName.dump(2) + "\n");
    out.Set("metrics", File{ numbers });
  }

private:
  /** The key numbers that there are: what a screen lacks, such as replicates, has no number and spoils no report. */
  std::vector<std::string>
  Headline(const Json & metrics, Context & context) const
  {
    std::vector<std::string> names = m_Params.at("headline");
    std::erase_if(names, [&](const std::string & name) {
      if (!metrics.contains(name))
      {
        context.Log(LogLevel::Warning, "there is no metric '" + name + "' to show on top");
      }
      return !metrics.contains(name);
    });
    return names;
  }

  /** The histories of all seeds, told apart by a column where there are several. */
  static Table
  History(const Inputs & in)
  {
    Table all;
    if (in.Has("history"))
    {
      const bool several = in.Shards("history").size() > 1;
      in.Each<Table>({ "history" }, [&](const Shard & shard, const Ptr<Table> & some) {
        Table one = *some;
        if (several)
        {
          one.Add("seed", Table::Text(one.Rows(), shard.at("seed")));
        }
        all.Append(one);
      });
    }
    return all;
  }

  static Table
  Audit(const Inputs & in)
  {
    Table all;
    if (in.Has("audit"))
    {
      in.Each<Table>({ "audit" }, [&](const Shard &, const Ptr<Table> & some) { all.Append(*some); });
    }
    return all;
  }

  /** Adds wells that have images and a place in the plate map but no profile: without a single cell. */
  Table
  WithEmptyWells(const Table & scored, const Table & audit, const Inputs & in) const
  {
    Table table = scored;
    if (table.Has("Metadata_Object_Count"))
    {
      table.Set("cell_count", table.Numbers("Metadata_Object_Count"));
      table.Remove("Metadata_Object_Count");
    }
    if (audit.columns.empty() || !in.Has("platemap"))
    {
      return table;
    }
    const std::vector<WellName> profiled = WellsOf(table, "Metadata_Plate", "Metadata_Well");
    const std::vector<WellName> imaged = WellsOf(audit, "plate", "well");
    std::set<WellName>          empty(imaged.begin(), imaged.end());
    for (const WellName & name : profiled)
    {
      empty.erase(name);
    }
    for (const WellName & name : empty)
    {
      std::vector<std::string> cells;
      for (const std::string & column : table.Names())
      {
        cells.push_back(column == "Metadata_Plate"  ? name.first
                        : column == "Metadata_Well" ? name.second
                        : column == "cell_count"    ? "0"
                                                    : "");
      }
      table.Append(Table(table.Names(), { cells }));
    }
    return table;
  }

  /** Wells that only the plate map or only the images have. */
  static Table
  Unmatched(const Table & audit, const Inputs & in)
  {
    Table::Text plates, wells, where;
    if (!audit.columns.empty() && in.Has("platemap"))
    {
      const Ptr<Table>            platemap = in.Get<Table>("platemap");
      const std::vector<WellName> imagedRows = WellsOf(audit, "plate", "well");
      const std::vector<WellName> mappedRows = WellsOf(*platemap, "plate", "well");
      const std::set<WellName>    imaged(imagedRows.begin(), imagedRows.end());
      const std::set<WellName>    mapped(mappedRows.begin(), mappedRows.end());
      const bool                  everyPlate = !platemap->Has("plate");
      std::set<std::string>       imagedWells;
      for (const auto & [plate, well] : imaged)
      {
        imagedWells.insert(well);
        if (mapped.count({ everyPlate ? "" : plate, well }) == 0)
        {
          plates.push_back(plate);
          wells.push_back(well);
          where.push_back("images");
        }
      }
      for (const auto & [plate, well] : mapped)
      {
        if (everyPlate ? imagedWells.count(well) == 0 : imaged.count({ plate, well }) == 0)
        {
          plates.push_back(plate);
          wells.push_back(well);
          where.push_back("plate map");
        }
      }
    }
    Table table;
    table.Add("plate", std::move(plates));
    table.Add("well", std::move(wells));
    table.Add("found_in", std::move(where));
    return table;
  }

  /** Wells of the best hits and two controls a plate. */
  std::set<WellName>
  InsidePage(const Table & wells, const Table * hits) const
  {
    std::set<std::string> best;
    if (hits != nullptr)
    {
      const Table::Text treatments = hits->Texts("treatment");
      const Table::Real ranks = hits->Numbers("rank");
      for (std::size_t i = 0; i < treatments.size(); ++i)
      {
        if (ranks[i] <= m_Params.at("hit_pictures").get<double>())
        {
          best.insert(treatments[i]);
        }
      }
    }
    const std::string           roleColumn = "Metadata_" + m_Params.at("control_column").get<std::string>();
    const std::vector<WellName> names = WellsOf(wells, "Metadata_Plate", "Metadata_Well");
    const Table::Text  treatments = wells.Has("treatment") ? wells.Texts("treatment") : Table::Text(names.size());
    const Table::Text  roles = wells.Has(roleColumn) ? wells.Texts(roleColumn) : Table::Text(names.size());
    std::set<WellName> inside;
    std::map<std::string, std::size_t> controls;
    for (std::size_t i = 0; i < names.size(); ++i)
    {
      const bool control = roles[i] == m_Params.at("negative_value");
      if (best.count(treatments[i]) > 0 || (control && controls[names[i].first]++ < kControlPictures))
      {
        inside.insert(names[i]);
      }
    }
    return inside;
  }

  std::vector<WellPicture>
  Pictures(const Inputs & in, const Table & wells, const Table * hits) const
  {
    std::vector<WellPicture> pictures;
    if (!in.Has("pictures") || wells.columns.empty())
    {
      return pictures;
    }
    const std::set<WellName> inside = InsidePage(wells, hits);
    in.Each<File>({ "pictures" }, [&](const Shard & shard, const Ptr<File> & file) {
      WellPicture picture;
      picture.plate = shard.Has("plate") ? shard.at("plate") : "";
      picture.well = shard.Has("well") ? shard.at("well") : "";
      if (inside.count({ picture.plate, picture.well }) > 0)
      {
        picture.comparable.jpeg = ReadBytes(file->path);
      }
      else
      {
        picture.comparable.path =
          "outputs/" + m_Params.at("pictures_output").get<std::string>() + "/" + shard.FileStem() + ".jpg";
      }
      pictures.push_back(std::move(picture));
    });
    return pictures;
  }

  Json m_Params;
};
} // namespace

PHENO_NODE(WriteReport)
