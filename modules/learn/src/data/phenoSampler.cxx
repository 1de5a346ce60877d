#include "phenoSampler.h"
#include "phenoDraws.h"
#include "phenoLearnError.h"

#include <algorithm>
#include <numeric>

namespace pheno::learn
{
namespace
{
constexpr std::uint64_t kOrderStream = 3;

Draws
DrawsOf(std::uint64_t seed, std::uint64_t epoch)
{
  return Draws({ seed, kOrderStream, epoch });
}

/** Every crop once. */
class ShuffledSampler : public Sampler
{
public:
  ShuffledSampler(const TrainingData & data, const TrainingSettings & settings, int views)
    : Sampler(settings, views)
    , m_Crops(data.crops->Size())
  {
    this->SetBatchesPerEpoch(m_Crops / this->BatchSize());
  }

private:
  std::vector<std::int64_t>
  OrderOf(std::uint64_t epoch) const override
  {
    return DrawsOf(this->Seed(), epoch).Permutation(m_Crops);
  }

  std::int64_t m_Crops;
};

/** Every treated crop once, and a share of the controls. */
class ControlBalancedSampler : public Sampler
{
public:
  ControlBalancedSampler(const TrainingData & data, const TrainingSettings & settings, int views)
    : Sampler(settings, views)
  {
    for (std::size_t i = 0; i < data.class_of_crop.size(); ++i)
    {
      const bool isControl = data.is_control[static_cast<std::size_t>(data.class_of_crop[i])] != 0;
      (isControl ? m_Controls : m_Others).push_back(static_cast<std::int64_t>(i));
    }
    const auto others = std::count(data.is_control.begin(), data.is_control.end(), 0);
    const auto share = static_cast<std::int64_t>(m_Others.size()) / std::max<std::ptrdiff_t>(1, others);
    m_Taken = std::min<std::int64_t>(std::max<std::int64_t>(1, share), static_cast<std::int64_t>(m_Controls.size()));
    this->SetBatchesPerEpoch((static_cast<std::int64_t>(m_Others.size()) + m_Taken) / this->BatchSize());
  }

private:
  std::vector<std::int64_t>
  OrderOf(std::uint64_t epoch) const override
  {
    Draws      draws = DrawsOf(this->Seed(), epoch);
    const auto chosen = draws.Permutation(static_cast<std::int64_t>(m_Controls.size()));
    auto       crops = m_Others;
    for (std::int64_t i = 0; i < m_Taken; ++i)
    {
      crops.push_back(m_Controls[static_cast<std::size_t>(chosen[static_cast<std::size_t>(i)])]);
    }
    const auto order = draws.Permutation(static_cast<std::int64_t>(crops.size()));
    auto       shuffled = order;
    std::transform(
      order.begin(), order.end(), shuffled.begin(), [&](std::int64_t i) { return crops[static_cast<std::size_t>(i)]; });
    return shuffled;
  }

  std::vector<std::int64_t> m_Controls;
  std::vector<std::int64_t> m_Others;
  std::int64_t              m_Taken = 0;
};

/** The crops of each class that has any, class after class and within a class group after group. */
class CropsByClass
{
public:
  CropsByClass(const std::vector<std::int64_t> & classes, const std::vector<std::int64_t> & groups)
    : m_Crops(classes.size())
  {
    std::iota(m_Crops.begin(), m_Crops.end(), std::int64_t{ 0 });
    const auto at = [](const std::vector<std::int64_t> & labels, std::int64_t crop) {
      return labels.empty() ? 0 : labels[static_cast<std::size_t>(crop)];
    };
    std::stable_sort(m_Crops.begin(), m_Crops.end(), [&](std::int64_t a, std::int64_t b) {
      return std::pair(at(classes, a), at(groups, a)) < std::pair(at(classes, b), at(groups, b));
    });
    for (std::size_t i = 0; i < m_Crops.size(); ++i)
    {
      if (i == 0 || at(classes, m_Crops[i]) != at(classes, m_Crops[i - 1]))
      {
        m_Begins.push_back(i);
      }
    }
    m_Begins.push_back(m_Crops.size());
  }

  std::int64_t
  Classes() const
  {
    return static_cast<std::int64_t>(m_Begins.size()) - 1;
  }
  const std::int64_t *
  begin(std::int64_t k) const
  {
    return m_Crops.data() + m_Begins[static_cast<std::size_t>(k)];
  }
  const std::int64_t *
  end(std::int64_t k) const
  {
    return m_Crops.data() + m_Begins[static_cast<std::size_t>(k) + 1];
  }

private:
  std::vector<std::int64_t> m_Crops;
  std::vector<std::size_t>  m_Begins;
};

/** Classes take turns. */
class RoundsSampler : public Sampler
{
public:
  RoundsSampler(const TrainingData & data, const TrainingSettings & settings, int views, std::int64_t items)
    : Sampler(settings, views)
    , m_Crops(data.class_of_crop, settings.sampler == "multi_view" ? data.group_of_crop : std::vector<std::int64_t>())
  {
    // Batches of fewer items than classes do not span rounds, so that none holds a class twice.
    const std::int64_t classes = std::max<std::int64_t>(1, m_Crops.Classes());
    m_BatchesPerRound = classes / this->BatchSize();
    this->SetBatchesPerEpoch(items / this->BatchSize());
  }

protected:
  /** The class of each item of an epoch. */
  std::vector<std::int64_t>
  ClassesOf(Draws & draws) const
  {
    const auto                items = static_cast<std::size_t>(this->BatchesPerEpoch() * this->BatchSize());
    std::vector<std::int64_t> classes;
    while (classes.size() < items)
    {
      const std::vector<std::int64_t> round = draws.Permutation(m_Crops.Classes());
      const std::int64_t taken = m_BatchesPerRound > 0 ? m_BatchesPerRound * this->BatchSize() : m_Crops.Classes();
      classes.insert(classes.end(), round.begin(), round.begin() + taken);
    }
    classes.resize(items);
    return classes;
  }

  CropsByClass m_Crops;

private:
  std::int64_t m_BatchesPerRound = 0;
};

class ClassBalancedSampler : public RoundsSampler
{
public:
  ClassBalancedSampler(const TrainingData & data, const TrainingSettings & settings, int views)
    : RoundsSampler(data, settings, views, data.crops->Size())
  {}

private:
  std::vector<std::int64_t>
  OrderOf(std::uint64_t epoch) const override
  {
    Draws                                  draws = DrawsOf(this->Seed(), epoch);
    std::vector<std::int64_t>              order = this->ClassesOf(draws);
    std::vector<std::vector<std::int64_t>> left(static_cast<std::size_t>(m_Crops.Classes()));
    for (std::int64_t & item : order)
    {
      std::vector<std::int64_t> & crops = left[static_cast<std::size_t>(item)];
      if (crops.empty())
      {
        crops = draws.Permutation(m_Crops.end(item) - m_Crops.begin(item));
      }
      item = m_Crops.begin(item)[crops.back()];
      crops.pop_back();
    }
    return order;
  }
};

class MultiViewSampler : public RoundsSampler
{
public:
  MultiViewSampler(const TrainingData & data, const TrainingSettings & settings, int views)
    : RoundsSampler(data, settings, views, data.crops->Size() / views)
    , m_Groups(data.group_of_crop)
  {}

private:
  int
  ViewsInOrder() const override
  {
    return this->Views();
  }

  std::vector<std::int64_t>
  OrderOf(std::uint64_t epoch) const override
  {
    Draws                     draws = DrawsOf(this->Seed(), epoch);
    const auto                classes = this->ClassesOf(draws);
    const auto                batch = static_cast<std::size_t>(this->BatchSize());
    const auto                views = static_cast<std::size_t>(this->Views());
    std::vector<std::int64_t> order(classes.size() * views);
    for (std::size_t item = 0; item < classes.size(); ++item)
    {
      const std::vector<std::int64_t> crops = this->ViewsOf(classes[item], draws);
      for (std::size_t view = 0; view < views; ++view)
      {
        order[(item / batch * views + view) * batch + item % batch] = crops[view];
      }
    }
    return order;
  }

  /** One crop a view of a class. */
  std::vector<std::int64_t>
  ViewsOf(std::int64_t k, Draws & draws) const
  {
    std::vector<const std::int64_t *> bounds; // of the class's groups
    for (const std::int64_t * crop = m_Crops.begin(k); crop != m_Crops.end(k); ++crop)
    {
      if (bounds.empty() || this->GroupOf(*crop) != this->GroupOf(crop[-1]))
      {
        bounds.push_back(crop);
      }
    }
    const std::size_t groups = bounds.size();
    bounds.push_back(m_Crops.end(k));
    const std::size_t         views = static_cast<std::size_t>(this->Views());
    const auto                order = draws.Permutation(static_cast<std::int64_t>(groups));
    const auto                count = static_cast<std::size_t>(m_Crops.end(k) - m_Crops.begin(k));
    std::vector<std::int64_t> chosen;
    while (chosen.size() < views)
    {
      const bool distinct = chosen.size() < groups;
      const auto first = distinct ? bounds[static_cast<std::size_t>(order[chosen.size()])] : bounds.front();
      const auto last = distinct ? bounds[static_cast<std::size_t>(order[chosen.size()]) + 1] : bounds.back();
      const auto crop = first[draws.Below(static_cast<std::uint64_t>(last - first))];
      if (distinct || chosen.size() >= count || std::find(chosen.begin(), chosen.end(), crop) == chosen.end())
      {
        chosen.push_back(crop);
      }
    }
    return chosen;
  }

  std::int64_t
  GroupOf(std::int64_t crop) const
  {
    return m_Groups[static_cast<std::size_t>(crop)];
  }

  const std::vector<std::int64_t> & m_Groups;
};
} // namespace

Sampler::Sampler(const TrainingSettings & settings, int views)
  : m_BatchSize(settings.batch_size)
  , m_Seed(settings.seed)
  , m_Views(views)
{}

std::vector<std::int64_t>
Sampler::Batch(std::int64_t epoch, std::int64_t number)
{
  if (epoch != m_OrderEpoch)
  {
    m_Order = this->OrderOf(static_cast<std::uint64_t>(epoch));
    m_OrderEpoch = epoch;
  }
  const std::int64_t        size = m_BatchSize * this->ViewsInOrder();
  const auto                first = m_Order.begin() + number * size;
  std::vector<std::int64_t> crops(first, first + size);
  for (int view = this->ViewsInOrder(); view < m_Views; ++view)
  {
    crops.insert(crops.end(), crops.begin(), crops.begin() + m_BatchSize);
  }
  return crops;
}

const std::vector<std::string> &
SamplerNames()
{
  static const std::vector<std::string> names = { "shuffled", "class_balanced", "control_balanced", "multi_view" };
  return names;
}

std::unique_ptr<Sampler>
MakeSampler(const TrainingData & data, const TrainingSettings & settings, int views)
{
  const auto crops = static_cast<std::size_t>(data.crops->Size());
  const auto need = [&](bool there, const std::string & what) {
    if (!there)
    {
      throw LearnError("training: sampler " + settings.sampler + " needs " + what);
    }
  };
  std::unique_ptr<Sampler> sampler;
  if (settings.sampler == "shuffled")
  {
    sampler = std::make_unique<ShuffledSampler>(data, settings, views);
  }
  else
  {
    need(data.class_of_crop.size() == crops, "a class for each of the " + std::to_string(crops) + " crops");
  }
  if (settings.sampler == "class_balanced")
  {
    sampler = std::make_unique<ClassBalancedSampler>(data, settings, views);
  }
  if (settings.sampler == "control_balanced")
  {
    need(data.is_control.size() == data.class_names.size(), "to know of each class whether it is a control");
    need(std::count(data.is_control.begin(), data.is_control.end(), 0) > 0, "a class that is no control");
    sampler = std::make_unique<ControlBalancedSampler>(data, settings, views);
  }
  if (settings.sampler == "multi_view")
  {
    need(data.group_of_crop.size() == crops,
         "a group (well, plate, ...) for each of the " + std::to_string(crops) + " crops");
    need(views > 1, "an objective of several views");
    sampler = std::make_unique<MultiViewSampler>(data, settings, views);
  }
  if (settings.epochs > 0 && sampler->BatchesPerEpoch() < settings.accumulate)
  {
    throw LearnError("training: " + std::to_string(crops) + " crops do not fill " +
                     (settings.accumulate == 1 ? "one batch" : std::to_string(settings.accumulate) + " batches") +
                     " of " + std::to_string(settings.batch_size));
  }
  return sampler;
}
} // namespace pheno::learn
