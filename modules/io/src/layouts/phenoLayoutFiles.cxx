#include "phenoLayoutFiles.h"

#include "phenoError.h"
#include "phenoLayout.h"

#include <algorithm>
#include <set>

namespace pheno
{
namespace
{
constexpr int         kDeepest = 3;
constexpr std::size_t kNamesForGuess = 50;

void
FindBelow(const fs::path & folder, int depth, const PickFiles & pick, std::vector<fs::path> & found)
{
  const FolderContent            content = ListFolder(folder);
  const std::vector<std::string> picked = pick(content.files);
  for (const std::string & name : picked)
  {
    found.push_back(folder / name);
  }
  if (!picked.empty() || depth == kDeepest)
  {
    return;
  }
  for (const std::string & name : content.folders)
  {
    FindBelow(folder / name, depth + 1, pick, found);
  }
}

bool
IsImageName(const std::string & name)
{
  return EndsWith(name, ".tif") || EndsWith(name, ".tiff") || EndsWith(name, ".png");
}

std::vector<std::string>
ImageNamesBelow(const fs::path & folder, int depth)
{
  const FolderContent      content = ListFolder(folder);
  std::vector<std::string> names;
  std::copy_if(content.files.begin(), content.files.end(), std::back_inserter(names), IsImageName);
  names.resize(std::min(names.size(), kNamesForGuess));
  for (auto next = content.folders.begin(); names.empty() && depth < kDeepest && next != content.folders.end(); ++next)
  {
    names = ImageNamesBelow(folder / *next, depth + 1);
  }
  return names;
}
} // namespace

FolderContent
ListFolder(const fs::path & folder)
{
  FolderContent content;
  try
  {
    for (const fs::directory_entry & entry : fs::directory_iterator(folder))
    {
      boost::system::error_code code; // a dangling link is neither
      const fs::file_status     status = entry.status(code);
      const std::string         name = entry.path().filename().string();
      if (fs::is_directory(status))
      {
        content.folders.push_back(name);
      }
      else if (fs::is_regular_file(status))
      {
        content.files.push_back(name);
      }
    }
  }
  catch (const fs::filesystem_error & error)
  {
    throw Error(folder.string() + ": the folder cannot be read: " + error.code().message());
  }
  std::sort(content.files.begin(), content.files.end());
  std::sort(content.folders.begin(), content.folders.end());
  return content;
}

std::vector<fs::path>
FindLists(const fs::path & source, const PickFiles & pick)
{
  std::vector<fs::path> found;
  if (fs::is_regular_file(source))
  {
    for (const std::string & name : pick({ source.filename().string() }))
    {
      found.push_back(source.parent_path() / name);
    }
  }
  else if (fs::is_directory(source))
  {
    FindBelow(source, 0, pick, found);
  }
  return found;
}

std::vector<std::string>
PickFirst(const std::vector<std::string> & files, const std::vector<std::string> & preferred)
{
  for (const std::string & name : preferred)
  {
    if (std::find(files.begin(), files.end(), name) != files.end())
    {
      return { name };
    }
  }
  return {};
}

std::vector<std::string>
PickEnding(const std::vector<std::string> & files, const std::string & ending)
{
  std::vector<std::string> picked;
  std::copy_if(files.begin(), files.end(), std::back_inserter(picked), [&](const std::string & name) {
    return EndsWith(name, ending);
  });
  return picked;
}

std::vector<std::string>
FilesBelow(const fs::path & folder)
{
  if (!fs::is_directory(folder))
  {
    throw Error(folder.string() + ": is no folder, expected one with image files");
  }
  std::vector<std::string> files;
  try
  {
    for (const fs::directory_entry & entry :
         fs::recursive_directory_iterator(folder, fs::directory_options::follow_directory_symlink))
    {
      boost::system::error_code code;
      if (fs::is_regular_file(entry.status(code)))
      {
        files.push_back(entry.path().lexically_relative(folder).generic_string());
      }
    }
  }
  catch (const fs::filesystem_error & error)
  {
    throw Error(error.path1().string() + ": the folder cannot be read: " + error.code().message());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<std::string>
SomeImageNames(const fs::path & source)
{
  return fs::is_directory(source) ? ImageNamesBelow(source, 0) : std::vector<std::string>{};
}

bool
EndsWith(const std::string & name, const std::string & ending)
{
  return name.size() >= ending.size() &&
         std::equal(ending.rbegin(), ending.rend(), name.rbegin(), [](char wanted, char c) {
           return wanted == (c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
         });
}

void
ResolveBeside(const fs::path & list, std::vector<ListedImage> & images)
{
  const fs::path folder = list.parent_path();
  fs::path       home = folder;
  for (auto image = images.begin(); image != images.end(); ++image)
  {
    bool found = false;
    for (const char * name : { "", "Images", "images", "Image" })
    {
      const fs::path            candidate = *name == '\0' ? folder : folder / name;
      boost::system::error_code code;
      if (fs::exists(ResolveListed(candidate, image->path), code))
      {
        home = candidate;
        found = true;
        break;
      }
    }
    if (found)
    {
      break;
    }
  }
  for (ListedImage & image : images)
  {
    image.path = ResolveListed(home, image.path).string();
  }
}

std::vector<std::string>
NamePlates(const std::vector<NamedList> & lists)
{
  std::multiset<std::string> uses;
  for (const NamedList & list : lists)
  {
    uses.insert(list.plate);
  }
  std::vector<std::string> names;
  for (const NamedList & list : lists)
  {
    names.push_back(list.plate.empty() || uses.count(list.plate) > 1 ? PlateOfFolder(list.folder) : list.plate);
  }
  return names;
}
} // namespace pheno
