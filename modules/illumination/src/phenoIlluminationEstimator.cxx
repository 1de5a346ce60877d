#include "phenoIlluminationEstimator.h"

#include "phenoPlanePicture.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace pheno
{
namespace
{
constexpr double kLeastField = 0.05; // of its mean: a divisor must stay away from 0

/** At the scale asked for and strictly positive. */
FieldPicture
Finish(FieldPicture field, FieldNormalisation normalisation)
{
  const double mean =
    std::accumulate(field.values.begin(), field.values.end(), 0.0) / static_cast<double>(field.values.size());
  for (double & value : field.values)
  {
    value = mean > 0.0 ? std::max(value, kLeastField * mean) : 1.0;
  }
  return NormaliseField(field, normalisation);
}

class OwnEstimator : public IlluminationEstimator
{
public:
  explicit OwnEstimator(const IlluminationSettings & settings)
    : m_Estimator(With(settings.flat_field, settings.dark))
    , m_Normalisation(settings.normalisation)
  {}

  void
  Add(const itk::Image<float, 2> & plane) override
  {
    m_Estimator.Add(plane);
  }

  Illumination
  Estimate() const override
  {
    const FlatField field = m_Estimator.Estimate();
    return { PlaneOf(Finish(PictureOf(*field.flat), m_Normalisation), *field.flat), field.dark, nullptr };
  }

private:
  static FlatFieldSettings
  With(FlatFieldSettings settings, double dark)
  {
    settings.dark = dark;
    return settings;
  }

  FlatFieldEstimator m_Estimator;
  FieldNormalisation m_Normalisation;
};

BasicIllumination::Fields
FieldsOf(const BasicIllumination & basic)
{
  return basic.Estimate();
}

/** Of a method that knows no dark field. */
template <typename TMethod>
BasicIllumination::Fields
FieldsOf(const TMethod & method)
{
  return { method.Estimate().illumination, {} };
}

/** A method that works on pictures. */
template <typename TMethod>
class PictureEstimator : public IlluminationEstimator
{
public:
  template <typename TSettings>
  PictureEstimator(const IlluminationSettings & settings, const TSettings & own)
    : m_Method(own)
    , m_Normalisation(settings.normalisation)
    , m_Told(std::isnan(settings.dark) ? 0.0 : settings.dark)
  {}

  void
  Add(const itk::Image<float, 2> & plane) override
  {
    FieldPicture picture = PictureOf(plane);
    for (double & value : picture.values)
    {
      value -= m_Told;
    }
    m_Method.Add(picture);
    if (!m_Geometry)
    {
      m_Geometry = itk::ImageBase<2>::New();
      m_Geometry->CopyInformation(&plane);
    }
  }

  Illumination
  Estimate() const override
  {
    BasicIllumination::Fields fields = FieldsOf(m_Method);
    for (double & value : fields.dark.values)
    {
      value += m_Told;
    }
    return { PlaneOf(Finish(std::move(fields.flat), m_Normalisation), *m_Geometry),
             fields.offset + m_Told,
             fields.dark.values.empty() ? nullptr : PlaneOf(fields.dark, *m_Geometry) };
  }

private:
  TMethod                    m_Method;
  FieldNormalisation         m_Normalisation;
  double                     m_Told;
  itk::ImageBase<2>::Pointer m_Geometry; ///< of the first plane
};
} // namespace

std::unique_ptr<IlluminationEstimator>
MakeIlluminationEstimator(const IlluminationSettings & settings)
{
  RegularSettings regular = settings.regular;
  regular.normalisation = FieldNormalisation::None;
  BasicSettings basic = settings.basic;
  basic.dark_field = std::isnan(settings.dark);
  switch (settings.method)
  {
    case IlluminationMethod::Regular:
      return std::make_unique<PictureEstimator<RegularIllumination>>(settings, regular);
    case IlluminationMethod::Percentile:
      return std::make_unique<PictureEstimator<PercentileIllumination>>(settings, settings.percentile);
    case IlluminationMethod::QuarterScale:
      return std::make_unique<PictureEstimator<QuarterScaleIllumination>>(settings, settings.quarter_scale);
    case IlluminationMethod::Basic:
      return std::make_unique<PictureEstimator<BasicIllumination>>(settings, basic);
    case IlluminationMethod::FlatField:
      break;
  }
  return std::make_unique<OwnEstimator>(settings);
}
} // namespace pheno
