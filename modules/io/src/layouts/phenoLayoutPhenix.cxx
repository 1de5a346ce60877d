#include "phenoError.h"
#include "phenoLayout.h"
#include "phenoLayoutFiles.h"
#include "phenoNamedPattern.h"
#include "phenoPhenixFiles.h"

#include <algorithm>

namespace pheno
{
namespace
{
/** In the order of preference; index.ref.xml is what exports without images are called. */
const std::vector<std::string> kIndexFiles = { "Index.idx.xml", "index.idx.xml", "Index.xml",
                                               "index.xml",     "Index.ref.xml", "index.ref.xml",
                                               "indexfile.txt", "IndexFile.txt", "ImageIndex.ColumbusIDX.xml" };

std::vector<std::string>
PickIndex(const std::vector<std::string> & files)
{
  return PickFirst(files, kIndexFiles);
}

/** A file that is named itself may be called otherwise. */
std::vector<fs::path>
FindIndexes(const fs::path & source)
{
  return fs::is_regular_file(source) ? std::vector<fs::path>{ source } : FindLists(source, PickIndex);
}
} // namespace

ImageList
ListPhenix(const fs::path & source, const IndexOptions &)
{
  const std::vector<fs::path> files = FindIndexes(source);
  if (files.empty())
  {
    return ListByNames(source, "phenix", "no " + Join(kIndexFiles) + " was found in it or up to three folders below");
  }
  ImageList                list;
  std::vector<ListedImage> images;
  for (const fs::path & file : files)
  {
    PhenixList found = EndsWith(file.string(), ".txt") ? ReadPhenixIndexFile(file) : ReadPhenixXml(file);
    ResolveBeside(file, found.images);
    std::move(found.images.begin(), found.images.end(), std::back_inserter(images));
    std::move(found.notes.begin(), found.notes.end(), std::back_inserter(list.notes));
  }
  list.table = TableOf(images);
  return list;
}

std::string
RecognizePhenix(const fs::path & source)
{
  const std::vector<fs::path> files = FindLists(source, PickIndex);
  return files.empty() ? RecognizeNames(source, "phenix") : files.front().string();
}
} // namespace pheno
