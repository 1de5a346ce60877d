#include "cluster_maps.h"
#include "explorer_tables.h"
#include "landmark_analysis.h"

#include "phenoCsv.h"
#include "phenoForeseenProfiles.h"
#include "phenoModel.h"
#include "phenoNode.h"
#include "phenoNumber.h"
#include "phenoParquet.h"
#include "phenoPlateMap.h"
#include "phenoProfileView.h"

#include <array>
#include <cmath>

namespace
{
using namespace pheno;
using namespace pheno::landmarks;

using MapPort = std::pair<std::string, std::string>; // and the columns that it fills
const std::array<MapPort, 2>                      kMaps{ MapPort{ "umap", "UMAP" }, MapPort{ "tsne", "TSNE" } };
const std::array<std::pair<std::string, bool>, 2> kSets{ std::pair{ "reference", true }, std::pair{ "test", false } };

/** Landmarks among reference treatments, and everything measured by them. */
class AnalyseLandmarks : public Node
{
public:
  explicit AnalyseLandmarks(const Json & params)
    : m_Settings(params)
    , m_Linkage(LinkageFromName(params.at("linkage")))
    , m_ChunkSize(params.at("chunk_size"))
    , m_MostSimilarities(params.at("similarity_matrix_treatments"))
  {}

  void
  Check(const Inputs & in, Diagnostics & problems) const override
  {
    const ForeseenProfiles profiles(in, "profiles", problems);
    profiles.NeedColumn("treatment_column", m_Settings.treatmentColumn);
    profiles.NeedColumns("reference_plates", { "Metadata_Plate", "Metadata_Well" });
    if (profiles.Has(m_Settings.treatmentColumn) && profiles.Has("Metadata_Plate") && profiles.Known().everyRow)
    {
      LandmarkAnalysis::RequireSets(*profiles.Known().metadata, m_Settings);
    }
  }

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    Profiles profiles;
    in.Each<Profiles>({ "profiles" },
                      [&](const Shard &, const Ptr<Profiles> & some) { AppendProfiles(profiles, *some); });
    if (profiles.Rows() == 0)
    {
      for (const std::string & column :
           { std::string("Metadata_Plate"), std::string("Metadata_Well"), m_Settings.treatmentColumn })
      {
        profiles.metadata.Set(column, Table::Text());
      }
    }
    Settings settings = m_Settings;
    settings.threads = context.Threads();
    const LandmarkAnalysis analysis(profiles, settings);
    this->Report(analysis, context);
    context.ThrowIfCancelled();
    const ExplorerTables tables(profiles, analysis, settings);
    const ClusterMaps    clusters(analysis, m_Linkage, settings.threads);
    context.ThrowIfCancelled();
    const fs::path folder = out.Folder("analysis") / "spc_analysis";
    this->Write(folder, tables, analysis, MapColumns(in, profiles));
    this->WriteClusters(folder / "visualizations" / "hierarchical_clustering", clusters, context);
    std::vector<std::size_t> all = TreatmentsOf(analysis, true);
    const auto               test = TreatmentsOf(analysis, false);
    all.insert(all.end(), test.begin(), test.end());
    out.Set("analysis", File{ folder });
    out.Set("treatments", tables.Treatments(all));
    out.Set("criteria", this->Criteria(analysis));
    out.Set("leaves", clusters.Leaves());
    out.Set("dendrogram", clusters.Merges());
  }

private:
  /** UMAP1, UMAP2, TSNE1 and TSNE2 of every well; NaN where there is no map or the map lacks the well. */
  static Table
  MapColumns(const Inputs & in, const Profiles & profiles)
  {
    Table             columns;
    const Table::Text plates = profiles.metadata.Texts("Metadata_Plate");
    const Table::Text wells = profiles.metadata.Texts("Metadata_Well");
    for (const auto & [port, name] : kMaps)
    {
      Table::Real first(wells.size(), std::nan("")), second = first;
      if (in.Has(port))
      {
        const Ptr<Table>  map = in.Get<Table>(port);
        const PlateMap    places(map);
        const Table::Real x = map->Numbers("x"), y = map->Numbers("y");
        for (std::size_t row = 0; row < wells.size(); ++row)
        {
          if (const auto place = places.RowOf(plates[row], wells[row]))
          {
            first[row] = x[*place];
            second[row] = y[*place];
          }
        }
      }
      columns.Add(name + "1", std::move(first));
      columns.Add(name + "2", std::move(second));
    }
    return columns;
  }

  void
  Report(const LandmarkAnalysis & analysis, Context & context) const
  {
    const auto warn = [&context](std::size_t count, const std::string & what) {
      if (count > 0)
      {
        context.Log(LogLevel::Warning, std::to_string(count) + what);
      }
    };
    warn(analysis.unnamed, " wells have no treatment and are left out");
    warn(analysis.unused, " wells lie on plates that are neither reference nor test plates and are left out");
    const LandmarkChoice & choice = analysis.choices[m_Settings.scatter];
    const std::string      metric = kScatterNames[m_Settings.scatter];
    const double           far = analysis.controls[0].At(m_Settings.controlPercentile);
    const std::string      counts =
      std::to_string(choice.landmarks.size()) + " landmarks of " + std::to_string(choice.n_candidates) +
      " reference treatments; left out: " + std::to_string(choice.n_undefined) +
      " with a single well or no distance, " + std::to_string(choice.n_dispersed) + " with a " + metric + " above " +
      FormatNumber(m_Settings.mostScatter[m_Settings.scatter]) + ", " + std::to_string(choice.n_near_controls) +
      " within the controls' percentile " + FormatNumber(m_Settings.controlPercentile) + " (" + FormatNumber(far) +
      "), " + std::to_string(choice.n_failed_both) + " for both reasons";
    if (!choice.landmarks.empty() || choice.n_candidates == 0)
    {
      context.Log(LogLevel::Info, counts);
      return;
    }
    context.Log(LogLevel::Warning,
                counts + ". One would pass with a threshold of " + Passing(choice.passing_dispersion) + " for " +
                  metric + ", or with a distance threshold below " + Passing(choice.passing_distance));
  }

  static std::string
  Passing(double value)
  {
    return std::isnan(value) ? "(none alone)" : FormatNumber(value);
  }

  Table
  Criteria(const LandmarkAnalysis & analysis) const
  {
    Table::Text    metric;
    Table::Real    most, percentile, far, passingScatter, passingDistance;
    Table::Integer candidates, landmarks, undefined, dispersed, near, both;
    for (std::size_t way = 0; way < analysis.choices.size(); ++way)
    {
      const LandmarkChoice & choice = analysis.choices[way];
      metric.push_back(kScatterNames[way]);
      most.push_back(m_Settings.mostScatter[way]);
      percentile.push_back(m_Settings.controlPercentile);
      far.push_back(analysis.controls[0].At(m_Settings.controlPercentile));
      candidates.push_back(static_cast<std::int64_t>(choice.n_candidates));
      landmarks.push_back(static_cast<std::int64_t>(choice.landmarks.size()));
      undefined.push_back(static_cast<std::int64_t>(choice.n_undefined));
      dispersed.push_back(static_cast<std::int64_t>(choice.n_dispersed));
      near.push_back(static_cast<std::int64_t>(choice.n_near_controls));
      both.push_back(static_cast<std::int64_t>(choice.n_failed_both));
      passingScatter.push_back(choice.passing_dispersion);
      passingDistance.push_back(choice.passing_distance);
    }
    Table table;
    table.Add("metric", std::move(metric));
    table.Add("threshold", std::move(most));
    table.Add("dmso_threshold_percentile", std::move(percentile));
    table.Add("dmso_threshold", std::move(far));
    table.Add("reference_treatments", std::move(candidates));
    table.Add("landmarks", std::move(landmarks));
    table.Add("removed_without_value", std::move(undefined));
    table.Add("removed_by_scatter", std::move(dispersed));
    table.Add("removed_by_distance", std::move(near));
    table.Add("removed_by_both", std::move(both));
    table.Add("passing_scatter", std::move(passingScatter));
    table.Add("passing_distance", std::move(passingDistance));
    return table;
  }

  static void
  Write(const fs::path & folder, const ExplorerTables & tables, const LandmarkAnalysis & analysis, const Table & maps)
  {
    const fs::path distances = folder / "analysis" / "landmark_distances";
    fs::create_directories(folder / "data");
    fs::create_directories(distances);
    WriteCsv(folder / "data" / "spc_for_viz_app.csv", tables.Wells(maps));
    for (std::size_t way = 0; way < kScatterNames.size(); ++way)
    {
      WriteCsv(folder / "analysis" / ("landmarks_" + std::string(kScatterNames[way]) + ".csv"),
               tables.Treatments(analysis.choices[way].landmarks));
    }
    for (const auto & [set, isReference] : kSets)
    {
      const std::vector<std::size_t> treatments = TreatmentsOf(analysis, isReference);
      WriteCsv(folder / "analysis" / ("compound_" + set + "_scores.csv"), tables.Treatments(treatments));
      WriteParquet(distances / (set + "_distances.parquet"), tables.Distances(treatments));
    }
    Profiles landmarks;
    landmarks.metadata = tables.Landmarks();
    WriteParquet(distances / "landmark_metadata.parquet", landmarks);
  }

  void
  WriteClusters(const fs::path & folder, const ClusterMaps & clusters, Context & context) const
  {
    clusters.WriteChunks(folder, m_ChunkSize);
    if (clusters.Order().size() > m_MostSimilarities)
    {
      context.Log(LogLevel::Info,
                  "treatment_similarity_matrix.parquet is left out: " + std::to_string(clusters.Order().size()) +
                    " treatments, similarity_matrix_treatments allows " + std::to_string(m_MostSimilarities));
      return;
    }
    fs::create_directories(folder / "hierarchical_cluster_map");
    clusters.WriteSimilarities(folder / "hierarchical_cluster_map" / "treatment_similarity_matrix.parquet");
  }

  Settings    m_Settings;
  Linkage     m_Linkage;
  std::size_t m_ChunkSize;
  std::size_t m_MostSimilarities;
};
} // namespace

PHENO_NODE(AnalyseLandmarks)
