// bench_profiles WORK FOLDER [THREADS]
// bench_profiles growth [WELLS [THREADS [FEATURES]]]
//
// One piece of profile work on the simulated screen that simulate_profiles wrote to FOLDER. Prints wall and CPU seconds
// (user and system, all threads), the peak memory in MB (input included) and a number that depends on the result;
// making and reading the input is not timed. compare_profiles.py runs it beside its Python peers.
//
// growth: works of one step on simulated profiles at 1, 2, 4 and 8 times WELLS (default 6,250), which are made in
// memory and not timed. Prints wells, CPU seconds and how many times those of half as many wells they are: 2 is linear,
// 4 what a metric of pairs takes.
#include "phenoSimulatedProfiles.h"
#include "phenoStopwatch.h"
#include "phenoTreatmentWorks.h"

#include "phenoAggregate.h"
#include "phenoConsensus.h"
#include "phenoControlVariation.h"
#include "phenoCsv.h"
#include "phenoFeatureSelection.h"
#include "phenoMeanAveragePrecision.h"
#include "phenoGroupNormalisation.h"
#include "phenoNpy.h"
#include "phenoPcaCenterscale.h"
#include "phenoProfiles.h"
#include "phenoRelationRecall.h"
#include "phenoSpherize.h"
#include "phenoUmap.h"
#include "phenoValueCodec.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <map>

namespace
{
using namespace pheno;

Screen
ReadScreen(const fs::path & folder, unsigned threads)
{
  const NpyArray array = ReadNpy(folder / "embeddings.npy");
  const Table    wells = ReadCsv(folder / "wells.csv");
  Screen         screen{ folder,
                 Matrix(array.shape[0], array.shape[1]),
                 wells.Texts("plate"),
                 wells.Texts("well"),
                 wells.Texts("treatment"),
                 wells.Texts("compound_name"),
                 wells.Texts("moa"),
                 {},
                 threads };
  screen.values.values = array.Doubles();
  screen.controls = MaskOf(screen.treatment, "DMSO");
  return screen;
}

/** AP of every treated well and the mean of each treatment with its p: replicates against what the rules name. */
double
ReplicateMap(const Screen & screen, const LabelColumn & control, const PairRules & rules)
{
  const MetadataColumns   metadata = { { "plate", screen.plate },
                                       { "treatment", screen.treatment },
                                       { "compound", screen.compound },
                                       { "control", control } };
  AveragePrecisionOptions options;
  options.threads = screen.threads;
  AveragePrecisions found = AveragePrecision(screen.values, metadata, rules, options);
  for (std::size_t row = 0; row < found.ap.size(); ++row)
  {
    found.ap[row] = screen.controls[row] ? std::nan("") : found.ap[row];
  }
  double      sum = 0;
  std::size_t treatments = 0;
  for (const MapGroup & group : MeanAveragePrecision(found, std::span(&screen.treatment, 1)))
  {
    sum += group.n_members > 0 ? group.map : 0;
    treatments += group.n_members > 0 ? 1 : 0;
  }
  return sum / static_cast<double>(treatments);
}

double
MapAgainstControls(const Screen & screen, const std::vector<std::string> & sameby)
{
  LabelColumn control;
  for (const char isControl : screen.controls)
  {
    control.push_back(isControl ? "yes" : "no");
  }
  return ReplicateMap(screen, control, { { "treatment" }, {}, sameby, { "control" } });
}

double
MapSamePlate(Screen & screen)
{
  return MapAgainstControls(screen, { "plate" });
}
double
MapAllControls(Screen & screen)
{
  return MapAgainstControls(screen, {});
}

/** Controls take no part. */
double
MapAllCompounds(Screen & screen)
{
  return ReplicateMap(screen, screen.plate, { { "treatment" }, {}, {}, { "compound" } });
}

double
MadAndSelection(Screen & screen)
{
  NormalisePerGroup(screen.values,
                    screen.plate,
                    RowMask(screen.values.rows, 1),
                    NormaliseMethod::MadRobustize,
                    kMadEpsilon,
                    screen.threads);
  FeatureSelectionOptions options;
  options.operations = { FeatureOperation::DropNaColumns,
                         FeatureOperation::VarianceThreshold,
                         FeatureOperation::FrequencyThreshold,
                         FeatureOperation::CorrelationThreshold };
  options.threads = screen.threads;
  return Sum(SelectColumns(screen.values, SelectFeatures(screen.values, options).kept));
}

double
Sphere(Screen & screen)
{
  const Spherizing fit = FitSpherizing(screen.values, screen.controls, SpherizeMethod::ZcaCor);
  ApplySpherizing(fit, screen.values, screen.threads);
  return Sum(screen.values);
}

double
ConsensusModz(Screen & screen)
{
  return Sum(ModzConsensus(screen.values, GroupRows(screen.treatment)));
}

double
Umap(Screen & screen)
{
  UmapOptions options;
  options.threads = screen.threads;
  return ComputeUmap(screen.values, options).values.front();
}

double
LoadParquet(Screen & screen)
{
  return Sum(MatrixView{
    std::get<Ptr<Profiles>>(ImportValue(ValueType::Profiles, screen.folder / "profiles.parquet"))->values.data(),
    screen.values.rows,
    screen.values.columns });
}

/** Relation files of gene pairs as EFAAR_benchmarking has them, both normalisations, recall of each after each. The
 * wells' treatments take the names of the files' genes, which makes no relation true: a recall at chance is right. */
double
RelationsAndRecall(Screen & screen)
{
  std::vector<std::vector<Relation>> lists;
  LabelColumn                        names;
  for (const char * file : { "HuMAP.txt", "Reactome.txt", "StringDB.txt" })
  {
    const Table pairs = ReadCsv(screen.folder / "relations" / file);
    const auto  first = pairs.Texts("entity1"), second = pairs.Texts("entity2");
    lists.emplace_back();
    for (std::size_t i = 0; i < first.size(); ++i)
    {
      lists.back().push_back({ first[i], second[i] });
    }
    names.insert(names.end(), first.begin(), first.end());
  }
  const auto genes = GroupRows(names);
  double     sum = 0;
  for (const bool tvn : { false, true })
  {
    const Matrix corrected =
      tvn ? ApplyControlVariation(FitControlVariation(screen.values, screen.controls, screen.plate, screen.threads),
                                  screen.values,
                                  screen.plate,
                                  screen.threads)
          : ApplyPcaCenterscale(FitPcaCenterscale(screen.values, screen.controls, screen.plate, screen.threads),
                                screen.values,
                                screen.plate,
                                screen.threads);
    const auto            treatments = GroupRows(screen.treatment);
    const Matrix          means = AggregateRows(corrected, treatments, Center::Mean);
    std::vector<RowGroup> named(genes.begin(), genes.begin() + static_cast<std::ptrdiff_t>(means.rows));
    LabelColumn           entities;
    for (const RowGroup & gene : named)
    {
      entities.push_back(gene.key.front());
    }
    const RecallThresholds thresholds;
    for (const RelationRecall & found :
         ScoreRelations(means, entities, lists, std::span(&thresholds, 1), screen.threads))
    {
      sum += found.recall.front();
    }
  }
  return sum / static_cast<double>(2 * lists.size());
}

const std::map<std::string, std::function<double(Screen &)>> &
Works()
{
  static const std::map<std::string, std::function<double(Screen &)>> works = { { "map_same_plate", MapSamePlate },
                                                                                { "map_all_controls", MapAllControls },
                                                                                { "map_compounds", MapAllCompounds },
                                                                                { "mad_selection", MadAndSelection },
                                                                                { "sphere", Sphere },
                                                                                { "modz", ConsensusModz },
                                                                                { "umap", Umap },
                                                                                { "parquet", LoadParquet },
                                                                                { "relations", RelationsAndRecall },
                                                                                { "aggregate", AggregateMedians },
                                                                                { "landmarks", Landmarks },
                                                                                { "nsc", NearestMechanism } };
  return works;
}

/** Pieces of work that need more than embeddings.npy and wells.csv. */
void
Prepare(const std::string & work, Screen & screen)
{
  if (work == "parquet" && !fs::exists(screen.folder / "profiles.parquet"))
  {
    Profiles profiles;
    profiles.metadata.Add("Metadata_Plate", screen.plate);
    profiles.metadata.Add("Metadata_treatment", screen.treatment);
    for (std::size_t feature = 1; feature <= screen.values.columns; ++feature)
    {
      profiles.features.push_back("Z" + std::to_string(feature));
    }
    profiles.values = screen.values.values;
    ExportValue(std::make_shared<const Profiles>(std::move(profiles)), screen.folder, "profiles");
  }
  if (work == "map_compounds")
  {
    std::vector<std::size_t> treated;
    for (std::size_t row = 0; row < screen.controls.size(); ++row)
    {
      if (!screen.controls[row])
      {
        treated.push_back(row);
      }
    }
    const auto keep = [&treated](const LabelColumn & column) {
      LabelColumn kept;
      for (const std::size_t row : treated)
      {
        kept.push_back(column[row]);
      }
      return kept;
    };
    screen.values = SelectRows(screen.values, treated);
    screen.plate = keep(screen.plate);
    screen.treatment = keep(screen.treatment);
    screen.compound = keep(screen.compound);
    screen.controls.assign(treated.size(), 0);
  }
}

Screen
MakeScreen(std::size_t wells, std::size_t features, unsigned threads)
{
  const SimulatedProfiles made = SimulateProfiles(wells, features, 1);
  return {
    {}, made.embeddings, made.plate, made.well, made.treatment, made.treatment, made.mechanism, made.isControl, threads
  };
}

void
PrintGrowth(std::size_t wells, unsigned threads, std::size_t features)
{
  std::map<std::string, double> before;
  for (const std::size_t factor : { 1, 2, 4, 8 })
  {
    const Screen screen = MakeScreen(factor * wells, features, threads);
    for (const char * const work : { "mad_selection", "sphere", "modz", "aggregate", "landmarks", "nsc" })
    {
      Screen          own = screen;
      const Stopwatch watch;
      Works().at(work)(own);
      const double seconds = watch.Cpu();
      std::printf("%-14s %6zu wells x %zu %8.3f CPU s", work, screen.values.rows, features, seconds);
      if (factor > 1)
      {
        std::printf(" %5.2f", seconds / before[work]);
      }
      std::printf("\n");
      std::fflush(stdout);
      before[work] = seconds;
    }
  }
}
} // namespace

int
main(int argc, char ** argv)
{
  const auto number = [&](int i, unsigned long otherwise) {
    return argc > i ? std::strtoul(argv[i], nullptr, 10) : otherwise;
  };
  if (argc > 1 && std::string(argv[1]) == "growth")
  {
    PrintGrowth(number(2, 6250), static_cast<unsigned>(number(3, 1)), number(4, 384));
    return 0;
  }
  const auto work = argc > 2 ? Works().find(argv[1]) : Works().end();
  if (work == Works().end())
  {
    std::fprintf(stderr,
                 "usage: bench_profiles growth [WELLS [THREADS [FEATURES]]], or WORK FOLDER [THREADS]; WORK is one of");
    for (const auto & each : Works())
    {
      std::fprintf(stderr, " %s", each.first.c_str());
    }
    std::fprintf(stderr, "\n");
    return 2;
  }
  try
  {
    Screen screen = ReadScreen(argv[2], static_cast<unsigned>(number(3, 1)));
    Prepare(work->first, screen);
    const Stopwatch watch;
    const double    result = work->second(screen);
    std::printf("%.3f %.3f %ld %.9g\n", watch.Wall(), watch.Cpu(), Stopwatch::PeakMegabytes(), result);
    return 0;
  }
  catch (const std::exception & error)
  {
    std::fprintf(stderr, "bench_profiles: %s\n", error.what());
    return 1;
  }
}
