// bench_images FOLDER
//
// Reads, corrects, segments (nuclei, cells) and crops every field of FOLDER (Channel1-* cytoplasm, Channel2-* DNA: the
// layout of BBBC013) on one thread. Prints CPU seconds (user + system) a field, by step and in all, and the number of
// nuclei (border objects dropped); the last line is "<all> <nuclei alone> <nuclei found>".
#include "phenoCellCropImageFilter.h"
#include "phenoCellGrowingImageFilter.h"
#include "phenoFlatFieldCorrectionImageFilter.h"
#include "phenoFlatFieldEstimator.h"
#include "phenoItkSession.h"
#include "phenoNucleusSegmentationImageFilter.h"
#include "phenoStopwatch.h"
#include "phenoTiff.h"

#include <itkMultiThreaderBase.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

namespace
{
using namespace pheno;

struct Field
{
  fs::path cytoplasm;
  fs::path dna;
};

std::vector<Field>
ListFields(const fs::path & folder)
{
  std::map<std::string, Field> fields; // by what follows the channel
  for (const fs::directory_entry & entry : fs::directory_iterator(folder))
  {
    const std::string name = entry.path().filename().string();
    if (name.rfind("Channel1-", 0) == 0)
    {
      fields[name.substr(9)].cytoplasm = entry.path();
    }
    else if (name.rfind("Channel2-", 0) == 0)
    {
      fields[name.substr(9)].dna = entry.path();
    }
  }
  std::vector<Field> list;
  for (const auto & [name, field] : fields)
  {
    list.push_back(field);
  }
  return list;
}

Plane::Pointer
Correct(const Plane * plane, const FlatField & field)
{
  auto filter = FlatFieldCorrectionImageFilter<Plane>::New();
  filter->SetInput(plane);
  filter->SetFlatField(field.flat);
  filter->SetDark(field.dark);
  filter->Update();
  return filter->GetOutput();
}

/** CPU seconds of each step, summed over fields. */
struct Times
{
  std::array<double, 5> seconds{};
  Stopwatch             watch;

  void
  Lap(std::size_t step)
  {
    seconds[step] += watch.Cpu();
    watch.Start();
  }
};

std::size_t
Process(const Field & field, const std::array<FlatField, 2> & illumination, Times & times)
{
  times.watch.Start();
  const Plane::Pointer raw[2] = { ReadTiff(field.cytoplasm), ReadTiff(field.dna) };
  times.Lap(0);
  const Plane::Pointer cytoplasm = Correct(raw[0], illumination[0]);
  const Plane::Pointer dna = Correct(raw[1], illumination[1]);
  times.Lap(1);
  auto nuclei = NucleusSegmentationImageFilter<Plane>::New();
  nuclei->SetInput(dna);
  nuclei->ExcludeBorderOn();
  nuclei->Update();
  times.Lap(2);
  auto cells = CellGrowingImageFilter<Plane>::New();
  cells->SetInput(nuclei->GetOutput());
  cells->SetCytoplasm(cytoplasm);
  cells->Update();
  times.Lap(3);
  auto crops = CellCropImageFilter<Plane, std::uint16_t>::New();
  crops->SetLabels(cells->GetOutput());
  crops->SetNuclei(nuclei->GetOutput());
  crops->AddPlane(cytoplasm);
  crops->AddPlane(dna);
  crops->SetEdge(CropEdge::Zero);
  crops->Update();
  times.Lap(4);
  return crops->GetCrops().stack.number;
}
} // namespace

int
main(int argc, char ** argv)
{
  if (argc != 2)
  {
    std::fprintf(stderr, "usage: bench_images FOLDER\n");
    return 2;
  }
  itk::MultiThreaderBase::SetGlobalMaximumNumberOfThreads(1);
  const std::vector<Field> fields = ListFields(argv[1]);
  FlatFieldEstimator       estimators[2];
  for (const Field & field : fields)
  {
    estimators[0].Add(*ReadTiff(field.cytoplasm));
    estimators[1].Add(*ReadTiff(field.dna));
  }
  const std::array<FlatField, 2> illumination{ estimators[0].Estimate(), estimators[1].Estimate() };

  Times       times;
  std::size_t cells = 0;
  for (const Field & field : fields)
  {
    cells += Process(field, illumination, times);
  }
  const char * const steps[] = { "read", "correct", "nuclei", "cells", "crop" };
  double             all = 0.0;
  const auto         n = static_cast<double>(std::max<std::size_t>(1, fields.size()));
  for (std::size_t step = 0; step < times.seconds.size(); ++step)
  {
    std::printf("%s %.4f\n", steps[step], times.seconds[step] / n);
    all += times.seconds[step] / n;
  }
  std::printf("%.4f %.4f %zu\n", all, times.seconds[2] / n, cells);
  return 0;
}
