#include "phenoIntensityFeatures.h"

#include "phenoOrderStatistics.h"

#include <algorithm>
#include <cmath>

namespace pheno
{
namespace
{
struct SummaryColumns
{
  std::vector<double> & integrated;
  std::vector<double> & mean;
  std::vector<double> & deviation;
  std::vector<double> & minimum;
  std::vector<double> & maximum;

  SummaryColumns(FeatureColumns & columns, const std::string & of, const std::string & channel)
    : integrated(columns.Add("Intensity_IntegratedIntensity" + of + "_" + channel))
    , mean(columns.Add("Intensity_MeanIntensity" + of + "_" + channel))
    , deviation(columns.Add("Intensity_StdIntensity" + of + "_" + channel))
    , minimum(columns.Add("Intensity_MinIntensity" + of + "_" + channel))
    , maximum(columns.Add("Intensity_MaxIntensity" + of + "_" + channel))
  {}

  void
  Set(std::size_t row, const std::vector<double> & values)
  {
    if (values.empty())
    {
      return;
    }
    const auto n = static_cast<double>(values.size());
    double     sum = 0.0;
    for (const double value : values)
    {
      sum += value;
    }
    double squares = 0.0;
    for (const double value : values)
    {
      squares += (value - sum / n) * (value - sum / n);
    }
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    integrated[row] = sum;
    mean[row] = sum / n;
    deviation[row] = *low == *high ? 0.0 : std::sqrt(squares / n);
    minimum[row] = *low;
    maximum[row] = *high;
  }
};

struct PlaceColumns
{
  std::vector<double> & displacement;
  std::vector<double> & mass_x;
  std::vector<double> & mass_y;
  std::vector<double> & brightest_x;
  std::vector<double> & brightest_y;

  PlaceColumns(FeatureColumns & columns, const std::string & channel)
    : displacement(columns.Add("Intensity_MassDisplacement_" + channel))
    , mass_x(columns.Add("Location_CenterMassIntensity_X_" + channel))
    , mass_y(columns.Add("Location_CenterMassIntensity_Y_" + channel))
    , brightest_x(columns.Add("Location_MaxIntensity_X_" + channel))
    , brightest_y(columns.Add("Location_MaxIntensity_Y_" + channel))
  {}

  void
  Set(std::size_t row, const ObjectMap & objects, PlaneView<const float> plane)
  {
    const MeasuredObject & object = objects.Objects()[row];
    double                 sum = 0.0, sum_x = 0.0, sum_y = 0.0, brightest = 0.0;
    objects.ForEachPixel(object, [&](std::size_t x, std::size_t y, std::size_t i) {
      const double value = plane.data[i];
      sum += value;
      sum_x += value * (static_cast<double>(x) - object.centre_x);
      sum_y += value * (static_cast<double>(y) - object.centre_y);
      if (std::isnan(brightest_x[row]) || value > brightest)
      {
        brightest = value;
        brightest_x[row] = static_cast<double>(x);
        brightest_y[row] = static_cast<double>(y);
      }
    });
    if (sum != 0.0)
    {
      mass_x[row] = object.centre_x + sum_x / sum;
      mass_y[row] = object.centre_y + sum_y / sum;
      displacement[row] = std::hypot(sum_x / sum, sum_y / sum);
    }
  }
};

struct OrderColumns
{
  std::vector<double> & lower;
  std::vector<double> & median;
  std::vector<double> & deviation;
  std::vector<double> & upper;

  OrderColumns(FeatureColumns & columns, const std::string & channel)
    : lower(columns.Add("Intensity_LowerQuartileIntensity_" + channel))
    , median(columns.Add("Intensity_MedianIntensity_" + channel))
    , deviation(columns.Add("Intensity_MADIntensity_" + channel))
    , upper(columns.Add("Intensity_UpperQuartileIntensity_" + channel))
  {}

  void
  Set(std::size_t row, std::vector<double> & values)
  {
    std::sort(values.begin(), values.end());
    lower[row] = SortedQuantile(values, 0.25);
    median[row] = SortedQuantile(values, 0.5);
    upper[row] = SortedQuantile(values, 0.75);
    for (double & value : values)
    {
      value = std::abs(value - median[row]);
    }
    std::sort(values.begin(), values.end());
    deviation[row] = SortedQuantile(values, 0.5);
  }
};

/** Positions in the plane of the pixels of an object's edge. */
void
FindEdge(const ObjectMap & objects, const MeasuredObject & object, std::vector<std::size_t> & edge)
{
  const PlaneView<const std::uint32_t> labels = objects.Labels();
  edge.clear();
  objects.ForEachPixel(object, [&](std::size_t x, std::size_t y, std::size_t i) {
    const bool outer = (x > 0 && labels.data[i - 1] != object.label) ||
                       (x + 1 < labels.width && labels.data[i + 1] != object.label) ||
                       (y > 0 && labels.data[i - labels.width] != object.label) ||
                       (y + 1 < labels.height && labels.data[i + labels.width] != object.label);
    if (outer)
    {
      edge.push_back(i);
    }
  });
}
} // namespace

void
IntensityFeatures::Measure(const ObjectMap & objects, FeatureColumns & columns) const
{
  std::vector<double>      values;
  std::vector<std::size_t> edge;
  for (const NamedPlane & plane : m_Planes)
  {
    SummaryColumns whole(columns, "", plane.name);
    SummaryColumns outline(columns, "Edge", plane.name);
    OrderColumns   order(columns, plane.name);
    PlaceColumns   place(columns, plane.name);
    for (std::size_t row = 0; row < columns.Rows(); ++row)
    {
      const MeasuredObject & object = objects.Objects()[row];
      FindEdge(objects, object, edge);
      values.clear();
      for (const std::size_t i : edge)
      {
        values.push_back(plane.pixels.data[i]);
      }
      outline.Set(row, values);
      objects.Gather(object, plane.pixels, values);
      whole.Set(row, values);
      order.Set(row, values);
      place.Set(row, objects, plane.pixels);
    }
  }
}
} // namespace pheno
