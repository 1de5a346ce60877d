// bench_landmarks landmarks|umap [WELLS [THREADS [FEATURES]]]
//
// The landmark analysis with scores and clustering, or UMAP, of simulated profiles at 1, 2, 4 and 8 times WELLS
// (default 6,250, so that the last is 50,000). Prints wall and CPU seconds (user + system, all threads) a step and the
// peak memory so far, the profiles included. Making the profiles is not timed.
#include "phenoSimulatedProfiles.h"
#include "phenoStopwatch.h"

#include "phenoHierarchicalClustering.h"
#include "phenoLandmarkChoice.h"
#include "phenoLandmarkDistances.h"
#include "phenoLandmarkScores.h"
#include "phenoPairDistances.h"
#include "phenoTreatmentMeasures.h"
#include "phenoUmap.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <string>

namespace
{
using namespace pheno;

/** Prints what a step cost, and starts the next one. */
void
Print(Stopwatch & watch, const std::string & step)
{
  std::printf("  %-28s %8.2f s wall %8.2f s CPU %8ld MB peak\n",
              step.c_str(),
              watch.Wall(),
              watch.Cpu(),
              Stopwatch::PeakMegabytes());
  std::fflush(stdout);
  watch.Start();
}

/** The treatments of the reference or of the test plates, controls left out. */
std::vector<RowGroup>
TreatmentsOf(const SimulatedProfiles & screen, bool reference)
{
  std::vector<RowGroup> groups = GroupRows(screen.treatment);
  std::erase_if(groups, [&](const RowGroup & group) {
    const std::size_t row = group.rows.front();
    return screen.isControl[row] || (screen.isReference[row] != 0) != reference;
  });
  return groups;
}

void
RunLandmarks(const SimulatedProfiles & screen, unsigned threads)
{
  Stopwatch           total;
  Stopwatch           watch;
  const std::array    wells{ screen.plate, screen.well };
  std::vector<double> distance, mad;
  Matrix              centroids(0, screen.embeddings.columns);
  double              far = 0;
  std::size_t         references = 0;
  for (const bool reference : { true, false })
  {
    const auto groups = TreatmentsOf(screen, reference);
    RowMask    controls(screen.isControl);
    for (std::size_t row = 0; row < controls.size(); ++row)
    {
      controls[row] = controls[row] && (screen.isReference[row] != 0) == reference;
    }
    const TreatmentMeasures measures = MeasureTreatments(screen.embeddings, groups, wells, controls, threads);
    centroids.rows += groups.size();
    centroids.values.insert(centroids.values.end(), measures.centroids.values.begin(), measures.centroids.values.end());
    distance.insert(distance.end(), measures.control_distance.begin(), measures.control_distance.end());
    for (const ReplicateDispersion & each : measures.dispersion)
    {
      mad.push_back(each.mad);
    }
    far = reference ? measures.controls.At(99) : far;
    references = reference ? groups.size() : references;
  }
  Print(watch, "scatter, control distances");
  const LandmarkChoice choice =
    ChooseLandmarks(std::span(mad).first(references), std::span(distance).first(references), { 0.05, far });
  const LandmarkDistances nearest = DistancesToLandmarks(centroids, choice.landmarks, threads);
  std::vector<double>     closest;
  for (const auto & three : nearest.nearest)
  {
    closest.push_back(three[0].distance);
  }
  const LandmarkScores scores = ScoreByLandmarks(distance, closest, mad);
  Print(watch, "landmarks, distances, scores");
  std::vector<double> pairs = PairDistances(centroids, Distance::Cosine, threads);
  Print(watch, "pairs of treatments");
  const Dendrogram dendrogram = ClusterHierarchically(std::move(pairs), centroids.rows, Linkage::Average);
  Print(watch, "average linkage");
  const std::size_t leaves = LeafOrder(dendrogram).size();
  Print(total, "all");
  std::printf("  %zu treatments, %zu landmarks of %zu, %zu leaves, first score %.3f\n",
              centroids.rows,
              choice.landmarks.size(),
              references,
              leaves,
              scores.all_three.front());
}

void
RunUmap(const SimulatedProfiles & screen, unsigned threads)
{
  Stopwatch   watch;
  UmapOptions options;
  options.threads = threads;
  const Matrix map = ComputeUmap(screen.embeddings, options);
  Print(watch, "UMAP");
  std::printf("  first point %.6f %.6f\n", map(0, 0), map(0, 1));
}
} // namespace

int
main(int argc, char ** argv)
{
  const auto number = [&](int i, unsigned long otherwise) {
    return argc > i ? std::strtoul(argv[i], nullptr, 10) : otherwise;
  };
  const std::string what = argc > 1 ? argv[1] : "";
  if (what != "landmarks" && what != "umap")
  {
    std::fprintf(stderr, "usage: bench_landmarks landmarks|umap [WELLS [THREADS [FEATURES]]]\n");
    return 2;
  }
  const auto threads = static_cast<unsigned>(number(3, 1));
  for (const std::size_t factor : { 1, 2, 4, 8 })
  {
    const std::size_t wells = number(2, 6250) * factor;
    const auto        screen = SimulateProfiles(wells, number(4, 384), 1);
    std::printf("%zu wells x %zu (simulated), %u threads\n", wells, screen.embeddings.columns, threads);
    (what == "umap" ? RunUmap : RunLandmarks)(screen, threads);
  }
}
