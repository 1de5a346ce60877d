#include "phenoCliRanks.h"

#include "phenoNumber.h"
#include "phenoRankPlace.h"
#include "phenoRunRanks.h"

#include <cmath>
#include <fstream>
#include <iostream>
#include <memory>

namespace pheno::cli
{
namespace
{
constexpr const char * kProgress = "progress ";
constexpr double       kGraceSeconds = 60; // for a checkpoint

/** The words that name a workflow, once more. */
Words
WordsOf(const WorkflowArguments & arguments)
{
  Words      words = { arguments.workflow };
  const auto add = [&words](const char * option, const std::vector<std::string> & values) {
    for (const std::string & value : values)
    {
      words.emplace_back(option);
      words.push_back(value);
    }
  };
  add("-i", arguments.inputs);
  add("-p", arguments.params);
  add("--nodes", arguments.nodes);
  add("--until", arguments.until.empty() ? Words() : Words{ arguments.until });
  add("-x", arguments.exclusions.empty() ? Words() : Words{ arguments.exclusions });
  add("--seeds", arguments.seeds == 0 ? Words() : Words{ std::to_string(arguments.seeds) });
  if (arguments.trustVersions)
  {
    words.emplace_back("--trust-versions");
  }
  return words;
}

/** Reads on in what rank 0 prints, and tells it line by line. */
class RankReader
{
public:
  explicit RankReader(const fs::path & log)
    : m_Log(log)
  {}

  void
  Tell(const RankedTask & task)
  {
    std::ifstream file(m_Log.string());
    file.seekg(m_Position);
    for (std::string line; std::getline(file, line) && !file.eof(); m_Position = file.tellg())
    {
      const std::string progress = kProgress;
      if (line.compare(0, progress.size(), progress) == 0)
      {
        task.progress(ParseNumber(line.substr(progress.size())).value_or(0));
      }
      else
      {
        task.log(line);
      }
    }
  }

private:
  fs::path       m_Log;
  std::streamoff m_Position = 0;
};
} // namespace

std::function<bool(const RankedTask &)>
RankLauncher(const WorkflowArguments & workflow,
             const BudgetArguments &   budget,
             const std::string &       store,
             const Plan &              plan,
             const fs::path &          folder)
{
  if (budget.ranks <= 1)
  {
    return {};
  }
  return [=, &plan](const RankedTask & ranked) {
    const Task & task = plan.tasks[ranked.task];
    RankProgram  program;
    program.folder = (folder / (plan.StepOf(task).name + "-" + task.key.substr(0, 12))).string();
    program.grace_seconds = kGraceSeconds;
    program.arguments = { "task" };
    const Words words = WordsOf(workflow);
    program.arguments.insert(program.arguments.end(), words.begin(), words.end());
    const unsigned threads = std::max(1U, ranked.threads / budget.ranks);
    for (const std::string & word : { std::string("--store"),
                                      store,
                                      std::string("-j"),
                                      std::to_string(threads),
                                      std::string("--gpus"),
                                      std::to_string(ranked.gpus),
                                      task.key })
    {
      program.arguments.push_back(word);
    }
    RankReader reader(fs::path(program.folder) / "rank-0.log");
    program.cancelled = [&] {
      reader.Tell(ranked);
      return ranked.cancelled();
    };
    return RunRanks(static_cast<int>(budget.ranks), program);
  };
}

Rank
RankOfThisProcess()
{
  const RankPlace place = PlaceOfThisProcess();
  return { place.rank, place.size, place.rendezvous_file };
}

std::function<void(std::size_t task, double fraction)>
RankProgress(const Rank & rank)
{
  if (rank.size == 1 || rank.rank > 0)
  {
    return {};
  }
  return [last = std::make_shared<double>(-1)](std::size_t, double fraction) {
    constexpr double kStep = 0.001;
    if (fraction >= *last + kStep)
    {
      *last = fraction;
      std::cout << kProgress << FormatNumber(std::round(fraction / kStep) * kStep) << std::endl;
    }
  };
}
} // namespace pheno::cli
