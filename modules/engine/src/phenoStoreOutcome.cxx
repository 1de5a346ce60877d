#include "phenoStoreOutcome.h"

#include <tuple>

namespace pheno
{
namespace
{
constexpr const char * kDone = "done";
constexpr const char * kQuarantined = "quarantined";

/** Axes keep their order, which a JSON object would not. */
Shard
ShardFromJson(const Json & axes)
{
  std::vector<Shard::Axis> pairs;
  for (const Json & axis : axes)
  {
    pairs.emplace_back(axis.at(0).get<std::string>(), axis.at(1).get<std::string>());
  }
  return Shard(std::move(pairs));
}

Json
AxesOf(const Shard & shard)
{
  Json axes = Json::array();
  for (const Shard::Axis & axis : shard.Axes())
  {
    axes.push_back({ axis.first, axis.second });
  }
  return axes;
}

QuarantineEntry
EntryFromRecord(const Json & entry)
{
  return { entry.at("step").get<std::string>(),
           ShardFromJson(entry.at("shard")),
           entry.at("item").get<std::string>(),
           entry.at("reason").get<std::string>() };
}

Json
RecordOf(const QuarantineEntry & entry)
{
  return {
    { "step", entry.step }, { "shard", AxesOf(entry.shard) }, { "item", entry.item }, { "reason", entry.reason }
  };
}

Outcome
FromRecord(const Json & record, fs::path folder)
{
  Outcome outcome;
  outcome.folder = std::move(folder);
  if (record.at("state") == kQuarantined)
  {
    outcome.quarantined = EntryFromRecord(record.at("origin"));
  }
  outcome.outputs = record.at("outputs").get<std::map<std::string, std::string>>();
  for (const Json & entry : record.at("left_out"))
  {
    outcome.leftOut.push_back(EntryFromRecord(entry));
  }
  return outcome;
}
} // namespace

std::optional<Outcome>
ReadOutcome(const Store & store, const std::string & key)
{
  const std::optional<Json> record = store.Record(key);
  if (!record)
  {
    return std::nullopt;
  }
  try
  {
    return FromRecord(*record, store.FolderOf(key, *record));
  }
  catch (const Json::exception & error)
  {
    throw Error("damaged record of " + key + " in " + store.Root().string() + ": " + error.what());
  }
}

std::string
NameOf(const Plan & plan, std::size_t task)
{
  return plan.StepOf(plan.tasks[task]).name + " " + plan.tasks[task].shard.ToString();
}

Json
RecordOf(const Outcome & outcome)
{
  Json record = { { "state", outcome.quarantined ? kQuarantined : kDone },
                  { "outputs", outcome.outputs },
                  { "left_out", Json::array() } };
  if (outcome.quarantined)
  {
    record["reason"] = outcome.quarantined->reason;
    record["origin"] = RecordOf(*outcome.quarantined);
  }
  for (const QuarantineEntry & entry : outcome.leftOut)
  {
    record["left_out"].push_back(RecordOf(entry));
  }
  return record;
}

Json
ToJson(const QuarantineEntry & entry)
{
  return {
    { "step", entry.step }, { "shard", entry.shard.ToJson() }, { "item", entry.item }, { "reason", entry.reason }
  };
}

bool
operator<(const QuarantineEntry & a, const QuarantineEntry & b)
{
  // Shards order by natural names, ties by bytes.
  return std::tie(a.step, a.shard, a.item, a.reason) < std::tie(b.step, b.shard, b.item, b.reason);
}
} // namespace pheno
