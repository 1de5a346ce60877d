#include "phenoLocationFeatures.h"

namespace pheno
{
void
LocationFeatures::Measure(const ObjectMap & objects, FeatureColumns & columns) const
{
  std::vector<double> & number = columns.Add("Number_Object_Number");
  std::vector<double> & x = columns.Add("Location_Center_X");
  std::vector<double> & y = columns.Add("Location_Center_Y");
  for (std::size_t row = 0; row < columns.Rows(); ++row)
  {
    const MeasuredObject & object = objects.Objects()[row];
    number[row] = object.label;
    x[row] = object.centre_x;
    y[row] = object.centre_y;
  }
}
} // namespace pheno
