#include "phenoExample.h"
#include "phenoFolders.h"

#include <fstream>
#include <vector>

using namespace pheno;
using namespace pheno::test;

namespace
{
/** Libraries, nodes and programs of the prefix. */
std::vector<fs::path>
Binaries()
{
  std::vector<fs::path> files;
  for (const fs::directory_entry & entry : fs::recursive_directory_iterator(Installed("")))
  {
    const fs::path & path = entry.path();
    const bool       library = Has(path.filename().string(), ".so") && !fs::is_symlink(path);
    if (fs::is_regular_file(path) && (library || path.parent_path().filename() == "bin"))
    {
      files.push_back(path);
    }
  }
  return files;
}

/** A project of one line in CMakeLists.txt, and what configuring it prints. */
Ended
ConfigureProject(const std::string & lines)
{
  const TemporaryFolder folder;
  std::ofstream((folder / "CMakeLists.txt").string())
    << "cmake_minimum_required(VERSION 3.25)\nproject(Probe LANGUAGES C CXX)\n" + lines + "\n";
  return Configure(folder.Path(), folder / "build");
}
} // namespace

TEST_CASE("everything in the prefix finds its libraries there, and nothing looks into the build")
{
  const std::vector<fs::path> binaries = Binaries();
  CHECK(binaries.size() > 25); // libraries, nodes, pheno-run
  for (const fs::path & file : binaries)
  {
    CAPTURE(file);
    const std::string libraries = LibrariesOf(file);
    CHECK_FALSE(Has(libraries, "not found"));
    CHECK_FALSE(Has(libraries, std::string(kBinaryDir) + "/lib"));
  }
}

TEST_CASE("pheno-run loads neither LibTorch nor Arrow when it starts, the learning nodes load LibTorch")
{
  const std::string libraries = LibrariesOf(Installed("bin/pheno-run"));
  CHECK(Has(libraries, "libpheno_engine"));
  for (const char * heavy : { "libtorch", "libc10", "libarrow", "libparquet", "libhdf5", "libopencv" })
  {
    CHECK_MESSAGE(!Has(libraries, heavy), heavy);
  }
  CHECK(Has(LibrariesOf(Installed("lib/pheno/nodes/train_contrastive.so")), "libtorch"));
}

TEST_CASE("the installed pheno-run knows its nodes; every node, schema, workflow and header is there")
{
  const Ended nodes = InstalledPhenoRun("nodes");
  CHECK(nodes.code == 0);
  const fs::path source = kSourceDir;
  for (const fs::directory_entry & folder : fs::directory_iterator(source / "nodes"))
  {
    const std::string name = folder.path().filename().string();
    if (fs::exists(folder.path() / (name + ".json")))
    {
      CHECK_MESSAGE(Has(nodes.output, "pheno." + name), nodes.output);
      CHECK(fs::exists(Installed("lib/pheno/nodes/" + name + ".so")));
    }
  }
  for (const char * folder : { "schemas", "workflows" })
  {
    for (const fs::directory_entry & file : fs::directory_iterator(source / folder))
    {
      CHECK(fs::exists(Installed("share/pheno") / folder / file.path().filename()));
    }
  }
  for (const fs::directory_entry & room : fs::directory_iterator(source / "modules"))
  {
    if (fs::is_directory(room.path() / "include"))
    {
      for (const fs::directory_entry & header : fs::directory_iterator(room.path() / "include"))
      {
        CHECK_MESSAGE(fs::exists(Installed("include/pheno") / header.path().filename()), header.path().string());
      }
    }
  }
}

TEST_CASE("the package asks for LibTorch only where a component needs it")
{
  const std::string report = "message(STATUS \"torch: ${Torch_FOUND}, run: ${PHENO_RUN}, ITK: ${ITK_LIBRARIES}.\")";
  const Ended       filters =
    ConfigureProject("find_package(Pheno REQUIRED COMPONENTS illumination segmentation)\n" + report);
  CHECK_MESSAGE(filters.code == 0, filters.output);
  CHECK(Has(filters.output, "torch: , run: " + Installed("bin/pheno-run").string() + ", ITK: ."));
  const Ended learning = ConfigureProject("find_package(Pheno REQUIRED COMPONENTS embedding)\n" + report);
  CHECK_MESSAGE(learning.code == 0, learning.output);
  CHECK_FALSE(Has(learning.output, "torch: ,"));
}

TEST_CASE("a component that does not exist and another version are refused")
{
  const Ended component = ConfigureProject("find_package(Pheno REQUIRED COMPONENTS illumination magic)");
  CHECK(component.code != 0);
  CHECK_MESSAGE(Has(component.output, "magic"), component.output);
  const Ended version = ConfigureProject("find_package(Pheno 99.0 REQUIRED COMPONENTS core)");
  CHECK(version.code != 0);
}
