#include "phenoValueCache.h"

#include <array>

namespace pheno
{
namespace
{
template <std::size_t Alternative>
Value
Retyped(std::shared_ptr<const void> pointer)
{
  using Pointer = std::variant_alternative_t<Alternative, Value>;
  return Value(std::in_place_index<Alternative>,
               std::static_pointer_cast<typename Pointer::element_type>(std::move(pointer)));
}

template <std::size_t... Alternatives>
Value
Retyped(ValueType type, std::shared_ptr<const void> pointer, std::index_sequence<Alternatives...>)
{
  using Make = Value (*)(std::shared_ptr<const void>);
  static constexpr std::array<Make, sizeof...(Alternatives)> kMake = { &Retyped<Alternatives>... };
  return kMake[static_cast<std::size_t>(type)](std::move(pointer));
}
} // namespace

WeakValue::WeakValue(const Value & value)
  : m_Type(TypeOf(value))
  , m_Pointer(std::visit([](const auto & pointer) { return std::weak_ptr<const void>(pointer); }, value))
{}

std::optional<Value>
WeakValue::Lock() const
{
  std::shared_ptr<const void> pointer = m_Pointer.lock();
  if (!pointer)
  {
    return std::nullopt;
  }
  return Retyped(m_Type, std::move(pointer), std::make_index_sequence<std::variant_size_v<Value>>());
}

std::shared_ptr<ValueCache::Entry>
ValueCache::EntryOf(const Name & name)
{
  const std::lock_guard    lock(m_Mutex);
  std::shared_ptr<Entry> & entry = m_Entries[name];
  if (!entry)
  {
    entry = std::make_shared<Entry>();
  }
  return entry;
}

Value
ValueCache::Get(const Name & name, const std::function<Value()> & load)
{
  const std::shared_ptr<Entry> entry = EntryOf(name);
  const std::lock_guard        lock(entry->loading);
  if (std::optional<Value> held = entry->value.Lock())
  {
    return *held;
  }
  Value value = load();
  entry->value = WeakValue(value);
  return value;
}
} // namespace pheno
