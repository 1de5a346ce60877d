#include "phenoFaults.h"

#include "phenoError.h"
#include "phenoRandomStream.h"

#include <boost/filesystem/fstream.hpp>

#include <algorithm>
#include <cmath>
#include <tuple>

namespace pheno::simulate
{
namespace
{
struct Candidate
{
  std::uint64_t lot;
  SiteNumber    site;
  std::size_t   stain;
};

/** In the order of their lots. */
void
Shuffle(std::vector<Candidate> & candidates)
{
  std::sort(candidates.begin(), candidates.end(), [](const Candidate & a, const Candidate & b) {
    return std::tie(a.lot, a.site, a.stain) < std::tie(b.lot, b.site, b.stain);
  });
}

std::size_t
ShareOf(std::size_t count, double share)
{
  return static_cast<std::size_t>(std::floor(share * static_cast<double>(count) + 0.5));
}
} // namespace

const std::string &
NameOf(Fault fault)
{
  static const std::array<std::string, 5> kNames{ "none", "corrupt", "truncated", "missing", "blank" };
  return kNames[static_cast<std::size_t>(fault)];
}

FaultPlan::FaultPlan(const Recipe & recipe, const std::vector<PlateDesign> & plates)
{
  std::vector<Candidate> sites;
  std::vector<Candidate> files;
  for (const auto & plate : plates)
  {
    for (std::size_t w = 0; w < plate.wells.size(); ++w)
    {
      for (int site = 1; site <= recipe.sites; ++site)
      {
        const SiteNumber number{ plate.index, static_cast<int>(w), site };
        RandomStream     random(recipe.seed,
                            Purpose::Fault,
                            { static_cast<std::uint64_t>(plate.index), w, static_cast<std::uint64_t>(site) });
        sites.push_back({ random.Next(), number, 0 });
        for (std::size_t s = 0; s < kStains; ++s)
        {
          files.push_back({ random.Next(), number, s });
        }
      }
    }
  }
  const std::size_t fileCount = files.size();
  Shuffle(sites);
  Shuffle(files);
  sites.resize(ShareOf(sites.size(), recipe.fault_blank_sites));
  for (const auto & site : sites)
  {
    m_Faults[site.site].fill(Fault::Blank);
  }
  files.erase(std::remove_if(
                files.begin(), files.end(), [this](const Candidate & file) { return m_Faults.count(file.site) > 0; }),
              files.end());
  auto       next = files.begin();
  const auto spend = [&](Fault fault, double share) {
    for (auto left = ShareOf(fileCount, share); left > 0 && next != files.end(); --left, ++next)
    {
      m_Faults[next->site][next->stain] = fault;
    }
  };
  spend(Fault::Corrupt, recipe.fault_corrupt);
  spend(Fault::Truncated, recipe.fault_truncated);
  spend(Fault::Missing, recipe.fault_missing);
  spend(Fault::Blank, recipe.fault_blank);
}

Fault
FaultPlan::At(const SiteNumber & site, std::size_t stain) const
{
  const auto found = m_Faults.find(site);
  return found == m_Faults.end() ? Fault::None : found->second[stain];
}

void
Damage(const fs::path & path, Fault fault)
{
  if (fault == Fault::Missing)
  {
    fs::remove(path);
  }
  else if (fault == Fault::Truncated)
  {
    fs::resize_file(path, fs::file_size(path) * 3 / 5);
  }
  else if (fault == Fault::Corrupt)
  {
    fs::fstream  file(path, std::ios::binary | std::ios::in | std::ios::out);
    RandomStream random(0, Purpose::Fault, {});
    for (int i = 0; i < 64; ++i)
    {
      file.put(static_cast<char>(random.Next() & 0xFF));
    }
    if (!file.flush())
    {
      throw Error(path.string() + ": writing failed");
    }
  }
}
} // namespace pheno::simulate
