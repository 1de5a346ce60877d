// bench_measure FOLDER [FIELDS]
//
// Segments nuclei (border objects dropped) and cells of the first FIELDS fields (default 8) of FOLDER (Channel1-*
// cytoplasm, Channel2-* DNA: the layout of BBBC013) and measures nuclei, cells and cytoplasms on one thread, both
// channels, texture at one scale. Prints CPU seconds (user + system) a field by family and in all, and the number of
// nuclei a field; the median over five runs of all fields in turn.
#include "phenoAreaShapeFeatures.h"
#include "phenoCellGrowingImageFilter.h"
#include "phenoCorrelationFeatures.h"
#include "phenoCytoplasm.h"
#include "phenoGranularityFeatures.h"
#include "phenoIntensityFeatures.h"
#include "phenoItkSession.h"
#include "phenoNeighborFeatures.h"
#include "phenoNucleusSegmentationImageFilter.h"
#include "phenoRadialDistributionFeatures.h"
#include "phenoScaledPlane.h"
#include "phenoStopwatch.h"
#include "phenoTextureFeatures.h"
#include "phenoTiff.h"

#include <itkMultiThreaderBase.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace
{
using namespace pheno;

/** A segmented field. */
struct Field
{
  Plane::Pointer             cytoplasm_plane;
  Plane::Pointer             dna_plane;
  LabelMask::Pointer         nuclei;
  LabelMask::Pointer         cells;
  std::vector<std::uint32_t> cytoplasms;

  Field(const fs::path & cytoplasm, const fs::path & dna)
    : cytoplasm_plane(ReadTiff(cytoplasm))
    , dna_plane(ReadTiff(dna))
  {
    const auto nucleus_filter = NucleusSegmentationImageFilter<Plane>::New();
    nucleus_filter->SetInput(dna_plane);
    nucleus_filter->ExcludeBorderOn();
    nucleus_filter->Update();
    nuclei = TakeOutput(nucleus_filter.GetPointer());
    const auto cell_filter = CellGrowingImageFilter<Plane>::New();
    cell_filter->SetInput(nuclei);
    cell_filter->SetCytoplasm(cytoplasm_plane);
    cell_filter->Update();
    cells = TakeOutput(cell_filter.GetPointer());
    cytoplasms = CytoplasmOf(ViewOf(*cells), ViewOf(*nuclei));
  }
};

std::vector<Field>
SegmentFields(const fs::path & folder, std::size_t count)
{
  std::vector<fs::path> cytoplasm;
  for (const fs::directory_entry & entry : fs::directory_iterator(folder))
  {
    if (entry.path().filename().string().rfind("Channel1-", 0) == 0)
    {
      cytoplasm.push_back(entry.path());
    }
  }
  std::sort(cytoplasm.begin(), cytoplasm.end());
  cytoplasm.resize(std::min(cytoplasm.size(), count));
  std::vector<Field> fields;
  for (const fs::path & path : cytoplasm)
  {
    fields.emplace_back(path, path.parent_path() / ("Channel2-" + path.filename().string().substr(9)));
  }
  return fields;
}

using MakeFamily = std::function<std::unique_ptr<FeatureFamily>(const std::vector<NamedPlane> &)>;

struct Family
{
  const char * name;
  MakeFamily   make;
};

const std::vector<Family> &
Families()
{
  using Planes = std::vector<NamedPlane>;
  static const std::vector<Family> families{
    { "area_shape", [](const Planes &) { return std::make_unique<AreaShapeFeatures>(); } },
    { "intensity", [](const Planes & planes) { return std::make_unique<IntensityFeatures>(planes); } },
    { "texture", [](const Planes & planes) { return std::make_unique<TextureFeatures>(planes, std::vector{ 3U }); } },
    { "radial_distribution",
      [](const Planes & planes) { return std::make_unique<RadialDistributionFeatures>(planes); } },
    { "granularity", [](const Planes & planes) { return std::make_unique<GranularityFeatures>(planes); } },
    { "correlation", [](const Planes & planes) { return std::make_unique<CorrelationFeatures>(planes); } },
    { "neighbors", [](const Planes &) { return std::make_unique<NeighborFeatures>(0); } }
  };
  return families;
}

/** CPU seconds of scaling the planes and finding the objects, then of each family. */
std::vector<double>
Measure(const Field & field)
{
  std::vector<double> seconds;
  Stopwatch           watch;
  const auto          lap = [&] {
    seconds.push_back(watch.Cpu());
    watch.Start();
  };
  const ScaledPlane                    gfp("GFP", ViewOf(*field.cytoplasm_plane), 255);
  const ScaledPlane                    dna("DNA", ViewOf(*field.dna_plane), 255);
  const std::vector<NamedPlane>        planes{ gfp.View(), dna.View() };
  const PlaneView<const std::uint32_t> cells = ViewOf(*field.cells);
  const ObjectMap                      sets[] = { ObjectMap(ViewOf(*field.nuclei)),
                                                  ObjectMap(cells),
                                                  ObjectMap({ field.cytoplasms.data(), cells.width, cells.height }) };
  lap();
  for (const Family & family : Families())
  {
    const auto features = family.make(planes);
    for (const ObjectMap & objects : sets)
    {
      FeatureColumns columns(objects.Objects().size());
      features->Measure(objects, columns);
    }
    lap();
  }
  return seconds;
}
} // namespace

int
main(int argc, char ** argv)
{
  if (argc < 2 || argc > 3)
  {
    std::fprintf(stderr, "usage: bench_measure FOLDER [FIELDS]\n");
    return 2;
  }
  itk::MultiThreaderBase::SetGlobalMaximumNumberOfThreads(1);
  const std::vector<Field> fields = SegmentFields(argv[1], argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 8);
  if (fields.empty())
  {
    std::fprintf(stderr, "no Channel1-* in %s\n", argv[1]);
    return 1;
  }
  const auto                       n = static_cast<double>(fields.size());
  std::size_t                      nuclei = 0;
  std::vector<std::vector<double>> runs(Families().size() + 2, std::vector<double>(5, 0.0)); // the last is all
  for (std::size_t run = 0; run < 5; ++run)
  {
    for (const Field & field : fields)
    {
      const std::vector<double> seconds = Measure(field);
      for (std::size_t i = 0; i < seconds.size(); ++i)
      {
        runs[i][run] += seconds[i] / n;
        runs.back()[run] += seconds[i] / n;
      }
    }
  }
  for (const Field & field : fields)
  {
    nuclei += ObjectMap(ViewOf(*field.nuclei)).Objects().size();
  }
  for (std::size_t i = 0; i < runs.size(); ++i)
  {
    std::sort(runs[i].begin(), runs[i].end());
    const char * const name = i == 0 ? "objects" : i + 1 == runs.size() ? "all" : Families()[i - 1].name;
    std::printf("%s %.4f\n", name, runs[i][2]);
  }
  std::printf("nuclei %.1f\n", static_cast<double>(nuclei) / n);
  return 0;
}
