#include "cluster_maps.h"

#include "explorer_tables.h"

#include "phenoClusterMapPage.h"
#include "phenoCsv.h"
#include "phenoError.h"
#include "phenoPairDistances.h"
#include "phenoParquet.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <functional>
#include <set>

namespace pheno::landmarks
{
namespace
{
/** A choice of the treatments to be shown together. */
struct Split
{
  const char *                     name;
  std::function<bool(std::size_t)> holds;
};

std::string
TitleOf(const Split & split)
{
  std::string title = "Clusters: ";
  title += split.name;
  std::replace(title.begin(), title.end(), '_', ' ');
  return title;
}

std::string
ChunkName(std::size_t number)
{
  const std::string digits = std::to_string(number);
  return "chunk_" + std::string(digits.size() < 3 ? 3 - digits.size() : 0, '0') + digits + ".csv";
}

/** Columns of similarities of -1 to 1 as the bytes of a map. */
std::vector<std::uint8_t>
MapBytes(const Table & similarities)
{
  const std::size_t         n = similarities.columns.size();
  std::vector<std::uint8_t> bytes(n * n);
  for (std::size_t j = 0; j < n; ++j)
  {
    const auto & column = std::get<Table::Real>(similarities.columns[j].cells);
    for (std::size_t i = 0; i < n; ++i)
    {
      bytes[i * n + j] = static_cast<std::uint8_t>(std::lround((std::clamp(column[i], -1.0, 1.0) + 1) * 127.5));
    }
  }
  return bytes;
}

void
WriteText(const fs::path & path, const std::string & text)
{
  std::ofstream file(path.string(), std::ios::binary);
  file << text;
  file.close();
  if (!file)
  {
    throw Error(path.string() + ": cannot be written");
  }
}

bool
IsFinite(std::span<const double> row)
{
  return std::all_of(row.begin(), row.end(), [](double value) { return std::isfinite(value); });
}
} // namespace

ClusterMaps::ClusterMaps(const LandmarkAnalysis & analysis, Linkage linkage, unsigned threads)
  : m_Analysis(analysis)
{
  std::set<std::string> seen;
  for (std::size_t i = 0; i < analysis.treatments.size(); ++i)
  {
    const Treatment & treatment = analysis.treatments[i];
    m_Labels.push_back(seen.insert(treatment.name).second ? treatment.name : treatment.name + " (test)");
    if (!treatment.isControl && IsFinite(analysis.centroids.Row(i)))
    {
      m_Treatments.push_back(i);
    }
  }
  const Matrix centroids = SelectRows(analysis.centroids, m_Treatments);
  m_Dendrogram = ClusterHierarchically(PairDistances(centroids, Distance::Cosine, threads), centroids.rows, linkage);
  for (const std::size_t leaf : LeafOrder(m_Dendrogram))
  {
    m_Order.push_back(m_Treatments[leaf]);
  }
}

std::string
ClusterMaps::Label(std::size_t treatment) const
{
  return m_Labels[treatment];
}

Table
ClusterMaps::Merges() const
{
  Table::Integer first, second, size;
  for (std::size_t t = 0; t < m_Dendrogram.merges.size(); ++t)
  {
    first.push_back(static_cast<std::int64_t>(m_Dendrogram.merges[t][0]));
    second.push_back(static_cast<std::int64_t>(m_Dendrogram.merges[t][1]));
    size.push_back(static_cast<std::int64_t>(m_Dendrogram.sizes[t]));
  }
  Table table;
  table.Add("first", std::move(first));
  table.Add("second", std::move(second));
  table.Add("height", m_Dendrogram.heights);
  table.Add("size", std::move(size));
  return table;
}

Table
ClusterMaps::Leaves() const
{
  std::vector<std::int64_t> position(m_Analysis.treatments.size());
  for (std::size_t i = 0; i < m_Order.size(); ++i)
  {
    position[m_Order[i]] = static_cast<std::int64_t>(i + 1);
  }
  Table::Text    names, references;
  Table::Integer positions;
  for (const std::size_t treatment : m_Treatments)
  {
    names.push_back(m_Analysis.treatments[treatment].name);
    references.push_back(TruthText(m_Analysis.treatments[treatment].isReference));
    positions.push_back(position[treatment]);
  }
  Table table;
  table.Add("position", std::move(positions));
  table.Add("treatment", std::move(names));
  table.Add("is_reference", std::move(references));
  return table;
}

Table
ClusterMaps::SimilarityTable(const std::vector<std::size_t> & treatments) const
{
  const std::size_t         n = treatments.size();
  const std::vector<double> distances = PairDistances(SelectRows(m_Analysis.centroids, treatments), Distance::Cosine);
  Table                     table;
  for (std::size_t j = 0; j < n; ++j)
  {
    Table::Real column(n, 1);
    for (std::size_t i = 0; i < n; ++i)
    {
      column[i] = i == j ? 1 : 1 - distances[PairPlace(std::min(i, j), std::max(i, j), n)];
    }
    table.Add(this->Label(treatments[j]), std::move(column));
  }
  return table;
}

void
ClusterMaps::WriteChunks(const fs::path & folder, std::size_t chunkSize) const
{
  const auto            isReference = [this](std::size_t i) { return m_Analysis.treatments[i].isReference; };
  const auto            isLandmark = [this](std::size_t i) { return m_Analysis.IsLandmark(i); };
  std::set<std::size_t> relevant; // valid test treatments and the landmarks near them
  for (const std::size_t i : m_Order)
  {
    if (!isReference(i) && m_Analysis.IsValid(i))
    {
      relevant.insert(i);
      for (const NearestLandmark & near : m_Analysis.distances.nearest[i])
      {
        if (near.landmark != NearestLandmark::kNone)
        {
          relevant.insert(m_Analysis.landmarks[static_cast<std::size_t>(near.landmark)]);
        }
      }
    }
  }
  const Split splits[] = {
    { "test_and_reference", [](std::size_t) { return true; } },
    { "test_only", [&](std::size_t i) { return !isReference(i); } },
    { "reference_only", isReference },
    { "reference_landmark", isLandmark },
    { "test_and_all_reference_landmarks", [&](std::size_t i) { return !isReference(i) || isLandmark(i); } },
    { "test_valid_and_relevant_landmarks", [&](std::size_t i) { return relevant.count(i) > 0; } },
  };
  for (const Split & split : splits)
  {
    std::vector<std::size_t> shown;
    std::copy_if(m_Order.begin(), m_Order.end(), std::back_inserter(shown), split.holds);
    Table::Integer               position, chunk;
    Table::Text                  names, references, landmarks;
    std::vector<ClusterMapChunk> maps;
    fs::create_directories(folder / split.name);
    for (std::size_t first = 0; first < shown.size(); first += chunkSize)
    {
      const std::size_t              number = first / chunkSize + 1;
      const std::vector<std::size_t> part(shown.begin() + static_cast<std::ptrdiff_t>(first),
                                          shown.begin() +
                                            static_cast<std::ptrdiff_t>(std::min(first + chunkSize, shown.size())));
      Table                          similarities = this->SimilarityTable(part);
      for (Table::Column & column : similarities.columns)
      {
        for (double & value : std::get<Table::Real>(column.cells))
        {
          value = std::round(value * 1e4) / 1e4;
        }
      }
      ClusterMapChunk & map = maps.emplace_back();
      map.similarities = MapBytes(similarities);
      for (const std::size_t i : part)
      {
        map.names.push_back(this->Label(i));
        map.kinds.push_back(isLandmark(i) ? "landmark" : isReference(i) ? "reference" : "test");
        position.push_back(static_cast<std::int64_t>(position.size() + 1));
        chunk.push_back(static_cast<std::int64_t>(number));
        names.push_back(this->Label(i));
        references.push_back(TruthText(isReference(i)));
        landmarks.push_back(TruthText(isLandmark(i)));
      }
      WriteCsv(folder / split.name / ChunkName(number), similarities);
    }
    Table order;
    order.Add("position", std::move(position));
    order.Add("chunk", std::move(chunk));
    order.Add("treatment", std::move(names));
    order.Add("is_reference", std::move(references));
    order.Add("is_landmark", std::move(landmarks));
    WriteCsv(folder / (std::string(split.name) + "_order.csv"), order);
    WriteText(folder / (std::string(split.name) + ".html"), RenderClusterMaps(TitleOf(split), maps));
  }
}

void
ClusterMaps::WriteSimilarities(const fs::path & path) const
{
  if (!m_Treatments.empty())
  {
    Profiles table;
    table.metadata = this->SimilarityTable(m_Treatments);
    WriteParquet(path, table);
  }
}
} // namespace pheno::landmarks
