#include "phenoEvenPlane.h"
#include "phenoIlluminationEstimator.h"
#include "phenoImage.h"
#include "phenoNode.h"
#include "phenoPercentile.h"
#include "phenoTable.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>

namespace
{
using namespace pheno;

constexpr double      kLowPercentile = 0.5;
constexpr double      kHighPercentile = 99.8;
constexpr std::size_t kPixelsPerSite = 4096;
constexpr double      kWidthOfSigma = 2.35; // CellProfiler's full width at half maximum

/** Settings from parameters; an unknown name cannot come past the descriptor. */
IlluminationSettings
SettingsFrom(const Json & params)
{
  static const std::map<std::string, IlluminationMethod> methods = { { "flat_field", IlluminationMethod::FlatField },
                                                                     { "regular", IlluminationMethod::Regular },
                                                                     { "percentile", IlluminationMethod::Percentile },
                                                                     { "quarter_scale",
                                                                       IlluminationMethod::QuarterScale },
                                                                     { "basic", IlluminationMethod::Basic } };
  static const std::map<std::string, FlatFieldStatistic> statistics = {
    { "foreground", FlatFieldStatistic::Foreground },
    { "background", FlatFieldStatistic::Background },
    { "median", FlatFieldStatistic::Median },
    { "mean", FlatFieldStatistic::Mean }
  };
  static const std::map<std::string, RegularSmoothing> smoothings = { { "median", RegularSmoothing::Median },
                                                                      { "gaussian", RegularSmoothing::Gaussian },
                                                                      { "polynomial", RegularSmoothing::Polynomial },
                                                                      { "mean", RegularSmoothing::Mean },
                                                                      { "none", RegularSmoothing::None } };
  const double                                         smoothing = params.at("smoothing_px");
  IlluminationSettings                                 settings;
  settings.method = methods.at(params.at("method"));
  settings.dark = params.at("estimate_offset") ? std::nan("") : params.at("offset").get<double>();
  settings.normalisation = FieldNormalisationOf(params.at("normalisation"));
  settings.flat_field.statistic = statistics.at(params.at("statistic"));
  settings.flat_field.smoothing_px = smoothing;
  settings.regular.source = params.at("block_minimum") ? RegularSource::BlockMinimum : RegularSource::Pixels;
  settings.regular.smoothing = smoothings.at(params.at("smoothing"));
  settings.regular.width_px = kWidthOfSigma * smoothing;
  settings.regular.full_scale = params.at("full_scale");
  settings.percentile.window_px = params.at("window_px");
  settings.percentile.percentile = params.at("percentile");
  settings.percentile.smoothing_px = smoothing > 0.0 ? smoothing : settings.percentile.smoothing_px;
  return settings;
}

/** What one channel has shown so far: the estimator and every n-th pixel of each site. */
class ChannelSample
{
public:
  explicit ChannelSample(const IlluminationSettings & settings)
    : m_Estimator(MakeIlluminationEstimator(settings))
  {}

  void
  Add(const Plane & plane)
  {
    m_Estimator->Add(plane);
    const std::size_t count = plane.GetBufferedRegion().GetNumberOfPixels();
    m_Stride = std::max<std::size_t>(1, count / kPixelsPerSite);
    for (std::size_t i = 0; i < count; i += m_Stride)
    {
      m_Pixels.push_back(plane.GetBufferPointer()[i]);
    }
    m_PixelsPerPlane = (count + m_Stride - 1) / m_Stride;
  }

  Illumination
  Estimate() const
  {
    return m_Estimator->Estimate();
  }

  /** The sampled pixels after correction, sorted. */
  std::vector<float>
  Corrected(const Illumination & illumination) const
  {
    std::vector<float> values = m_Pixels;
    for (std::size_t i = 0; i < values.size(); ++i)
    {
      const std::size_t at = i % m_PixelsPerPlane * m_Stride;
      const double      dark = illumination.dark ? illumination.dark->GetBufferPointer()[at] : illumination.offset;
      values[i] = static_cast<float>((values[i] - dark) / illumination.flat->GetBufferPointer()[at]);
    }
    std::sort(values.begin(), values.end());
    return values;
  }

private:
  std::unique_ptr<IlluminationEstimator> m_Estimator;
  std::vector<float>                     m_Pixels;
  std::size_t                            m_Stride = 1;
  std::size_t                            m_PixelsPerPlane = 1;
};

/** Estimates field and offset of each channel of a plate. */
class EstimateIllumination : public Node
{
public:
  explicit EstimateIllumination(const Json & params)
    : m_Settings(SettingsFrom(params))
    , m_MaxSites(params.at("max_sites"))
  {}

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    m_Settings.flat_field.seed = context.Seed();
    m_Settings.basic.seed = context.Seed();
    std::vector<std::string>   channels;
    std::vector<ChannelSample> samples;
    const std::vector<Shard>   shards = in.Shards("images");
    const std::size_t          visits = std::min(m_MaxSites, shards.size());
    std::int64_t               taken = 0;
    for (std::size_t i = 0; i < visits; ++i)
    {
      context.ThrowIfCancelled();
      taken += AddSite(in, shards[i * shards.size() / visits], channels, samples);
      context.Progress(static_cast<double>(i + 1) / static_cast<double>(visits));
    }
    if (taken == 0)
    {
      throw BadData("there is no good site to estimate the illumination from");
    }
    Store(channels, samples, taken, out);
  }

private:
  /** 1, or 0 for a site that turns out bad or has another size than the first. */
  std::int64_t
  AddSite(const Inputs &               in,
          const Shard &                shard,
          std::vector<std::string> &   channels,
          std::vector<ChannelSample> & samples)
  {
    Ptr<Image> image;
    try
    {
      image = std::get<Ptr<Image>>(in.Load("images", shard));
    }
    catch (const BadData &)
    {
      return 0;
    }
    if (channels.empty())
    {
      channels = image->channels;
      m_Size = image->Size();
      for (std::size_t c = 0; c < channels.size(); ++c)
      {
        samples.emplace_back(m_Settings);
      }
    }
    if (image->Size() != m_Size)
    {
      return 0;
    }
    for (std::size_t c = 0; c < channels.size(); ++c)
    {
      samples[c].Add(*image->Plane(channels[c]));
    }
    return 1;
  }

  static void
  Store(const std::vector<std::string> &   channels,
        const std::vector<ChannelSample> & samples,
        std::int64_t                       taken,
        Outputs &                          out)
  {
    Image       field, dark;
    Table::Real offsets, lows, highs;
    for (std::size_t c = 0; c < channels.size(); ++c)
    {
      const Illumination       estimate = samples[c].Estimate();
      const std::vector<float> corrected = samples[c].Corrected(estimate);
      field.channels.push_back(channels[c]);
      field.planes.push_back(estimate.flat.GetPointer());
      dark.planes.push_back(estimate.dark ? Plane::ConstPointer(estimate.dark)
                                          : EvenPlane(*estimate.flat, estimate.offset));
      offsets.push_back(estimate.offset);
      lows.push_back(PercentileOfSorted(corrected, kLowPercentile));
      highs.push_back(PercentileOfSorted(corrected, kHighPercentile));
    }
    Table levels;
    levels.Add("channel", Table::Text(channels));
    levels.Add("offset", std::move(offsets));
    levels.Add("low", std::move(lows));
    levels.Add("high", std::move(highs));
    levels.Add("sites", Table::Integer(channels.size(), taken));
    dark.channels = channels;
    out.Set("field", std::move(field));
    out.Set("dark", std::move(dark));
    out.Set("levels", std::move(levels));
  }

  IlluminationSettings m_Settings;
  std::size_t          m_MaxSites;
  itk::Size<2>         m_Size = { { 0, 0 } };
};
} // namespace

PHENO_NODE(EstimateIllumination)
