#include "phenoRdkitLog.h"

#include <algorithm>
#include <cctype>

namespace pheno::molecule
{
namespace
{
std::mutex &
Turn()
{
  static std::mutex mutex;
  return mutex;
}

void
DropUpTo(std::string & text, const std::string & end)
{
  const std::size_t found = text.find(end);
  if (found != std::string::npos)
  {
    text.erase(0, found + end.size());
  }
}

void
DropFrom(std::string & text, const std::string & begin)
{
  text.erase(std::min(text.find(begin), text.size()));
}
} // namespace

RdkitLog::RdkitLog()
  : m_Turn(Turn())
  , m_ErrorLog(rdErrorLog)
  , m_WarningLog(rdWarningLog)
{
  rdErrorLog = std::make_shared<boost::logging::rdLogger>(&m_Errors);
  rdWarningLog = std::make_shared<boost::logging::rdLogger>(&m_Warnings);
}

RdkitLog::~RdkitLog()
{
  rdErrorLog = m_ErrorLog;
  rdWarningLog = m_WarningLog;
}

std::string
RdkitLog::FirstError() const
{
  std::string text = m_Errors.str();
  if (text.rfind('[', 0) == 0)
  {
    DropUpTo(text, "] "); // the time
  }
  return Clause(text);
}

std::string
RdkitLog::Clause(std::string message)
{
  DropFrom(message, "\n");
  DropUpTo(message, "SMILES Parse Error: ");
  DropFrom(message, " for input:");
  DropFrom(message, " while parsing:");
  std::replace(message.begin(), message.end(), '.', ';');
  while (!message.empty() && (std::isspace(static_cast<unsigned char>(message.back())) || message.back() == ';'))
  {
    message.pop_back();
  }
  return message;
}
} // namespace pheno::molecule
