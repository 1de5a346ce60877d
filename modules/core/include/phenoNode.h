#ifndef phenoNode_h
#define phenoNode_h

#include "phenoError.h"
#include "phenoFileSystem.h"
#include "phenoJson.h"
#include "phenoShard.h"
#include "phenoValue.h"

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace pheno
{
struct Outline; ///< what is known of profiles and images before they are computed; defined in modules/io

/** By output port. */
using Outlines = std::map<std::string, Ptr<Outline>>;

/** What a task reads. Elements of a port are sorted by shard; an element that was quarantined is not among them.
 *
 * Loading is lazy: an element of a stored step is read, one of an inline step is computed, when it is asked for, and it
 * lives while somebody holds the pointer. A node that visits elements one by one works in the memory of one. */
class Inputs
{
public:
  virtual ~Inputs() = default;

  /** Is something connected to the port? (An optional port may be empty; a `many` port may have zero elements.) */
  virtual bool
  Has(const std::string & port) const = 0;

  /** Is something connected whose elements can be loaded now? Always while a task runs; before the run (Node::Check)
   * only where a table, a file or a model of the workflow's inputs feeds the port, and not a step. */
  virtual bool
  CanLoad(const std::string & port) const
  {
    return Has(port);
  }

  /** The shards that feed the port, sorted, quarantined ones left out. For an inline producer an element may still turn
   * out bad when it is computed: ForEach skips it, Load throws BadData. */
  virtual std::vector<Shard>
  Shards(const std::string & port) const = 0;

  /** One element. Throws Error for a shard that the port does not have, BadData when it is quarantined. */
  virtual Value
  Load(const std::string & port, const Shard & shard) const = 0;

  /** The only element. Throws Error when there is none or more than one. */
  virtual Value
  Load(const std::string & port) const = 0;

  /** Visits one or several `many` ports paired by shard, in shard order. A pair is visited whole or not at all: where
   * one of the ports lacks the shard or its element is bad, the shard is left out. */
  virtual void
  ForEach(const std::vector<std::string> &                                       ports,
          const std::function<void(const Shard &, const std::vector<Value> &)> & visit) const = 0;

  /** Before the run: what is known of the profiles or images that a port will receive, those of all tasks of the step
   * together; null where nothing is, and while a task runs. */
  virtual Ptr<Outline>
  Foreseen(const std::string & /*port*/) const
  {
    return nullptr;
  }

  /** The only element of a port, typed. Throws Error naming the port and both types when it is another type. */
  template <typename T>
  Ptr<T>
  Get(const std::string & port) const
  {
    return As<T>(Load(port), port);
  }

  /** Typed ForEach: in.Each<Image, Labels>({"image", "labels"}, [](const Shard &, Ptr<Image>, Ptr<Labels>) {...}). */
  template <typename... T, typename Visit>
  void
  Each(const std::array<std::string, sizeof...(T)> & ports, Visit visit) const
  {
    ForEach(std::vector<std::string>(ports.begin(), ports.end()),
            [&](const Shard & shard, const std::vector<Value> & values) {
              std::size_t i = 0;
              std::apply([&](auto... typed) { visit(shard, std::move(typed)...); },
                         std::tuple<Ptr<T>...>{ Next<T>(values, ports, i)... });
            });
  }

private:
  template <typename T>
  static Ptr<T>
  As(const Value & value, const std::string & port)
  {
    if (const auto * typed = std::get_if<Ptr<T>>(&value))
    {
      return *typed;
    }
    throw Error("port '" + port + "' holds a value of type " + Name(TypeOf(value)) +
                ", which is not what the node asks for");
  }
  template <typename T, std::size_t N>
  static Ptr<T>
  Next(const std::vector<Value> & values, const std::array<std::string, N> & ports, std::size_t & i)
  {
    const std::size_t at = i++;
    return As<T>(values[at], ports[at]);
  }
};

/** What a task writes. */
class Outputs
{
public:
  virtual ~Outputs() = default;

  /** Hands over an output. Once a port; throws Error for an unknown port, a second value or a value of another type. */
  virtual void
  Store(const std::string & port, Value value) = 0;

  /** Is anybody going to read it? An optional output that nobody asked for may be left out. */
  virtual bool
  Wanted(const std::string & port) const = 0;

  /** An empty folder of the store to write a `model` or `file` output in; store the value with a path below it. */
  virtual fs::path
  Folder(const std::string & port) = 0;

  template <typename T>
  void
  Set(const std::string & port, T value)
  {
    Store(port, Value(Ptr<T>(std::make_shared<T>(std::move(value)))));
  }
};

/** Where tensors are computed. */
struct Device
{
  enum class Kind
  {
    Cpu,
    Gpu
  };
  Kind kind = Kind::Cpu;
  int  index = 0;
};

/** The place of this process among those that work on one task together; 0 of 1 alone. */
struct Rank
{
  int         rank = 0;
  int         size = 1;
  std::string rendezvous; ///< a path that all ranks can write, for torch's FileStore
};

enum class LogLevel
{
  Info,
  Warning
};

/** What the engine lends a node: it never reaches out to globals, environment variables or clocks. */
class Context
{
public:
  virtual ~Context() = default;

  virtual const Shard &
  GetShard() const = 0;
  /** hash(workflow seed, node id, shard); does not change with parameters. */
  virtual std::uint64_t
  Seed() const = 0;
  /** Threads granted to this task, at least 1. */
  virtual unsigned
  Threads() const = 0;
  virtual Device
  GetDevice() const = 0;
  /** A folder private to the task that survives a crash (checkpoints) and is removed when the task is done. */
  virtual const fs::path &
  Scratch() const = 0;
  virtual Rank
  GetRank() const = 0;
  virtual bool
  IsCancelled() const = 0;
  /** 0 to 1. */
  virtual void
  Progress(double fraction) = 0;
  virtual void
  Log(LogLevel level, const std::string & message) = 0;
  /** One bad thing inside a good task: a SMILES, a row. Appears in the run's quarantine, does not fail the task. */
  virtual void
  Quarantine(const std::string & item, const std::string & reason) = 0;
  /** What the run is made of, for reports: run name, versions, workflow, quarantine so far, states of tasks.
   * Only a node whose descriptor says "reads_run": true gets more than null; such a node's key holds the run's inputs.
   */
  virtual const Json &
  RunInfo() const = 0;

  void
  ThrowIfCancelled() const
  {
    if (IsCancelled())
    {
      throw Cancelled();
    }
  }
};

/** One stage. Built once per step and worker from its parameters (defaults filled in), never shared between threads. */
class Node
{
public:
  virtual ~Node() = default;

  /** Looks at the input tables and files of the workflow before anything runs and adds what is wrong with them, for
   * instance a plate without controls. Called once per step. Only ports fed from "@input" tables, files and models can
   * be loaded: Shards gives the shards of all the step's tasks, Load(port, shard) the table which that task will
   * receive, Load(port) the rows of all tasks together, once each, the file or the model. Of profiles and images, which
   * are not loaded, Foreseen gives what is known. */
  virtual void
  Check(const Inputs & /*inputsOnly*/, Diagnostics & /*problems*/) const
  {}

  virtual void
  Run(const Inputs & inputs, Outputs & outputs, Context & context) = 0;

  /** What is known before anything runs of the profiles and of the channels of images that come out, those of all tasks
   * of the step together, so that the checks of later steps see it. Called after Check where that found no error; what
   * it throws is said before the run as well. */
  virtual Outlines
  Foresee(const Inputs & /*inputsOnly*/) const
  {
    return {};
  }

  /** Files beside its inputs that the task of a shard will read, such as those whose paths a table gives. What they
   * hold enters the task's key, their paths do not; a folder counts with all files below it. Called before the run,
   * once a task, with what Check may look at, of that task alone; what it throws is said before the run. */
  virtual std::vector<fs::path>
  Files(const Inputs & /*inputsOnly*/, const Shard & /*shard*/) const
  {
    return {};
  }
};
} // namespace pheno

#include "phenoPlugin.h"

#endif
