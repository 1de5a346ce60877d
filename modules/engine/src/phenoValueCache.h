#ifndef phenoValueCache_h
#define phenoValueCache_h

#include "phenoValue.h"

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace pheno
{
/** A value that somebody else keeps alive. */
class WeakValue
{
public:
  WeakValue() = default;
  explicit WeakValue(const Value & value);

  /** nullopt when nobody holds the value any more. */
  std::optional<Value>
  Lock() const;

private:
  ValueType                 m_Type = ValueType::File;
  std::weak_ptr<const void> m_Pointer;
};

/** Stored values by key and port while somebody uses them, so that a plate's flat field is read once and not once a
 * site. Safe to use from several threads; two that ask for one value at the same time load it once. */
class ValueCache
{
public:
  using Name = std::pair<std::string, std::string>;

  /** The value, loaded when nobody holds it. Passes on what `load` throws; then nothing is cached. */
  Value
  Get(const Name & name, const std::function<Value()> & load);

private:
  struct Entry
  {
    std::mutex loading;
    WeakValue  value;
  };
  std::shared_ptr<Entry>
  EntryOf(const Name & name);

  std::mutex                             m_Mutex;
  std::map<Name, std::shared_ptr<Entry>> m_Entries;
};
} // namespace pheno

#endif
