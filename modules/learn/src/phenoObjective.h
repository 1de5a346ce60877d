#ifndef phenoObjective_h
#define phenoObjective_h

#include "phenoClassVectors.h"
#include "phenoEncoder.h"
#include "phenoNtXentLoss.h"
#include "phenoSpcLoss.h"

#include <cstdint>
#include <vector>

namespace pheno::learn
{
/** What the trainer asks of an objective. */
class Objective
{
public:
  virtual ~Objective() = default;

  /** Augmented views of each crop; the batch holds them view after view. */
  virtual int
  Views() const = 0;

  /** The scalar to minimise. \param classes of the crops, once each */
  virtual torch::Tensor
  Loss(const Encoder::Output & output, const std::vector<std::int64_t> & classes) = 0;

  /** After the optimiser's step. */
  virtual void
  AfterStep()
  {}

  /** What a checkpoint must hold besides the encoder; shares memory with this object. */
  virtual std::vector<NamedTensor>
  State() const
  {
    return {};
  }
};

/** SPC: one view; the class vectors move after the optimiser's step towards the embeddings from before it. */
class SpcObjective : public Objective
{
public:
  SpcObjective(double temperature, double step_rad, ClassVectors vectors)
    : m_Loss(temperature)
    , m_StepRad(step_rad)
    , m_Vectors(std::move(vectors))
  {}

  int
  Views() const override
  {
    return 1;
  }
  torch::Tensor
  Loss(const Encoder::Output & output, const std::vector<std::int64_t> & classes) override
  {
    m_Embeddings = output.embedding.detach();
    m_Classes = classes;
    return m_Loss.Compute(output.embedding, m_Vectors.Gather(classes));
  }
  void
  AfterStep() override
  {
    m_Vectors.Attract(m_Embeddings, m_Classes, m_StepRad);
  }
  std::vector<NamedTensor>
  State() const override
  {
    return { { "class_vectors", m_Vectors.Table() } };
  }

private:
  SpcLoss                   m_Loss;
  double                    m_StepRad;
  ClassVectors              m_Vectors;
  torch::Tensor             m_Embeddings;
  std::vector<std::int64_t> m_Classes;
};

/** SimCLR: two views, NT-Xent of the projected embeddings; no labels. */
class SimclrObjective : public Objective
{
public:
  explicit SimclrObjective(double temperature)
    : m_Loss(temperature)
  {}

  int
  Views() const override
  {
    return 2;
  }
  torch::Tensor
  Loss(const Encoder::Output & output, const std::vector<std::int64_t> &) override
  {
    const std::vector<torch::Tensor> views = output.embedding.chunk(2);
    return m_Loss.Compute(views[0], views[1]);
  }

private:
  NtXentLoss m_Loss;
};
} // namespace pheno::learn

#endif
