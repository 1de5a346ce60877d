#include "phenoAreaShapeFeatures.h"

#include "phenoConvexHull.h"
#include "phenoObjectDistances.h"
#include "phenoObjectMoments.h"
#include "phenoOrderStatistics.h"
#include "phenoObjectPerimeter.h"
#include "phenoZernike.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace pheno
{
namespace
{
constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

/** The features of one object in the order of the columns. */
class ShapeRow
{
public:
  struct Feature
  {
    std::string name;
    double      value;
  };

  ShapeRow(const ObjectMap & objects, const MeasuredObject & object)
    : m_Objects(objects)
    , m_Object(object)
    , m_Area(static_cast<double>(object.area))
  {
    AddBox();
    AddOutline();
    AddRadii();
    AddMoments();
    AddHull();
  }
  const std::vector<Feature> &
  Features() const
  {
    return m_Features;
  }

private:
  void
  Add(const std::string & name, double value)
  {
    m_Features.push_back({ "AreaShape_" + name, value });
  }

  void
  AddBox()
  {
    const auto left = static_cast<double>(m_Object.left), top = static_cast<double>(m_Object.top);
    const auto width = static_cast<double>(m_Object.width), height = static_cast<double>(m_Object.height);
    Add("Area", m_Area);
    Add("BoundingBoxArea", width * height);
    Add("BoundingBoxMaximum_X", left + width);
    Add("BoundingBoxMaximum_Y", top + height);
    Add("BoundingBoxMinimum_X", left);
    Add("BoundingBoxMinimum_Y", top);
    Add("Center_X", m_Object.centre_x);
    Add("Center_Y", m_Object.centre_y);
    Add("EquivalentDiameter", std::sqrt(4.0 * m_Area / M_PI));
    Add("Extent", m_Area / (width * height));
  }

  void
  AddOutline()
  {
    const double perimeter = Perimeter(m_Objects, m_Object);
    const double form = perimeter > 0.0 ? 4.0 * M_PI * m_Area / (perimeter * perimeter) : kUndefined;
    Add("EulerNumber", EulerNumber(m_Objects, m_Object));
    Add("Perimeter", perimeter);
    Add("FormFactor", form);
    Add("Compactness", 1.0 / form);
  }

  void
  AddRadii()
  {
    std::vector<double> radii = DistancesToEdge(m_Objects, m_Object, ImageBorder::IsBackground);
    Add("MaximumRadius", *std::max_element(radii.begin(), radii.end()));
    Add("MeanRadius", std::accumulate(radii.begin(), radii.end(), 0.0) / m_Area);
    Add("MedianRadius", MiddleValue(radii));
  }

  void
  AddMoments()
  {
    const ObjectMoments moments = MeasureMoments(m_Objects, m_Object);
    const MomentEllipse ellipse = FitEllipse(moments);
    Add("MajorAxisLength", 4.0 * std::sqrt(ellipse.major));
    Add("MinorAxisLength", 4.0 * std::sqrt(ellipse.minor));
    Add("Eccentricity", ellipse.eccentricity);
    Add("Orientation", ellipse.orientation);
    AddMatrix("SpatialMoment", moments.spatial, 3);
    AddMatrix("CentralMoment", moments.central, 3);
    AddMatrix("NormalizedMoment", moments.normalised, 4);
    for (std::size_t i = 0; i < moments.hu.size(); ++i)
    {
      Add("HuMoment_" + std::to_string(i), moments.hu[i]);
    }
    const double mixed = -moments.central[1][1] / m_Area;
    Add("InertiaTensor_0_0", moments.central[0][2] / m_Area);
    Add("InertiaTensor_0_1", mixed);
    Add("InertiaTensor_1_0", mixed);
    Add("InertiaTensor_1_1", moments.central[2][0] / m_Area);
    Add("InertiaTensorEigenvalues_0", ellipse.major);
    Add("InertiaTensorEigenvalues_1", ellipse.minor);
  }

  void
  AddMatrix(const std::string & name, const MomentMatrix & matrix, std::size_t rows)
  {
    for (std::size_t p = 0; p < rows; ++p)
    {
      for (std::size_t q = 0; q < 4; ++q)
      {
        if (name != "NormalizedMoment" || p + q > 1)
        {
          Add(name + "_" + std::to_string(p) + "_" + std::to_string(q), matrix[p][q]);
        }
      }
    }
  }

  void
  AddHull()
  {
    const auto   convex_area = static_cast<double>(ConvexArea(m_Objects, m_Object));
    const auto   hull = HullOfCentres(m_Objects, m_Object);
    const auto   feret = MeasureFeret(hull);
    const Circle circle = EnclosingCircle(hull);
    Add("ConvexArea", convex_area);
    Add("Solidity", m_Area / convex_area);
    Add("MinFeretDiameter", feret.minimum);
    Add("MaxFeretDiameter", feret.maximum);
    const std::vector<ZernikeOrder> & orders = ZernikeOrders();
    const std::vector<double>         magnitudes = circle.radius > 0.0 ? ZernikeMagnitudes(m_Objects, m_Object, circle)
                                                                       : std::vector<double>(orders.size(), kUndefined);
    for (std::size_t i = 0; i < orders.size(); ++i)
    {
      Add("Zernike_" + std::to_string(orders[i].n) + "_" + std::to_string(orders[i].m), magnitudes[i]);
    }
  }

  const ObjectMap &      m_Objects;
  const MeasuredObject & m_Object;
  double                 m_Area;
  std::vector<Feature>   m_Features;
};

/** The columns in their order: those of a lone pixel. */
std::vector<std::vector<double> *>
AddColumns(FeatureColumns & columns)
{
  const std::uint32_t                pixel = 1;
  const ObjectMap                    lone({ &pixel, 1, 1 });
  std::vector<std::vector<double> *> cells;
  const ShapeRow                     row(lone, lone.Objects()[0]);
  for (const ShapeRow::Feature & feature : row.Features())
  {
    cells.push_back(&columns.Add(feature.name));
  }
  return cells;
}
} // namespace

void
AreaShapeFeatures::Measure(const ObjectMap & objects, FeatureColumns & columns) const
{
  const std::vector<std::vector<double> *> cells = AddColumns(columns);
  for (std::size_t row = 0; row < columns.Rows(); ++row)
  {
    const ShapeRow shape(objects, objects.Objects()[row]);
    for (std::size_t i = 0; i < cells.size(); ++i)
    {
      (*cells[i])[row] = shape.Features()[i].value;
    }
  }
}
} // namespace pheno
