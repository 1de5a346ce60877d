#ifndef phenoWorkflow_h
#define phenoWorkflow_h

#include "phenoDescriptor.h"
#include "phenoNodeRegistry.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace pheno
{
/** The tall index's name among a workflow's inputs; it defines the shards. */
inline constexpr const char * kScreenInput = "screen";

/** The axis that no screen has: a step with it runs once per seed, 1 to Workflow::seeds. */
inline constexpr const char * kSeedAxis = "seed";

/** "step.port" or "@input". */
struct Reference
{
  std::string step; ///< "" for an input
  std::string port; ///< port of the step, or name of the input

  std::string
  ToString() const
  {
    return step.empty() ? "@" + port : step + "." + port;
  }
};

struct WorkflowInput
{
  std::string name;
  ValueType   type = ValueType::Table;
  fs::path    path; ///< as given, resolved against the workflow's folder (or the working folder for -i)
  std::string doc;
};

/** A use of a node in a workflow. */
struct Step
{
  std::string        name;
  std::string        doc;
  const Descriptor * descriptor = nullptr;
  std::vector<std::string>
       each; ///< axes; one task per combination; source, batch, plate, well, site, channel first, seed last
  bool inlined = false;
  Json params;                         ///< defaults filled in, overrides applied
  std::map<std::string, Reference> in; ///< by input port
};

/** A checked workflow file. */
struct Workflow
{
  std::string                      name;
  std::string                      doc;
  std::uint64_t                    seed = 0;
  unsigned                         seeds = 1; ///< values of the axis `seed`
  fs::path                         path;
  std::vector<WorkflowInput>       inputs;
  std::vector<Step>                steps; ///< producers first; otherwise in the order of the file
  std::map<std::string, Reference> outputs;

  const Step *
  FindStep(const std::string & name) const;
  const WorkflowInput *
  FindInput(const std::string & name) const;
  /** The file with every default and override written out; reading it again gives the same workflow. Paths absolute. */
  OrderedJson
  Resolved() const;
};

/** What the command line changes. */
struct WorkflowOptions
{
  std::map<std::string, std::string> inputs; ///< -i name=path
  std::map<std::string, std::string> params; ///< -p STEP.PARAM=VALUE; VALUE is JSON, or text when it is no JSON; PARAM
                                             ///< may reach into objects with dots
  std::optional<unsigned>    seeds;          ///< in place of the file's
  std::optional<std::string> until;          ///< keep only this step and what it needs; outputs of others are dropped
};

/** Parses and checks everything that can be known without reading inputs: the file against its schema, node ids
 * (nearest name), version pins ("node": "id@2"), parameters, required and unknown ports, references, port types, axes
 * rules (well needs plate, site needs well), many, cycles (printed), inputs that exist. Warnings (inline work that
 * feeds several stored steps) are returned in `warnings`. Throws DiagnosticsError with *all* problems, each a JSON
 * Pointer and a sentence. */
Workflow
ReadWorkflow(const fs::path &          path,
             const NodeRegistry &      registry,
             const WorkflowOptions &   options,
             std::vector<Diagnostic> & warnings);
} // namespace pheno

#endif
