// Time to plan a screen of 9 plates x 384 wells x 9 sites x 2 channels: 62,218 tasks, keys included. Prints the median
// and all of five runs, by part, as JSON.
#include "phenoPlan.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>

namespace
{
using Clock = std::chrono::steady_clock;

double
Seconds(Clock::time_point since)
{
  return std::chrono::duration<double>(Clock::now() - since).count();
}

void
WriteScreen(const pheno::fs::path & folder)
{
  std::ofstream index((folder / "index.csv").c_str());
  std::ofstream map((folder / "map.csv").c_str());
  index << "plate,well,site,channel,path,size,digest,page\n";
  map << "plate,well,label\n";
  for (int plate = 1; plate <= 9; ++plate)
  {
    for (int well = 0; well < 384; ++well)
    {
      const std::string name =
        std::string(1, static_cast<char>('A' + well / 24)) + (well % 24 < 9 ? "0" : "") + std::to_string(well % 24 + 1);
      map << "P" << plate << "," << name << "," << (well % 8 == 0 ? "DMSO" : "drug") << "\n";
      for (int image = 0; image < 18; ++image)
      {
        index << "P" << plate << "," << name << "," << image / 2 + 1 << "," << (image % 2 == 0 ? "dna" : "actin")
              << ",images/P" << plate << "_" << name << "_" << image
              << ".tif,2097152,0123456789abcdef0123456789abcdef,0\n";
      }
    }
  }
  std::ofstream((folder / "workflow.json").c_str()) << R"({"pheno": 1, "name": "bench", "seed": 1,
    "inputs": {"screen": {"type": "table", "path": "index.csv"}, "map": {"type": "table", "path": "map.csv"}},
    "steps": {
      "read": {"node": "test.emit_rows", "each": ["plate", "well", "site"], "inline": true, "in": {"rows": "@screen"}},
      "segment": {"node": "test.scale_rows", "each": ["plate", "well", "site"], "in": {"table": "read.table"}},
      "plates": {"node": "test.gather_rows", "each": ["plate"], "in": {"tables": "segment.table", "wells": "@map"}, "params": {"label": "label"}},
      "all": {"node": "test.gather_rows", "in": {"tables": "plates.table", "wells": "@map"}, "params": {"label": "label"}}}})";
}
} // namespace

int
main()
{
  const pheno::fs::path folder = pheno::fs::temp_directory_path() / pheno::fs::unique_path("pheno-bench-%%%%%%%%");
  pheno::fs::create_directories(folder);
  WriteScreen(folder);
  pheno::NodeRegistry registry;
  registry.AddFolder(pheno::fs::path(PHENO_BINARY_DIR) / "test_nodes", false);
  std::vector<double> seconds;
  std::size_t         tasks = 0;
  for (int run = 0; run < 5; ++run)
  {
    const auto                     start = Clock::now();
    std::vector<pheno::Diagnostic> warnings;
    tasks =
      pheno::MakePlan(pheno::ReadWorkflow(folder / "workflow.json", registry, {}, warnings), registry, {}).tasks.size();
    seconds.push_back(Seconds(start));
  }
  pheno::fs::remove_all(folder);
  std::vector<double> sorted = seconds;
  std::sort(sorted.begin(), sorted.end());
  std::cout << pheno::Json{
    { "tasks", tasks }, { "median_seconds", sorted[2] }, { "seconds", seconds }, { "bound_seconds", 1.0 }
  }.dump() << "\n";
  return 0;
}
