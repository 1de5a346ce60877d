#include "phenoStore.h"

#include "phenoHash.h"
#include "phenoStoreFiles.h"
#include "phenoStoreOwner.h"

#include <map>

namespace pheno
{
namespace
{
constexpr std::chrono::hours kSweepSilence{ 24 };
constexpr const char *       kRecordEnding = ".json";
/** A record before it is linked: <folder><ending>. */
constexpr const char * kDraftEnding = ".record";

fs::path
Room(const fs::path & root, const std::string & key)
{
  return root / key.substr(0, 2);
}

fs::path
RecordPath(const fs::path & root, const std::string & key)
{
  return Room(root, key) / (key + kRecordEnding);
}

/** Rooms are named by two hexadecimal digits. */
bool
IsRoom(const fs::path & folder)
{
  const std::string name = folder.filename().string();
  return name.size() == 2 && name.find_first_not_of("0123456789abcdef") == std::string::npos;
}

/** "<key>.json" gives key, anything else "". */
std::string
KeyOfRecord(const fs::path & path)
{
  const std::string name = path.filename().string();
  const std::size_t dot = name.find('.');
  return dot != std::string::npos && name.compare(dot, std::string::npos, kRecordEnding) == 0 ? name.substr(0, dot)
                                                                                              : "";
}

template <typename Visit>
void
ForEachEntry(const fs::path & folder, Visit visit)
{
  boost::system::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
  {
    visit(it->path());
  }
  if (error && error != boost::system::errc::no_such_file_or_directory)
  {
    throw Error(folder.string() + ": cannot be listed: " + error.message());
  }
}

void
SyncTree(const fs::path & folder, const std::vector<fs::path> & files)
{
  for (const fs::path & file : files)
  {
    Sync(file);
  }
  for (const fs::directory_entry & entry : fs::recursive_directory_iterator(folder))
  {
    if (fs::is_directory(entry.status()))
    {
      Sync(entry.path());
    }
  }
  Sync(folder);
  Sync(folder.parent_path());
}

Json
DigestsOf(const fs::path & folder, const std::vector<fs::path> & files)
{
  Json digests = Json::object();
  for (const fs::path & file : files)
  {
    digests[fs::relative(file, folder).generic_string()] = { { "size", fs::file_size(file) },
                                                             { "sha256", Sha256File(file) } };
  }
  return digests;
}

void
CheckRecord(const Json & record, const std::string & key, const fs::path & path)
{
  const bool valid = record.is_object() && record.value("key", Json()) == key &&
                     record.value("folder", Json()).is_string() && record.value("files", Json()).is_object();
  if (!valid)
  {
    throw Error(path.string() + ": damaged record: expected an object with key '" + key +
                "', folder and files; remove the file to run the task again");
  }
}
} // namespace

Store::Store(fs::path root)
  : m_Root(fs::absolute(root))
{
  MakeFolder(m_Root);
  m_Owner = std::make_shared<StoreOwner>(m_Root);
}

bool
Store::Has(const std::string & key) const
{
  boost::system::error_code ignored;
  return fs::exists(RecordPath(m_Root, key), ignored);
}

std::set<std::string>
Store::Keys() const
{
  std::set<std::string> keys;
  ForEachEntry(m_Root, [&](const fs::path & room) {
    if (IsRoom(room))
    {
      ForEachEntry(room, [&](const fs::path & entry) {
        std::string key = KeyOfRecord(entry);
        if (!key.empty())
        {
          keys.insert(std::move(key));
        }
      });
    }
  });
  return keys;
}

std::optional<Json>
Store::Record(const std::string & key) const
{
  const fs::path                   path = RecordPath(m_Root, key);
  const std::optional<std::string> text = ReadTextIfThere(path);
  if (!text)
  {
    return std::nullopt;
  }
  Json record = Json::parse(*text, nullptr, false);
  CheckRecord(record, key, path);
  return record;
}

fs::path
Store::FolderOf(const std::string & key, const Json & record) const
{
  return Room(m_Root, key) / record.at("folder").get<std::string>();
}

fs::path
Store::Begin(const std::string & key)
{
  const fs::path            room = Room(m_Root, key);
  const fs::path            folder = room / (key + "." + m_Owner->NextNonce());
  boost::system::error_code error;
  if (fs::create_directory(room, error))
  {
    Sync(m_Root);
  }
  if (!fs::create_directory(folder, error))
  {
    throw Error(folder.string() + ": cannot be made: " + error.message());
  }
  return folder;
}

bool
Store::Commit(const std::string & key, const fs::path & folder, Json record)
{
  const fs::path draft = folder.string() + kDraftEnding;
  bool           linked = false;
  try
  {
    const std::vector<fs::path> files = FilesBelow(folder);
    SyncTree(folder, files);
    record["key"] = key;
    record["folder"] = folder.filename().string();
    record["files"] = DigestsOf(folder, files);
    WriteSynced(draft, record.dump() + "\n");
    linked = LinkIfAbsent(draft, RecordPath(m_Root, key));
    Sync(folder.parent_path());
  }
  catch (const std::exception & error)
  {
    RemoveQuietly(draft);
    if (linked)
    {
      RemoveQuietly(RecordPath(m_Root, key));
    }
    Discard(folder);
    throw Error(std::string("nothing was stored: ") + error.what());
  }
  RemoveQuietly(draft);
  if (!linked)
  {
    Discard(folder);
  }
  return linked;
}

void
Store::Discard(const fs::path & folder) noexcept
{
  RemoveQuietly(folder);
}

void
Store::Heartbeat()
{
  m_Owner->Beat();
}

namespace
{
/** What lies in a room besides records, by key: uncommitted folders, drafts and, at most one a key, committed folders.
 */
struct RoomListing
{
  std::set<std::string>                        recorded;
  std::map<std::string, std::vector<fs::path>> folders;
};

RoomListing
List(const fs::path & room)
{
  RoomListing listing;
  ForEachEntry(room, [&](const fs::path & entry) {
    const std::string name = entry.filename().string();
    const std::string key = KeyOfRecord(entry);
    if (!key.empty())
    {
      listing.recorded.insert(key);
    }
    else if (name.find('.') != std::string::npos)
    {
      listing.folders[name.substr(0, name.find('.'))].push_back(entry);
    }
  });
  return listing;
}

bool
HasLivingOwner(const fs::path & root, const fs::path & folder)
{
  const std::string name = folder.filename().string();
  const std::string nonce = name.substr(name.find('.') + 1);
  const fs::path    card = StoreOwner::CardPath(root, StoreOwner::IdOf(nonce));
  return StoreOwner::Lives(StoreOwner::ReadCard(card), root, kSweepSilence);
}
} // namespace

void
Store::Sweep()
{
  const auto sweepKey = [&](const std::string & key, const std::vector<fs::path> & folders) {
    for (const fs::path & folder : folders)
    {
      if (HasLivingOwner(m_Root, folder))
      {
        continue;
      }
      // Read after its owner was seen dead: nobody commits this folder any more.
      const auto record = Record(key);
      if (!record || FolderOf(key, *record) != folder)
      {
        Discard(folder);
      }
    }
  };
  ForEachEntry(m_Root, [&](const fs::path & room) {
    if (IsRoom(room))
    {
      const RoomListing listing = List(room);
      for (const auto & [key, folders] : listing.folders)
      {
        // The one folder of a recorded key is the committed one.
        if (folders.size() > 1 || listing.recorded.count(key) == 0)
        {
          sweepKey(key, folders);
        }
      }
    }
  });
  ForEachEntry(m_Root / "owners", [&](const fs::path & card) {
    if (!StoreOwner::Lives(StoreOwner::ReadCard(card), m_Root, kSweepSilence))
    {
      RemoveQuietly(card);
    }
  });
  ForEachEntry(m_Root / "scratch", [&](const fs::path & entry) {
    const std::string key = entry.filename().string();
    if (entry.extension().empty() && Has(key))
    {
      RemoveUnownedScratch(key);
    }
  });
}

std::vector<std::string>
Store::Verify(const std::string & key) const
{
  const std::optional<Json> record = Record(key);
  if (!record)
  {
    return { RecordPath(m_Root, key).string() + ": there is no such record" };
  }
  const fs::path           folder = FolderOf(key, *record);
  const Json &             files = record->at("files");
  std::vector<std::string> problems;
  for (auto it = files.begin(); it != files.end(); ++it)
  {
    const fs::path            file = folder / it.key();
    boost::system::error_code error;
    const std::uintmax_t      size = fs::file_size(file, error);
    if (error)
    {
      problems.push_back(file.string() + ": cannot be read: " + error.message());
    }
    else if (size != it->at("size").get<std::uintmax_t>())
    {
      problems.push_back(file.string() + ": has " + std::to_string(size) + " bytes, " + it->at("size").dump() +
                         " were stored");
    }
    else if (Sha256File(file) != it->at("sha256").get<std::string>())
    {
      problems.push_back(file.string() + ": its content is not what was stored");
    }
  }
  if (!fs::is_directory(folder))
  {
    problems.push_back(folder.string() + ": the folder is gone");
    return problems;
  }
  for (const fs::path & file : FilesBelow(folder))
  {
    if (!files.contains(fs::relative(file, folder).generic_string()))
    {
      problems.push_back(file.string() + ": is not in the record");
    }
  }
  return problems;
}

void
Store::Remove(const std::string & key)
{
  const std::optional<Json> record = Record(key);
  if (record)
  {
    RemoveQuietly(RecordPath(m_Root, key));
    Discard(FolderOf(key, *record));
  }
  RemoveUnownedScratch(key);
}
} // namespace pheno
