#ifndef phenoRdkitLog_h
#define phenoRdkitLog_h

#include <RDGeneral/RDLog.h>

#include <mutex>
#include <sstream>
#include <string>

namespace pheno::molecule
{
/** While it lives, RDKit's errors and warnings of the whole process are kept here instead of being printed; then its
 * logs are as they were. RDKit's logs are global, so one lives at a time and a second waits. */
class RdkitLog
{
public:
  RdkitLog();
  ~RdkitLog();
  RdkitLog(const RdkitLog &) = delete;
  RdkitLog &
  operator=(const RdkitLog &) = delete;

  /** The first error, as Clause; empty when there is none. */
  std::string
  FirstError() const;

  /** RDKit's message without time, "SMILES Parse Error:", repetition of the input and full stops: one clause. */
  static std::string
  Clause(std::string message);

private:
  std::lock_guard<std::mutex> m_Turn;
  std::ostringstream          m_Errors;
  std::ostringstream          m_Warnings;
  RDLogger                    m_ErrorLog;
  RDLogger                    m_WarningLog;
};
} // namespace pheno::molecule

#endif
