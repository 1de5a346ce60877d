// pheno_compare_truth RUN STORE TRUTH
//
// Compares a run on a simulated screen with the truth that no workflow reads: F1 of nuclei and cells at IoU 0.5 over
// all sites (step `segment`), and the RMS of the relative difference of each estimated illumination field (step
// `flatfield`) after scaling both to mean 1.
#include "phenoF1.h"

#include "phenoImage.h"
#include "phenoStore.h"
#include "phenoTiff.h"
#include "phenoValueCodec.h"

#include <cmath>
#include <fstream>
#include <iostream>

namespace
{
using namespace pheno;

std::vector<std::uint32_t>
Pixels(const LabelMask & mask)
{
  const auto * begin = mask.GetBufferPointer();
  return { begin, begin + mask.GetBufferedRegion().GetNumberOfPixels() };
}

/** A task of the run and where its outputs lie. */
class TaskOutputs
{
public:
  TaskOutputs(const Store & store, const Json & task)
  {
    const std::string key = task.at("key");
    const auto        record = store.Record(key);
    if (!record)
    {
      throw Error("the store has no task " + key);
    }
    m_Outputs = record->value("outputs", Json::object());
    m_Folder = store.FolderOf(key, *record);
  }
  bool
  Has(const std::string & port) const
  {
    return m_Outputs.contains(port);
  }
  fs::path
  Path(const std::string & port) const
  {
    return m_Folder / m_Outputs.at(port).get<std::string>();
  }

private:
  Json     m_Outputs;
  fs::path m_Folder;
};

double
RmsDifference(const Plane & found, const Plane & truth)
{
  const std::size_t count = truth.GetBufferedRegion().GetNumberOfPixels();
  if (found.GetBufferedRegion().GetNumberOfPixels() != count)
  {
    throw Error("the estimated field has another size than the true one");
  }
  double foundSum = 0;
  double trueSum = 0;
  for (std::size_t i = 0; i < count; ++i)
  {
    foundSum += found.GetBufferPointer()[i];
    trueSum += truth.GetBufferPointer()[i];
  }
  double squares = 0;
  for (std::size_t i = 0; i < count; ++i)
  {
    const double ratio = found.GetBufferPointer()[i] / foundSum * trueSum / truth.GetBufferPointer()[i];
    squares += (ratio - 1) * (ratio - 1);
  }
  return std::sqrt(squares / static_cast<double>(count));
}

void
CompareSegmentation(const Json & run, const Store & store, const fs::path & truth)
{
  test::Matches nuclei;
  test::Matches cells;
  for (const Json & task : run.at("tasks"))
  {
    if (task.at("step") != "segment" || (task.at("state") != "done" && task.at("state") != "cached"))
    {
      continue;
    }
    const TaskOutputs outputs(store, task);
    if (!outputs.Has("nuclei"))
    {
      continue;
    }
    const Json &   shard = task.at("shard");
    const fs::path stem = truth / shard.at("plate").get<std::string>() / "masks" /
                          (shard.at("well").get<std::string>() + "_s" + shard.at("site").get<std::string>());
    nuclei.Add(
      Pixels(*ReadTiffLabels(outputs.Path("nuclei"))), Pixels(*ReadTiffLabels(stem.string() + "_nuclei.tiff")), 0.5);
    cells.Add(
      Pixels(*ReadTiffLabels(outputs.Path("cells"))), Pixels(*ReadTiffLabels(stem.string() + "_cells.tiff")), 0.5);
  }
  std::cout << "nuclei: found " << nuclei.found << ", true " << nuclei.there << ", F1 at IoU 0.5 " << nuclei.F1()
            << "\n";
  std::cout << "cells: found " << cells.found << ", true " << cells.there << ", F1 at IoU 0.5 " << cells.F1() << "\n";
}

void
CompareIllumination(const Json & run, const Store & store, const fs::path & truth)
{
  for (const Json & task : run.at("tasks"))
  {
    if (task.at("step") != "flatfield" || (task.at("state") != "done" && task.at("state") != "cached"))
    {
      continue;
    }
    const TaskOutputs outputs(store, task);
    const std::string plate = task.at("shard").at("plate");
    const auto        field = std::get<Ptr<Image>>(LoadValue(ValueType::Image, outputs.Path("field")));
    std::cout << plate << ":";
    for (std::size_t c = 0; c < field->channels.size(); ++c)
    {
      const auto flat = ReadTiff(truth / plate / "flat.tiff", static_cast<unsigned>(c));
      std::cout << " " << field->channels[c] << " " << RmsDifference(*field->planes[c], *flat);
    }
    std::cout << "\n";
  }
}
} // namespace

int
main(int argc, char ** argv)
{
  if (argc != 4)
  {
    std::cerr << "pheno_compare_truth RUN STORE TRUTH\n";
    return 2;
  }
  try
  {
    std::ifstream file((fs::path(argv[1]) / "run.json").string());
    const Json    run = Json::parse(file);
    const Store   store(argv[2]);
    CompareSegmentation(run, store, argv[3]);
    CompareIllumination(run, store, argv[3]);
  }
  catch (const std::exception & error)
  {
    std::cerr << "pheno_compare_truth: " << error.what() << "\n";
    return 1;
  }
  return 0;
}
