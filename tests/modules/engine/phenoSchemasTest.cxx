#include "phenoDescriptor.h"
#include "phenoFolders.h"
#include "phenoSchema.h"
#include "phenoTest.h"

using namespace pheno;

TEST_CASE("the published schemas use what our validator supports")
{
  for (const char * name : { "node", "workflow", "run", "index" })
  {
    const fs::path path = fs::path(test::kSourceDir) / "schemas" / (std::string(name) + ".schema.json");
    const auto     refusals = CheckSchema(Json(ReadJson(path)));
    CHECK_MESSAGE(refusals.empty(), name << ": " << (refusals.empty() ? "" : ToString(refusals[0])));
  }
}

TEST_CASE("every descriptor of the repository is one")
{
  for (const fs::directory_entry & entry : fs::recursive_directory_iterator(fs::path(test::kSourceDir) / "nodes"))
  {
    if (entry.path().extension() == ".json")
    {
      CHECK_NOTHROW(ReadDescriptor(entry.path()));
    }
  }
}
