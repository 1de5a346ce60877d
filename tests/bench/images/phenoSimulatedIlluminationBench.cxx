// bench_illumination_simulated FOLDER [SITES]
//
// FOLDER: where `pheno-run simulate RECIPE -o FOLDER` made a screen. For every method one line, of up to SITES (96)
// sites of each plate, evenly spaced: root mean square of the relative difference of its field to the simulated one,
// both at mean 1, and the difference of its offset from the simulated camera's in grey levels, each as mean and largest
// over plates and channels, and CPU seconds for all of these. The images are simulated.
#include "phenoCsv.h"
#include "phenoIlluminationMethods.h"
#include "phenoItkSession.h"
#include "phenoStopwatch.h"
#include "phenoTiff.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>

namespace
{
using namespace pheno;
using namespace pheno::bench;

/** In the order of the pages of truth/<plate>/flat.tiff. */
constexpr const char * kStains[] = { "nucleus", "cytoskeleton", "mitochondria", "membrane" };

/** One channel of a plate: sites, and what they were made with. */
struct Scene
{
  std::vector<Plane::Pointer> sites;
  FieldPicture                flat;
  double                      offset = 0.0;
};

std::vector<Plane::Pointer>
ReadSites(const fs::path & folder, const std::vector<std::string> & paths, std::size_t most)
{
  std::vector<Plane::Pointer> sites;
  const std::size_t           count = std::min(most, paths.size());
  for (std::size_t i = 0; i < count; ++i)
  {
    sites.push_back(ReadTiff(folder / paths[i * paths.size() / count]));
  }
  return sites;
}

std::vector<Scene>
ReadScenes(const fs::path & folder, std::size_t most)
{
  const Table                                                            index = ReadCsv(folder / "screen/index.csv");
  std::map<std::string, std::map<std::string, std::vector<std::string>>> paths; // of each plate and channel
  for (std::size_t row = 0; row < index.Rows(); ++row)
  {
    paths[index.Cell(row, "plate")][index.Cell(row, "channel")].push_back(index.Cell(row, "path"));
  }
  std::ifstream        stream((folder / "truth/recipe.json").c_str());
  const nlohmann::json channels = nlohmann::json::parse(stream).at("recipe").at("channels");
  std::vector<Scene>   scenes;
  for (const auto & [plate, ofChannel] : paths)
  {
    const fs::path truth = folder / "truth" / plate;
    const double   offset = ReadCsv(truth / "sites.csv").Numbers("camera_offset").at(0);
    unsigned       page = 0;
    for (const char * stain : kStains)
    {
      const std::string name = channels.at(stain).at("name");
      scenes.push_back({ ReadSites(folder / "screen", ofChannel.at(name), most),
                         PictureOf(*ReadTiff(truth / "flat.tiff", page++)),
                         offset });
    }
  }
  return scenes;
}

struct Summary
{
  double sum = 0.0;
  double largest = 0.0;

  void
  Add(double value)
  {
    sum += value;
    largest = std::max(largest, value);
  }
};
} // namespace

int
main(int argc, char ** argv)
{
  if (argc != 2 && argc != 3)
  {
    std::fprintf(stderr, "usage: bench_illumination_simulated FOLDER [SITES]\n");
    return 2;
  }
  WarmUpItk();
  const std::vector<Scene> scenes = ReadScenes(argv[1], argc == 3 ? std::strtoul(argv[2], nullptr, 10) : 96);
  const auto               count = static_cast<double>(scenes.size());
  std::printf("%zu channels of plates, simulated\n", scenes.size());
  std::printf("%-26s %7s %7s %7s %7s %7s\n", "method", "field", "worst", "offset", "worst", "CPU s");
  for (const Method & method : Methods(65535.0))
  {
    Summary field, offset;
    double  seconds = 0.0;
    for (const Scene & scene : scenes)
    {
      const Stopwatch watch;
      const Estimate  estimate = method.estimate(scene.sites);
      seconds += watch.Cpu();
      field.Add(ErrorOf(estimate.flat, scene.flat));
      offset.Add(std::abs(estimate.dark - scene.offset));
    }
    std::printf("%-26s %7.4f %7.4f %7.2f %7.2f %7.2f\n",
                method.name.c_str(),
                field.sum / count,
                field.largest,
                offset.sum / count,
                offset.largest,
                seconds);
    std::fflush(stdout);
  }
  return 0;
}
