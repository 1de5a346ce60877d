#include "phenoCliProgress.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iostream>

namespace pheno::cli
{
namespace
{
constexpr auto kTerminalPause = std::chrono::milliseconds(100);
constexpr auto kPlainPause = std::chrono::seconds(30);
} // namespace

std::string
Duration(double seconds)
{
  const long whole = std::lround(seconds);
  char       text[48];
  if (whole >= 3600)
  {
    std::snprintf(text, sizeof(text), "%ld h %02ld min", whole / 3600, whole % 3600 / 60);
  }
  else if (whole >= 60)
  {
    std::snprintf(text, sizeof(text), "%ld min %02ld s", whole / 60, whole % 60);
  }
  else
  {
    std::snprintf(text, sizeof(text), "%ld s", whole);
  }
  return text;
}

ProgressLine::ProgressLine(const Plan & plan, std::size_t cached)
  : m_Plan(plan)
  , m_Terminal(isatty(STDERR_FILENO) != 0)
  , m_Steps(plan.workflow.steps.size())
  , m_Begin(Clock::now())
  , m_LastDraw(m_Begin)
{
  for (const Task & task : plan.tasks)
  {
    if (!plan.StepOf(task).inlined)
    {
      ++m_Steps[task.step].total;
      ++m_Total;
    }
  }
  Print(plan.workflow.name + ": " + std::to_string(m_Total) + " tasks, " + std::to_string(cached) + " already done");
}

std::string
ProgressLine::Where(std::size_t task) const
{
  const Shard & shard = m_Plan.tasks[task].shard;
  std::string where = m_Plan.StepOf(m_Plan.tasks[task]).name;
  if (!shard.Axes().empty())
  {
    where += ' ';
    where += shard.ToString();
  }
  return where;
}

void
ProgressLine::Print(const std::string & line)
{
  std::cerr << (m_Terminal ? "\r\x1b[K" : "") << line << std::endl;
}

void
ProgressLine::Started(std::size_t task)
{
  m_Running[task] = 0;
  m_StartedAt[task] = Clock::now();
  Draw(false);
}

void
ProgressLine::Advanced(std::size_t task, double fraction)
{
  m_Running[task] = std::clamp(fraction, 0.0, 1.0);
  Draw(false);
}

void
ProgressLine::Logged(std::size_t task, const std::string & message)
{
  Print(Where(task) + ": " + message);
}

void
ProgressLine::Ended(std::size_t task, const TaskResult & result)
{
  StepCount & step = m_Steps[m_Plan.tasks[task].step];
  ++step.ended;
  ++m_Ended;
  if (result.state != TaskState::Cached)
  {
    ++step.ran;
    step.seconds += result.seconds;
  }
  m_Running.erase(task);
  m_StartedAt.erase(task);
  m_Failed += result.state == TaskState::Failed;
  m_Quarantined += result.state == TaskState::Quarantined;
  if (result.state == TaskState::Failed)
  {
    Print("FAILED " + Where(task) + ": " + result.error);
  }
  else if (result.state == TaskState::Quarantined && result.leftOut.size() > 0)
  {
    Print("quarantined " + Where(task) + ": " + result.error);
  }
  if (!m_Terminal && step.ended == step.total && step.ran > 0)
  {
    Print(m_Plan.StepOf(m_Plan.tasks[task]).name + ": " + std::to_string(step.total) + " done, " +
          Duration(step.seconds) + " of work");
  }
  Draw(false);
}

double
ProgressLine::SecondsLeft() const
{
  double work = 0;
  double unknown = 0;
  double known = 0;
  for (const StepCount & step : m_Steps)
  {
    const double left = static_cast<double>(step.total - step.ended);
    if (step.ran > 0)
    {
      work += left * step.seconds / static_cast<double>(step.ran);
      known += 1;
    }
    else if (left > 0)
    {
      unknown += 1;
    }
  }
  for (const auto & [task, fraction] : m_Running)
  {
    const double elapsed = std::chrono::duration<double>(Clock::now() - m_StartedAt.at(task)).count();
    if (m_Steps[m_Plan.tasks[task].step].ran == 0 && fraction > 0.02)
    {
      work += elapsed * (1 - fraction) / fraction;
    }
  }
  const double parallel = std::max<double>(1.0, static_cast<double>(m_Running.size()));
  return known == 0 && m_Running.empty() ? -1 : work / parallel;
}

void
ProgressLine::Draw(bool force)
{
  const auto now = Clock::now();
  const bool due = m_Terminal ? now - m_LastDraw >= kTerminalPause : now - m_LastDraw >= kPlainPause;
  if (!due && !force)
  {
    return;
  }
  m_LastDraw = now;
  const double left = SecondsLeft();
  std::string  line = std::to_string(m_Ended) + "/" + std::to_string(m_Total) + " tasks";
  line += left > 0 ? ", about " + Duration(left) + " left" : "";
  line += m_Failed > 0 ? ", " + std::to_string(m_Failed) + " failed" : "";
  line += m_Quarantined > 0 ? ", " + std::to_string(m_Quarantined) + " quarantined" : "";
  for (const auto & [task, fraction] : m_Running)
  {
    char percent[16];
    std::snprintf(percent, sizeof(percent), " %.0f %%", 100 * fraction);
    line += (task == m_Running.begin()->first ? " | " : ", ") + Where(task) + (fraction > 0 ? percent : "");
  }
  if (m_Terminal)
  {
    constexpr std::size_t kWidth = 118;
    std::cerr << "\r\x1b[K" << line.substr(0, kWidth) << std::flush;
  }
  else
  {
    Print(line);
  }
}

void
ProgressLine::Finish()
{
  if (m_Terminal)
  {
    std::cerr << "\r\x1b[K" << std::flush;
  }
}
} // namespace pheno::cli
