#include "phenoClassVectors.h"
#include "phenoCwclLoss.h"
#include "phenoEncoder.h"
#include "phenoLearnTest.h"
#include "phenoLogitScale.h"
#include "phenoNtXentLoss.h"
#include "phenoOptimizer.h"
#include "phenoRankCase.h"
#include "phenoSpcLoss.h"
#include "phenoTensorFile.h"

#include <ATen/Parallel.h>

#include <memory>
#include <numeric>

using namespace pheno;

namespace
{
constexpr std::int64_t kBatch = 8;
constexpr int          kSteps = 20;
constexpr int          kPixels = 16;
constexpr double       kRate = 1e-3;

/** What a step of an objective needs besides the encoder. Losses are of the whole batch, on every rank. */
class Contrast
{
public:
  explicit Contrast(EncoderSettings settings)
    : encoder(MakeEncoder(settings, torch::kFloat64))
  {
    encoder->Initialise(test::Generator(1));
    encoder->SetTraining(true);
  }
  virtual ~Contrast() = default;

  virtual int
  Views() const
  {
    return 1;
  }
  virtual torch::Tensor
  Loss(const Encoder::Output & output, int step, Communicator & ranks) = 0;
  virtual void
  AfterStep()
  {}
  virtual std::vector<NamedTensor>
  Parameters() const
  {
    return {};
  }
  virtual std::vector<NamedTensor>
  State() const
  {
    return this->Parameters();
  }

  std::shared_ptr<Encoder> encoder;
};

class Spc : public Contrast
{
public:
  Spc()
    : Contrast({ "cnn4", 2, 6 })
    , m_Vectors(5, 6, test::Generator(2), torch::kFloat64)
  {}
  torch::Tensor
  Loss(const Encoder::Output & output, int step, Communicator & ranks) override
  {
    const torch::Tensor z = ranks.AllGatherViews(output.embedding, 1);
    m_Classes.resize(kBatch);
    std::iota(m_Classes.begin(), m_Classes.end(), step);
    for (std::int64_t & c : m_Classes)
    {
      c %= 5; // classes occur twice, so that their order counts
    }
    m_Embeddings = z.detach();
    return SpcLoss(0.1).Compute(z, m_Vectors.Gather(m_Classes));
  }
  void
  AfterStep() override
  {
    m_Vectors.Attract(m_Embeddings, m_Classes, 0.02);
  }
  std::vector<NamedTensor>
  State() const override
  {
    return { { "class_vectors", m_Vectors.Table() } };
  }

private:
  ClassVectors              m_Vectors;
  std::vector<std::int64_t> m_Classes;
  torch::Tensor             m_Embeddings;
};

class Simclr : public Contrast
{
public:
  Simclr()
    : Contrast({ "cnn4", 2, 6, "plain", "mlp" })
  {}
  int
  Views() const override
  {
    return 2;
  }
  torch::Tensor
  Loss(const Encoder::Output & output, int, Communicator & ranks) override
  {
    const auto views = ranks.AllGatherViews(output.embedding, 2).chunk(2);
    return NtXentLoss(0.1).Compute(views[0], views[1]);
  }
};

/** Images against fixed texts behind a trained projection, with a trained scale and weights that carry gradient. */
class Cwcl : public Contrast
{
public:
  Cwcl()
    : Contrast({ "cnn4", 2, 6, "plain", "unit_mlp" })
    , m_Scale(LogitScale::Learnt(0.07, torch::kFloat64))
    , m_Projection(test::Normal({ 6, 10 }, 3))
  {}
  torch::Tensor
  Loss(const Encoder::Output & output, int step, Communicator & ranks) override
  {
    const torch::Tensor texts = test::Normal({ kBatch, 10 }, 50 + static_cast<std::uint64_t>(step));
    const torch::Tensor image = ranks.AllGatherViews(output.embedding, 1);
    const torch::Tensor pooled = ranks.AllGatherViews(output.features.view({ -1, 4, 16 }), 1);
    const torch::Tensor text = NormaliseRows(at::linear(texts, m_Projection));
    return CwclLoss(WeightGradient::Kept).Compute(image, text, pooled, m_Scale.Log());
  }
  void
  AfterStep() override
  {
    m_Scale.Clamp();
  }
  std::vector<NamedTensor>
  Parameters() const override
  {
    return { { "scale", m_Scale.Log() }, { "projection", m_Projection } };
  }

private:
  LogitScale    m_Scale;
  torch::Tensor m_Projection;
};

std::unique_ptr<Contrast>
Make(const std::string & name)
{
  if (name == "spc")
  {
    return std::make_unique<Spc>();
  }
  if (name == "simclr")
  {
    return std::make_unique<Simclr>();
  }
  return std::make_unique<Cwcl>();
}

/** This rank's share of a step's images: its items of every view. */
torch::Tensor
ShareOf(const torch::Tensor & images, int views, const Communicator & ranks)
{
  const std::int64_t               share = kBatch / ranks.Size();
  const std::vector<torch::Tensor> ofView = images.chunk(views);
  std::vector<torch::Tensor>       mine;
  for (const torch::Tensor & view : ofView)
  {
    mine.push_back(view.narrow(0, share * ranks.Rank(), share));
  }
  return torch::cat(mine);
}

/** The weights, running statistics and class vectors after some steps. */
std::vector<NamedTensor>
Trained(const std::string & name, int steps, const std::shared_ptr<Communicator> & ranks)
{
  at::set_num_threads(1);
  const auto               contrast = Make(name);
  std::vector<NamedTensor> parameters = contrast->encoder->Parameters();
  for (const NamedTensor & more : contrast->Parameters())
  {
    parameters.push_back(more);
  }
  contrast->encoder->SetCommunicator(ranks);
  const auto optimizer = MakeOptimizer({ "adam", 1e-4 }, parameters);
  for (int step = 0; step < steps; ++step)
  {
    const int           views = contrast->Views();
    const torch::Tensor images =
      test::Normal({ views * kBatch, 2, kPixels, kPixels }, 1000 + static_cast<std::uint64_t>(step));
    contrast->Loss(contrast->encoder->Forward(ShareOf(images, views, *ranks)), step, *ranks).backward();
    AverageGradients(parameters, *ranks);
    optimizer->Step(kRate);
    contrast->AfterStep();
  }
  std::vector<NamedTensor> state = contrast->encoder->State();
  for (const NamedTensor & more : contrast->State())
  {
    state.push_back(more);
  }
  return state;
}

void
TrainAsRank(const std::string & name)
{
  const auto ranks = ConnectRanks(PlaceOfThisProcess());
  TensorFile file;
  file.tensors = Trained(name, kSteps, ranks);
  file.Write((test::FolderOfRanks() / (std::to_string(ranks->Rank()) + ".safetensors")).string());
}
} // namespace

PHENO_RANK_CASE("train spc")
{
  TrainAsRank("spc");
}

PHENO_RANK_CASE("train simclr")
{
  TrainAsRank("simclr");
}

PHENO_RANK_CASE("train cwcl")
{
  TrainAsRank("cwcl");
}

TEST_CASE("After 20 steps in double precision two ranks of half the batch have the weights of one, and equal ones")
{
  for (const std::string name : { "spc", "simclr", "cwcl" })
  {
    CAPTURE(name);
    const test::TemporaryFolder folder;
    test::CheckRanks(2, "train " + name, folder.Path());
    const TensorFile first = TensorFile::Read((folder / "0.safetensors").string());
    const TensorFile second = TensorFile::Read((folder / "1.safetensors").string());
    const auto       whole = Trained(name, kSteps, LocalCommunicator()), start = Trained(name, 0, LocalCommunicator());
    double           difference = 0, moved = 0;
    bool             equal = true;
    for (std::size_t i = 0; i < whole.size(); ++i)
    {
      const torch::Tensor weights = whole[i].tensor.detach(), onFirst = first.At(whole[i].name);
      difference = std::max(difference, test::LargestDifference(onFirst, weights));
      moved = std::max(moved, test::LargestDifference(start[i].tensor.detach(), weights));
      equal = equal && torch::equal(onFirst, second.At(whole[i].name));
    }
    CHECK(difference < 1e-9);
    CHECK(moved > 1e-3);
    CHECK(equal); // class vectors among them
    MESSAGE(name << ": largest difference of two ranks from one " << difference);
  }
}
