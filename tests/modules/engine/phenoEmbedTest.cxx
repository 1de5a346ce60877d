#include "embedded/BigFile.h"
#include "embedded/NodeSchemaCopy.h"
#include "phenoFolders.h"
#include "phenoTest.h"

#include <fstream>
#include <iterator>

namespace
{
std::string
BytesOf(const boost::filesystem::path & path)
{
  std::ifstream file(path.c_str(), std::ios::binary);
  return { std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>() };
}
} // namespace

TEST_CASE("an embedded file has the bytes of the file")
{
  const boost::filesystem::path schema = boost::filesystem::path(pheno::test::kSourceDir) / "schemas/node.schema.json";
  CHECK(pheno::embedded::NodeSchemaCopy() == BytesOf(schema));
}

TEST_CASE("a file of five megabytes is embedded whole")
{
  const std::string_view big = pheno::embedded::BigFile();
  CHECK(big.size() == 5000000);
  CHECK(big.substr(0, 5) == "0123\n");
  CHECK(big.substr(big.size() - 5) == "0123\n");
}
