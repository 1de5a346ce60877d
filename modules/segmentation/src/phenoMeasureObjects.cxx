#include "phenoMeasureObjects.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pheno
{
namespace
{
/** Mean and spread of values as they come, about the first one so that equal values give exactly 0. */
struct Moments
{
  double      first = 0.0;
  double      sum = 0.0;
  double      squares = 0.0;
  std::size_t count = 0;

  void
  Add(double value)
  {
    first = count == 0 ? value : first;
    ++count;
    sum += value - first;
    squares += (value - first) * (value - first);
  }
  double
  Mean() const
  {
    return count > 0 ? first + sum / static_cast<double>(count) : 0.0;
  }
  double
  StandardDeviation() const
  {
    const auto n = static_cast<double>(count);
    return count > 0 ? std::sqrt(std::max(0.0, squares / n - (sum / n) * (sum / n))) : 0.0;
  }
  double
  Sum() const
  {
    return static_cast<double>(count) * first + sum;
  }
};

/** From object number to row; neighbouring pixels mostly share a number. */
class Rows
{
public:
  explicit Rows(PlaneView<const std::uint32_t> labels)
  {
    std::uint32_t previous = 0;
    for (std::size_t i = 0; i < labels.size(); ++i)
    {
      if (labels.data[i] != previous && labels.data[i] != 0)
      {
        m_Labels.push_back(labels.data[i]);
      }
      previous = labels.data[i];
    }
    std::sort(m_Labels.begin(), m_Labels.end());
    m_Labels.erase(std::unique(m_Labels.begin(), m_Labels.end()), m_Labels.end());
  }
  std::size_t
  Of(std::uint32_t label)
  {
    if (label != m_Last)
    {
      m_Last = label;
      m_Row = static_cast<std::size_t>(std::lower_bound(m_Labels.begin(), m_Labels.end(), label) - m_Labels.begin());
    }
    return m_Row;
  }
  const std::vector<std::uint32_t> &
  Labels() const
  {
    return m_Labels;
  }

private:
  std::vector<std::uint32_t> m_Labels;
  std::uint32_t              m_Last = 0;
  std::size_t                m_Row = 0;
};

void
MeasureGeometry(PlaneView<const std::uint32_t> labels, Rows & rows, ObjectTable & table)
{
  const std::size_t n = table.size();
  table.centre_x.assign(n, 0.0);
  table.centre_y.assign(n, 0.0);
  table.area.assign(n, 0);
  table.left.assign(n, std::numeric_limits<std::uint32_t>::max());
  table.top.assign(n, std::numeric_limits<std::uint32_t>::max());
  table.right.assign(n, 0);
  table.bottom.assign(n, 0);
  for (std::uint32_t y = 0; y < labels.height; ++y)
  {
    for (std::uint32_t x = 0; x < labels.width; ++x)
    {
      const std::uint32_t label = labels.data[y * labels.width + x];
      if (label == 0)
      {
        continue;
      }
      const std::size_t row = rows.Of(label);
      table.centre_x[row] += x;
      table.centre_y[row] += y;
      ++table.area[row];
      table.left[row] = std::min(table.left[row], x);
      table.top[row] = std::min(table.top[row], y);
      table.right[row] = std::max(table.right[row], x);
      table.bottom[row] = std::max(table.bottom[row], y);
    }
  }
  for (std::size_t row = 0; row < n; ++row)
  {
    table.centre_x[row] /= table.area[row];
    table.centre_y[row] /= table.area[row];
    table.touches_border.push_back(table.left[row] == 0 || table.top[row] == 0 ||
                                   table.right[row] + std::size_t{ 1 } == labels.width ||
                                   table.bottom[row] + std::size_t{ 1 } == labels.height);
  }
}

double
Ratio(const Moments & nucleus, const Moments & cytoplasm)
{
  const bool defined = nucleus.count > 0 && cytoplasm.count > 0 && cytoplasm.Mean() > 0.0;
  return defined ? nucleus.Mean() / cytoplasm.Mean() : std::numeric_limits<double>::quiet_NaN();
}

ChannelMeasurements
MeasureChannel(PlaneView<const std::uint32_t> labels,
               PlaneView<const float>         plane,
               PlaneView<const std::uint32_t> nuclei,
               Rows &                         rows)
{
  const std::size_t    n = rows.Labels().size();
  std::vector<Moments> cell(n), nucleus(n), cytoplasm(n);
  for (std::size_t i = 0; i < labels.size(); ++i)
  {
    const std::uint32_t label = labels.data[i];
    if (label == 0 || !std::isfinite(plane.data[i]))
    {
      continue;
    }
    const std::size_t row = rows.Of(label);
    cell[row].Add(plane.data[i]);
    if (nuclei.data != nullptr && nuclei.data[i] == label)
    {
      nucleus[row].Add(plane.data[i]);
    }
    else if (nuclei.data != nullptr && nuclei.data[i] == 0)
    {
      cytoplasm[row].Add(plane.data[i]);
    }
  }
  ChannelMeasurements channel;
  for (std::size_t row = 0; row < n; ++row)
  {
    channel.mean.push_back(cell[row].Mean());
    channel.standard_deviation.push_back(cell[row].StandardDeviation());
    channel.integrated.push_back(cell[row].Sum());
    if (nuclei.data != nullptr)
    {
      channel.nucleus_cytoplasm_ratio.push_back(Ratio(nucleus[row], cytoplasm[row]));
    }
  }
  return channel;
}

template <typename T>
void
KeepRows(std::vector<T> & column, const std::vector<std::size_t> & rows)
{
  if (column.empty())
  {
    return;
  }
  std::vector<T> kept;
  kept.reserve(rows.size());
  for (const std::size_t row : rows)
  {
    kept.push_back(column[row]);
  }
  column = std::move(kept);
}
} // namespace

ObjectTable
MeasureObjects(PlaneView<const std::uint32_t>              labels,
               const std::vector<PlaneView<const float>> & planes,
               PlaneView<const std::uint32_t>              nuclei)
{
  Rows        rows(labels);
  ObjectTable table;
  table.label = rows.Labels();
  MeasureGeometry(labels, rows, table);
  for (const PlaneView<const float> & plane : planes)
  {
    table.channels.push_back(MeasureChannel(labels, plane, nuclei, rows));
  }
  if (nuclei.data != nullptr)
  {
    table.nucleus_area.assign(table.size(), 0);
    for (std::size_t i = 0; i < labels.size(); ++i)
    {
      if (labels.data[i] != 0 && nuclei.data[i] == labels.data[i])
      {
        ++table.nucleus_area[rows.Of(labels.data[i])];
      }
    }
  }
  return table;
}

ObjectTable
SelectRows(const ObjectTable & table, const std::vector<std::size_t> & rows)
{
  ObjectTable selected = table;
  KeepRows(selected.label, rows);
  KeepRows(selected.centre_x, rows);
  KeepRows(selected.centre_y, rows);
  KeepRows(selected.area, rows);
  KeepRows(selected.left, rows);
  KeepRows(selected.top, rows);
  KeepRows(selected.right, rows);
  KeepRows(selected.bottom, rows);
  KeepRows(selected.touches_border, rows);
  KeepRows(selected.nucleus_area, rows);
  for (ChannelMeasurements & channel : selected.channels)
  {
    KeepRows(channel.mean, rows);
    KeepRows(channel.standard_deviation, rows);
    KeepRows(channel.integrated, rows);
    KeepRows(channel.nucleus_cytoplasm_ratio, rows);
  }
  return selected;
}
} // namespace pheno
