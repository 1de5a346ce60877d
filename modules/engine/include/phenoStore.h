#ifndef phenoStore_h
#define phenoStore_h

#include "phenoError.h"
#include "phenoFileSystem.h"
#include "phenoJson.h"

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace pheno
{
class StoreOwner;

/** Outputs by key. `ab/<key>.<nonce>/` is written and synced, then committed by creating the record `ab/<key>.json`
 * with link(): the record is the only commit, and it exists if and only if the task is done (or quarantined).
 *
 * The nonce begins with the name of the process' owner file, `owners/<id>.json` (host, boot, pid, start time of the
 * process), which tells other processes whether an uncommitted folder is still being written. Copies share it. All
 * functions may be called from several threads. */
class Store
{
public:
  /** Makes the folder when absent. Throws Error when it cannot be written. */
  explicit Store(fs::path root);

  const fs::path &
  Root() const
  {
    return m_Root;
  }

  bool
  Has(const std::string & key) const;
  /** Every committed key, by listing once (planning a resume of many tasks stats nothing). */
  std::set<std::string>
  Keys() const;
  /** nullopt when the task is not done. Throws Error on a damaged record. Besides what Commit was given it holds `key`,
   * `folder` (its name) and `files` ({path in the folder: {"size", "sha256"}}). */
  std::optional<Json>
  Record(const std::string & key) const;
  /** Where the record's outputs lie. */
  fs::path
  FolderOf(const std::string & key, const Json & record) const;

  /** A new uncommitted folder for a task. */
  fs::path
  Begin(const std::string & key);
  /** Syncs the folder's files, writes digests of all of them into the record and links it. False when another process
   * was first; the folder is then removed. Throws Error when the disk is full; then nothing is committed and the folder
   * is removed. */
  bool
  Commit(const std::string & key, const fs::path & folder, Json record);
  /** Removes an uncommitted folder. */
  void
  Discard(const fs::path & folder) noexcept;

  /** Removes uncommitted folders whose owner is dead (on another host: no heartbeat for a day), and what a dead owner
   * left of the scratch of a task that is done meanwhile. Scratch of unfinished tasks is kept: they go on from it. */
  void
  Sweep();

  /** Tells other hosts that this process lives. Call it once a minute while tasks run. */
  void
  Heartbeat();

  /** Recomputes digests of a task's files; one sentence a problem. */
  std::vector<std::string>
  Verify(const std::string & key) const;
  /** Removes a record first, then its folder and the task's scratch unless a living process has it. */
  void
  Remove(const std::string & key);

private:
  friend class Scratch;
  void
  RemoveUnownedScratch(const std::string & key);

  fs::path                    m_Root;
  std::shared_ptr<StoreOwner> m_Owner;
};

/** A living process has the scratch folder that was asked for. */
class ScratchInUse : public Error
{
public:
  using Error::Error;
};

/** The private folder of a task that survives a crash: scratch/<key>/ with an owner file scratch/<key>.owner, so that
 * two tasks never share it. Kept on destruction, removed by Finish. */
class Scratch
{
public:
  /** Throws ScratchInUse naming the owner while that lives (on another host: had a heartbeat within ten minutes, so
   * that a training that was killed may go on elsewhere). */
  Scratch(const Store & store, const std::string & key);
  ~Scratch();
  Scratch(const Scratch &) = delete;
  Scratch &
  operator=(const Scratch &) = delete;

  const fs::path &
  Path() const
  {
    return m_Path;
  }
  /** Empties the folder: what an earlier attempt left is not wanted. */
  void
  Clear();
  /** Removes the folder: the task is done. */
  void
  Finish();

private:
  fs::path m_Path;
  fs::path m_OwnerFile;
};
} // namespace pheno

#endif
