// simulate_profiles FOLDER [WELLS [FEATURES [SEED]]]
//
// Writes embeddings.npy (float32), wells.csv and reference_plates.json of a simulated screen, 50,000 x 384 by default:
// the input of workflows/landmarks.json, and of workflows/profiles_cellprofiler.json with -i profiles=embeddings.npy
// -i rows=wells.csv -p read.cells=false
// -p 'read.rename={"compound_name":"Metadata_compound","compound_uM":"Metadata_dose","moa":"Metadata_mechanism"}'.
// Nothing in it was measured.
#include "phenoSimulatedProfiles.h"

#include "phenoCsv.h"
#include "phenoJson.h"
#include "phenoNpy.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <set>

int
main(int argc, char ** argv)
{
  using namespace pheno;
  if (argc < 2)
  {
    std::fprintf(stderr, "usage: simulate_profiles FOLDER [WELLS [FEATURES [SEED]]]\n");
    return 2;
  }
  const auto number = [&](int i, unsigned long otherwise) {
    return argc > i ? std::strtoul(argv[i], nullptr, 10) : otherwise;
  };
  const fs::path    folder = argv[1];
  SimulatedProfiles screen = SimulateProfiles(number(2, 50000), number(3, 384), number(4, 1));
  fs::create_directories(folder);
  const std::vector<float> values(screen.embeddings.values.begin(), screen.embeddings.values.end());
  WriteNpy(folder / "embeddings.npy",
           NpyArray::Type::Float32,
           { screen.embeddings.rows, screen.embeddings.columns },
           values.data());
  std::set<std::string> references;
  Table::Text           compounds;
  for (std::size_t i = 0; i < screen.plate.size(); ++i)
  {
    compounds.push_back(screen.treatment[i].substr(0, screen.treatment[i].find('@')));
    if (screen.isReference[i])
    {
      references.insert(screen.plate[i]);
    }
  }
  Table       wells;
  Table::Text concentrations, roles;
  for (const char isControl : screen.isControl)
  {
    concentrations.push_back(isControl ? "0" : "10.0");
    roles.push_back(isControl ? "negcon" : "trt");
  }
  wells.Add("plate", screen.plate);
  wells.Add("well", screen.well);
  wells.Add("treatment", screen.treatment);
  wells.Add("compound_name", compounds);
  wells.Add("compound_uM", concentrations);
  wells.Add("moa", screen.mechanism);
  wells.Add("library", screen.library);
  wells.Add("PP_ID", compounds);
  wells.Add("role", roles);
  WriteCsv(folder / "wells.csv", wells);
  std::ofstream((folder / "reference_plates.json").string()) << Json(references).dump() << "\n";
}
