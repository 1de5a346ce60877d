#ifndef phenoInputsOnly_h
#define phenoInputsOnly_h

#include "phenoNode.h"
#include "phenoPlan.h"

#include <vector>

namespace pheno
{
class Foresight;

/** What a node may look at before the run: the input tables, files and models of tasks of one step; private to this
 * room. */
class InputsOnly : public Inputs
{
public:
  /** \param foresight what steps before have foreseen; nullptr: nothing */
  InputsOnly(const Plan & plan, const Step & step, const std::vector<std::size_t> & tasks, Foresight * foresight);

  bool
  Has(const std::string & port) const override;
  std::vector<Shard>
  Shards(const std::string & port) const override;
  Value
  Load(const std::string & port, const Shard & shard) const override;
  Value
  Load(const std::string & port) const override;
  void
  ForEach(const std::vector<std::string> &                                       ports,
          const std::function<void(const Shard &, const std::vector<Value> &)> & visit) const override;
  bool
  CanLoad(const std::string & port) const override;
  Ptr<Outline>
  Foreseen(const std::string & port) const override;

private:
  /** The workflow's input that feeds a port; nullptr for a port fed by a step, or by nothing. */
  const WorkflowInput *
  InputOf(const std::string & port) const;
  void
  RequireInput(const std::string & port) const;
  bool
  IsTable(const std::string & port) const;
  /** A file is its path, of which nothing is read, a model its description. */
  Value
  WholeOf(const std::string & port) const;

  const Plan &              m_Plan;
  const Step &              m_Step;
  Foresight *               m_Foresight;
  std::vector<const Task *> m_Tasks;
};
} // namespace pheno

#endif
