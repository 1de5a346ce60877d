#include "phenoStoreOwner.h"

#include "phenoError.h"
#include "phenoStoreFiles.h"

#include <cstring>
#include <ctime>
#include <random>
#include <sstream>

#include <sys/stat.h>
#include <unistd.h>

namespace pheno
{
namespace
{
std::string
RandomId()
{
  std::random_device device;
  static const char  kHex[] = "0123456789abcdef";
  std::string        id;
  for (int i = 0; i < 16; ++i)
  {
    id += kHex[device() & 15];
  }
  return id;
}

std::string
TextOr(const fs::path & path, const std::string & otherwise)
{
  try
  {
    std::string text = ReadText(path);
    while (!text.empty() && text.back() == '\n')
    {
      text.pop_back();
    }
    return text;
  }
  catch (const Error &)
  {
    return otherwise;
  }
}

std::string
BootId()
{
  return TextOr("/proc/sys/kernel/random/boot_id", "unknown");
}

/** Process ids mean something within one namespace alone; containers may share a host name. */
std::string
PidNamespace()
{
  boost::system::error_code error;
  const fs::path            target = fs::read_symlink("/proc/self/ns/pid", error);
  return error ? "unknown" : target.string();
}

/** When a process was started, in clock ticks since boot (field 22 of /proc/<pid>/stat): with it a process id is never
 * mistaken for a later process of the same number. "" when there is no such process or it is a zombie. */
std::string
StartOf(long pid)
{
  const std::string text = TextOr("/proc/" + std::to_string(pid) + "/stat", "");
  const std::size_t close = text.rfind(')');
  if (close == std::string::npos)
  {
    return "";
  }
  std::istringstream fields(text.substr(close + 1));
  std::string        field;
  fields >> field;
  if (field == "Z" || field == "X")
  {
    return "";
  }
  for (int number = 4; number <= 22; ++number)
  {
    fields >> field;
  }
  return field;
}

} // namespace

std::string
HostName()
{
  char name[256] = {};
  return ::gethostname(name, sizeof name - 1) == 0 ? name : "unknown";
}

StoreOwner::StoreOwner(fs::path root)
  : m_Root(std::move(root))
  , m_Id(RandomId())
{}

StoreOwner::~StoreOwner()
{
  if (!m_Card.is_null())
  {
    RemoveQuietly(CardPath(m_Root, m_Id));
  }
}

Json
StoreOwner::Card()
{
  const std::lock_guard lock(m_Mutex);
  if (m_Card.is_null())
  {
    MakeFolder(m_Root / "owners");
    const Json card = { { "id", m_Id },
                        { "host", HostName() },
                        { "boot", BootId() },
                        { "space", PidNamespace() },
                        { "pid", static_cast<long>(::getpid()) },
                        { "start", StartOf(::getpid()) } };
    ReplaceFile(CardPath(m_Root, m_Id), card.dump() + "\n");
    m_Card = card;
  }
  return m_Card;
}

std::string
StoreOwner::NextNonce()
{
  Card();
  return m_Id + "-" + std::to_string(m_Next++);
}

void
StoreOwner::Beat()
{
  const std::lock_guard lock(m_Mutex);
  if (!m_Card.is_null())
  {
    boost::system::error_code ignored; // the next beat will do
    fs::last_write_time(CardPath(m_Root, m_Id), std::time(nullptr), ignored);
  }
}

std::string
StoreOwner::IdOf(const std::string & nonce)
{
  return nonce.substr(0, nonce.find('-'));
}

fs::path
StoreOwner::CardPath(const fs::path & root, const std::string & id)
{
  return root / "owners" / (id + ".json");
}

Json
StoreOwner::ReadCard(const fs::path & path)
{
  const Json card = Json::parse(TextOr(path, "null"), nullptr, false);
  for (const char * field : { "id", "host", "boot", "space", "start" })
  {
    if (!card.is_object() || !card.contains(field) || !card[field].is_string())
    {
      return nullptr;
    }
  }
  return card.contains("pid") && card["pid"].is_number_integer() ? card : Json();
}

bool
StoreOwner::Lives(const Json & card, const fs::path & root, std::chrono::seconds silence)
{
  if (!card.is_object())
  {
    return false;
  }
  if (card.value("host", "") == HostName())
  {
    if (card.value("boot", "") != BootId())
    {
      return false;
    }
    if (card.value("space", "") == PidNamespace())
    {
      const std::string start = card.value("start", "");
      return !start.empty() && StartOf(card.value("pid", 0L)) == start;
    }
  }
  struct stat status
  {};
  return ::stat(CardPath(root, card.value("id", "")).c_str(), &status) == 0 &&
         std::time(nullptr) - status.st_mtime < silence.count();
}

std::string
StoreOwner::Describe(const Json & card)
{
  return "process " + std::to_string(card.value("pid", 0L)) + " on host " + card.value("host", "?");
}
} // namespace pheno
