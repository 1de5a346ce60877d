#ifndef phenoIlluminationMethods_h
#define phenoIlluminationMethods_h

#include "phenoBasicIllumination.h"
#include "phenoFlatFieldEstimator.h"
#include "phenoImage.h"
#include "phenoPercentileIllumination.h"
#include "phenoPlanePicture.h"
#include "phenoQuarterScaleIllumination.h"
#include "phenoRegularIllumination.h"

#include <cmath>
#include <functional>
#include <numeric>
#include <string>
#include <vector>

/** Every way to estimate an illumination, under its name. */
namespace pheno::bench
{
struct Estimate
{
  FieldPicture flat;
  double       dark = 0.0;
};

struct Method
{
  std::string                                                         name;
  std::function<Estimate(const std::vector<Plane::Pointer> & planes)> estimate;
};

inline Method
Own(const std::string & name, FlatFieldStatistic statistic)
{
  return { name, [statistic](const std::vector<Plane::Pointer> & planes) {
            FlatFieldSettings settings;
            settings.statistic = statistic;
            FlatFieldEstimator estimator(settings);
            for (const Plane::Pointer & plane : planes)
            {
              estimator.Add(*plane);
            }
            const FlatField field = estimator.Estimate();
            return Estimate{ PictureOf(*field.flat), field.dark };
          } };
}

/** A method that takes pictures and says Stages::illumination. */
template <typename TMethod, typename TSettings>
Method
Published(const std::string & name, const TSettings & settings)
{
  return { name, [settings](const std::vector<Plane::Pointer> & planes) {
            TMethod method(settings);
            for (const Plane::Pointer & plane : planes)
            {
              method.Add(PictureOf(*plane));
            }
            return Estimate{ method.Estimate().illumination };
          } };
}

inline Method
Regular(const std::string & name, RegularSmoothing smoothing, double width, double full_scale)
{
  RegularSettings settings;
  settings.smoothing = smoothing;
  settings.width_px = width;
  settings.full_scale = full_scale;
  return Published<RegularIllumination>(name, settings);
}

inline Method
Basic(const std::string & name, bool dark)
{
  BasicSettings settings;
  settings.dark_field = dark;
  return { name, [settings](const std::vector<Plane::Pointer> & planes) {
            BasicIllumination basic(settings);
            for (const Plane::Pointer & plane : planes)
            {
              basic.Add(PictureOf(*plane));
            }
            const BasicIllumination::Fields fields = basic.Estimate();
            return Estimate{ fields.flat, fields.offset };
          } };
}

/** \param full_scale the highest grey level. */
inline std::vector<Method>
Methods(double full_scale)
{
  return { Own("foreground (default)", FlatFieldStatistic::Foreground),
           Own("background", FlatFieldStatistic::Background),
           Own("median", FlatFieldStatistic::Median),
           Own("mean", FlatFieldStatistic::Mean),
           Regular("regular, polynomial", RegularSmoothing::Polynomial, 0, full_scale),
           Regular("regular, Gaussian 100 px", RegularSmoothing::Gaussian, 100, full_scale),
           Regular("regular, median 100 px", RegularSmoothing::Median, 100, full_scale),
           Published<PercentileIllumination>("percentile", PercentileSettings{}),
           Published<QuarterScaleIllumination>("quarter scale", QuarterScaleSettings{}),
           Basic("BaSiC, no dark field", false),
           Basic("BaSiC", true) };
}

/** Root mean square of the relative difference of a field to the true one, both at mean 1. */
inline double
ErrorOf(const FieldPicture & field, const FieldPicture & truth)
{
  const double scale = std::accumulate(truth.values.begin(), truth.values.end(), 0.0) /
                       std::accumulate(field.values.begin(), field.values.end(), 0.0);
  double squares = 0.0;
  for (std::size_t i = 0; i < field.values.size(); ++i)
  {
    const double d = scale * field.values[i] / truth.values[i] - 1.0;
    squares += d * d;
  }
  return std::sqrt(squares / static_cast<double>(field.values.size()));
}
} // namespace pheno::bench

#endif
