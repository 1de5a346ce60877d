#include "phenoDescriptor.h"
#include "phenoError.h"
#include "phenoFolders.h"
#include "phenoMutator.h"
#include "phenoSchema.h"
#include "phenoTest.h"

#include <algorithm>
#include <fstream>
#include <iterator>

using namespace pheno;

namespace
{
std::vector<std::string>
Seeds()
{
  std::vector<fs::path> files;
  for (const char * room : { "tests/nodes", "nodes", "schemas" })
  {
    const fs::path folder = fs::path(test::kSourceDir) / room;
    for (const fs::directory_entry & entry : fs::recursive_directory_iterator(folder))
    {
      if (entry.path().extension() == ".json")
      {
        files.push_back(entry.path());
      }
    }
  }
  std::sort(files.begin(), files.end());
  std::vector<std::string> texts;
  for (const fs::path & file : files)
  {
    std::ifstream stream(file.c_str());
    texts.emplace_back(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
  }
  return texts;
}
} // namespace

TEST_CASE("10,000 broken descriptors are read or refused with diagnostics, never anything else")
{
  const test::TemporaryFolder    folder;
  const std::vector<std::string> seeds = Seeds();
  test::Mutator                  mutator(7);
  int                            read = 0;
  for (int i = 0; i < 10000; ++i)
  {
    const std::string text = mutator.Mutate(seeds[mutator.Below(seeds.size())]);
    std::ofstream((folder / "x.json").c_str(), std::ios::binary) << text;
    try
    {
      const Descriptor descriptor = ReadDescriptor(folder / "x.json");
      Json             params = Json::object();
      Validate(descriptor.params, params);
      ++read;
    }
    catch (const DiagnosticsError & error)
    {
      CHECK_FALSE(error.Items().empty());
    }
    catch (const std::exception & error)
    {
      FAIL_CHECK("mutant " << i << ": " << error.what() << "\n" << text);
    }
  }
  MESSAGE(read << " read");
  CHECK(read > 100);
}

TEST_CASE("10,000 broken schemas are refused or validate broken instances without an accident")
{
  const std::vector<std::string> seeds = Seeds();
  test::Mutator                  mutator(11);
  int                            used = 0;
  for (int i = 0; i < 10000; ++i)
  {
    const std::string & seed = seeds[mutator.Below(seeds.size())];
    const Json          schema = Json::parse(mutator.Mutate(seed), nullptr, false);
    Json                instance = Json::parse(mutator.Mutate(seed), nullptr, false);
    const Json          inner = schema.is_object() && schema.contains("params") ? schema.at("params") : schema;
    try
    {
      if (!schema.is_discarded() && !instance.is_discarded() && CheckSchema(inner).empty())
      {
        Validate(inner, instance);
        ++used;
      }
    }
    catch (const std::exception & error)
    {
      FAIL_CHECK("mutant " << i << ": " << error.what() << "\n" << inner.dump());
    }
  }
  MESSAGE(used << " used");
  CHECK(used > 100);
}
