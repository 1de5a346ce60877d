#ifndef phenoStoreOwner_h
#define phenoStoreOwner_h

#include "phenoFileSystem.h"
#include "phenoJson.h"

#include <atomic>
#include <chrono>
#include <mutex>
#include <string>

namespace pheno
{
std::string
HostName();

/** The process' card in a store, owners/<id>.json: by it others know whether what it left is still being written. Made
 * at the first use, removed with the object. */
class StoreOwner
{
public:
  explicit StoreOwner(fs::path root);
  ~StoreOwner();
  StoreOwner(const StoreOwner &) = delete;
  StoreOwner &
  operator=(const StoreOwner &) = delete;

  /** "<id>-<n>", never the same twice. Throws Error when the card cannot be written. */
  std::string
  NextNonce();
  /** id, host, boot, space (pid namespace), pid, start. Throws as NextNonce. */
  Json
  Card();
  /** Renews the card's time. */
  void
  Beat();

  /** The owner's id of a nonce. */
  static std::string
  IdOf(const std::string & nonce);
  static fs::path
  CardPath(const fs::path & root, const std::string & id);
  /** null when the file is no card or is gone, which means that its process has ended. */
  static Json
  ReadCard(const fs::path & path);
  /** Does the process of a card run? Certain on one machine; of another host: its heartbeat is younger than `silence`.
   */
  static bool
  Lives(const Json & card, const fs::path & root, std::chrono::seconds silence);
  /** "process 17 on host a" */
  static std::string
  Describe(const Json & card);

private:
  fs::path                   m_Root;
  std::string                m_Id;
  std::mutex                 m_Mutex;
  Json                       m_Card; ///< null until it lies in the store
  std::atomic<std::uint64_t> m_Next{ 0 };
};
} // namespace pheno

#endif
