#include "phenoItkSession.h"

#include "phenoImage.h"
#include "phenoTestFiles.h"

#include <itkMedianImageFilter.h>
#include <itkMultiThreaderBase.h>

using namespace pheno;

namespace
{
/** A task that is cancelled after its state was asked for a number of times. */
class CountingContext : public Context
{
public:
  explicit CountingContext(int patience)
    : m_Patience(patience)
  {}
  const Shard &
  GetShard() const override
  {
    return m_Shard;
  }
  std::uint64_t
  Seed() const override
  {
    return 1;
  }
  unsigned
  Threads() const override
  {
    return 1;
  }
  Device
  GetDevice() const override
  {
    return {};
  }
  const fs::path &
  Scratch() const override
  {
    return m_Scratch;
  }
  Rank
  GetRank() const override
  {
    return {};
  }
  bool
  IsCancelled() const override
  {
    return m_Asked++ >= m_Patience;
  }
  void
  Progress(double) override
  {}
  void
  Log(LogLevel, const std::string &) override
  {}
  void
  Quarantine(const std::string &, const std::string &) override
  {}
  const Json &
  RunInfo() const override
  {
    return m_Info;
  }

private:
  Shard       m_Shard;
  fs::path    m_Scratch;
  Json        m_Info;
  int         m_Patience;
  mutable int m_Asked = 0;
};

using Median = itk::MedianImageFilter<Plane, Plane>;

Median::Pointer
MakeFilter()
{
  const auto image = Plane::New();
  image->SetRegions(itk::Size<2>{ { 64, 64 } });
  image->Allocate();
  image->FillBuffer(3);
  const auto filter = Median::New();
  filter->SetInput(image);
  return filter;
}
} // namespace

TEST_CASE("warming up leaves one ITK thread")
{
  WarmUpItk();
  WarmUpItk();
  CHECK(itk::MultiThreaderBase::GetGlobalDefaultNumberOfThreads() == 1);
}

TEST_CASE("a watched filter runs to its end, and its output outlives it")
{
  Plane::Pointer output;
  {
    const auto filter = MakeFilter();
    UpdateWatched(filter, CountingContext(1 << 20));
    output = TakeOutput(filter.GetPointer());
  }
  CHECK(output->GetBufferPointer()[64 * 64 - 1] == 3);
}

TEST_CASE("a cancelled task stops its filter, before or during the update, and the filter runs again later")
{
  CHECK_THROWS_AS(UpdateWatched(MakeFilter(), CountingContext(0)), Cancelled);
  const auto filter = MakeFilter();
  CHECK_THROWS_AS(UpdateWatched(filter, CountingContext(3)), Cancelled);
  UpdateWatched(filter, CountingContext(1 << 20));
  CHECK(filter->GetOutput()->GetBufferPointer()[0] == 3);
}
