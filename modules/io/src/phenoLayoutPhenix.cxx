#include "phenoError.h"
#include "phenoLayout.h"
#include "phenoPhenixFiles.h"

#include <algorithm>
#include <set>

namespace pheno
{
namespace
{
constexpr int kDeepest = 3;

/** In the order of preference; index.ref.xml is what exports without images are called. */
const std::vector<std::string> kIndexFiles = { "Index.idx.xml", "index.idx.xml", "Index.xml",     "index.xml",
                                               "Index.ref.xml", "index.ref.xml", "indexfile.txt", "IndexFile.txt" };

/** Index files below a folder, sorted; a folder with one is not searched deeper. */
void
FindIndexFiles(const fs::path & folder, int depth, std::vector<fs::path> & found)
{
  for (const std::string & name : kIndexFiles)
  {
    if (fs::is_regular_file(folder / name))
    {
      found.push_back(folder / name);
      return;
    }
  }
  if (depth == kDeepest)
  {
    return;
  }
  std::vector<fs::path> folders;
  for (const fs::directory_entry & entry : fs::directory_iterator(folder))
  {
    if (fs::is_directory(entry.status()))
    {
      folders.push_back(entry.path());
    }
  }
  std::sort(folders.begin(), folders.end());
  for (const fs::path & next : folders)
  {
    FindIndexFiles(next, depth + 1, found);
  }
}

std::vector<std::string>
Distinct(const std::vector<PhenixImage> & images, std::string PhenixImage::*member)
{
  std::set<std::string> values;
  for (const PhenixImage & image : images)
  {
    values.insert(image.*member);
  }
  return { values.begin(), values.end() };
}

/** One plane and one time point are left. */
void
KeepOnePlane(std::vector<PhenixImage> & images, const fs::path & file, const std::string & plane)
{
  const std::vector<std::string> planes = Distinct(images, &PhenixImage::plane);
  if (!plane.empty())
  {
    std::erase_if(images, [&](const PhenixImage & image) { return image.plane != plane; });
    if (images.empty())
    {
      throw Error(file.string() + ": has no plane '" + plane + "'; it has " + Join(planes));
    }
  }
  else if (planes.size() > 1)
  {
    throw Error(file.string() + ": lists planes " + Join(planes) +
                " of each field; an index holds one: choose it with --plane");
  }
  const std::vector<std::string> times = Distinct(images, &PhenixImage::timepoint);
  if (times.size() > 1)
  {
    throw Error(file.string() + ": lists time points " + Join(times) +
                "; time series are not read, expected one time point");
  }
}

/** Where the listed files lie: beside the list, or in Images below it (Harmony 7). Judged by the first that exists. */
fs::path
ImageFolder(const fs::path & file, const std::vector<PhenixImage> & images)
{
  const fs::path folder = file.parent_path();
  for (const PhenixImage & image : images)
  {
    for (const fs::path & candidate : { folder, folder / "Images", folder / "images" })
    {
      if (fs::exists(ResolveListed(candidate, image.file)))
      {
        return candidate;
      }
    }
  }
  return folder;
}
} // namespace

ImageList
ListPhenix(const fs::path & source, const IndexOptions & options)
{
  std::vector<fs::path> files;
  if (fs::is_regular_file(source))
  {
    files.push_back(source);
  }
  else if (fs::is_directory(source))
  {
    FindIndexFiles(source, 0, files);
  }
  if (files.empty())
  {
    throw Error(source.string() + ": no " + Join(kIndexFiles, ", ") + " was found in it or up to three folders below" +
                (fs::exists(source) ? "" : "; it does not exist"));
  }
  std::vector<std::string> const names = { "plate", "well", "site", "channel", "path", "page" };
  std::vector<Table::Text>       cells(names.size());
  for (const fs::path & file : files)
  {
    std::vector<PhenixImage> images = file.extension() == ".txt" ? ReadPhenixIndexFile(file) : ReadPhenixXml(file);
    KeepOnePlane(images, file, options.plane);
    const fs::path folder = ImageFolder(file, images);
    for (const PhenixImage & image : images)
    {
      cells[0].push_back(image.plate);
      cells[1].push_back(image.well);
      cells[2].push_back(image.field);
      cells[3].push_back(image.channel);
      cells[4].push_back(ResolveListed(folder, image.file).string());
      cells[5].push_back(image.page);
    }
  }
  ImageList list;
  for (std::size_t j = 0; j < names.size(); ++j)
  {
    list.table.Add(names[j], std::move(cells[j]));
  }
  return list;
}
} // namespace pheno
