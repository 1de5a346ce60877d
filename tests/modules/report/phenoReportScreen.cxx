#include "phenoReportScreen.h"

#include "phenoNumber.h"
#include "phenoThumbnail.h"
#include "phenoWellName.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

namespace pheno::test
{
namespace
{
const std::vector<std::string> kMechanisms{ "Aurora inhibitor",    "Microtubule destabiliser",
                                            "Actin disruptor",     "mTOR inhibitor",
                                            "DNA damage",          "HDAC inhibitor",
                                            "Protein degradation", "Src inhibitor" };
const std::vector<std::string> kChannels{ "Hoechst", "Alexa 488", "MitoTracker", "Alexa 568" };
constexpr double               kDoses[] = { 0.5, 5, 50 };

/** Uniform in [0, 1); std::uniform_real_distribution may differ between libraries. */
double
Uniform(std::mt19937 & engine)
{
  return engine() / 4294967296.;
}

double
Gauss(std::mt19937 & engine)
{
  return std::sqrt(-2 * std::log(1 - Uniform(engine))) * std::cos(6.283185307179586 * Uniform(engine));
}

std::string
CompoundOf(std::size_t index)
{
  return "HC-" + std::to_string(1001 + 17 * index);
}

struct Well
{
  std::string plate, well, compound, mechanism, treatment, role;
  double      dose, effect;
  std::size_t kind; ///< mechanism index; 8 for DMSO
};

std::vector<Well>
LayOut(std::size_t plates)
{
  std::vector<Well> wells;
  for (std::size_t p = 0; p < plates; ++p)
  {
    const double dose = kDoses[p / 3 % 3];
    for (int i = 0; i < 60; ++i)
    {
      Well well;
      well.plate = "HaCaT-" + std::to_string(p + 1);
      well.well = WellAt({ 1 + i % 6, 1 + i / 6 });
      const bool control = i < 6;
      const auto compound = control ? 0 : static_cast<std::size_t>(i - 6) % 24;
      well.kind = control ? 8 : compound / 3;
      well.compound = control ? "DMSO" : CompoundOf(compound);
      well.mechanism = control ? "DMSO" : kMechanisms[well.kind];
      well.dose = control ? 0 : dose;
      well.treatment = control ? "DMSO" : well.compound + "@" + FormatNumber(dose);
      well.role = control ? "negcon" : "trt";
      well.effect = control ? 0 : EffectOf(well.kind, dose) * (0.85 + 0.1 * static_cast<double>(compound % 3));
      wells.push_back(well);
    }
  }
  return wells;
}

template <typename Value>
Table::Text
TextOf(const std::vector<Well> & wells, Value value)
{
  Table::Text texts;
  for (const Well & well : wells)
  {
    texts.push_back(value(well));
  }
  return texts;
}

void
AddWells(ReportScreen & screen, const std::vector<Well> & wells)
{
  std::mt19937 engine(7);
  Table::Real  counts, distances, sizes, untrained, x, y, doses;
  for (const Well & well : wells)
  {
    counts.push_back(std::round(420 * (1 - 0.6 * well.effect * (well.kind % 2)) + 18 * Gauss(engine)));
    distances.push_back(std::max(0.01, 0.06 + 0.7 * well.effect + 0.03 * Gauss(engine)));
    untrained.push_back(std::max(0.01, 0.05 + 0.15 * well.effect + 0.05 * Gauss(engine)));
    sizes.push_back(168 + 60 * well.effect * (well.kind % 3) + 6 * Gauss(engine));
    const double angle = 0.785398 * static_cast<double>(well.kind);
    const double radius = well.kind == 8 ? 0 : 1 + 7 * well.effect;
    x.push_back(radius * std::cos(angle) + 0.7 * Gauss(engine));
    y.push_back(radius * std::sin(angle) + 0.7 * Gauss(engine));
    doses.push_back(well.dose);
  }
  const auto plate = TextOf(wells, [](const Well & w) { return w.plate; });
  const auto name = TextOf(wells, [](const Well & w) { return w.well; });
  Table &    table = screen.wells;
  table.Add("Metadata_Plate", plate);
  table.Add("Metadata_Well", name);
  table.Add("Metadata_Treatment", TextOf(wells, [](const Well & w) { return w.treatment; }));
  table.Add("Metadata_Compound", TextOf(wells, [](const Well & w) { return w.compound; }));
  table.Add("Metadata_Dose", doses);
  table.Add("Metadata_Mechanism", TextOf(wells, [](const Well & w) { return w.mechanism; }));
  table.Add("Metadata_Role", TextOf(wells, [](const Well & w) { return w.role; }));
  table.Add("cell_count", counts);
  table.Add("distance_to_control", distances);
  table.Add("distance_to_control_untrained", untrained);
  table.Add("nucleus_area_px", sizes);
  screen.map.Add("Metadata_Plate", plate);
  screen.map.Add("Metadata_Well", name);
  screen.map.Add("x", x);
  screen.map.Add("y", y);
  screen.dose = table.Select([&] {
    std::vector<std::size_t> rows(table.Rows());
    for (std::size_t i = 0; i < rows.size(); ++i)
    {
      rows[i] = i;
    }
    return rows;
  }());
  screen.dose.Add("value", distances);
}

void
AddHits(ReportScreen & screen, const std::vector<Well> & wells)
{
  std::map<std::string, std::pair<const Well *, Table::Real>> treatments;
  const Table::Real                                           distances = screen.wells.Numbers("distance_to_control");
  for (std::size_t i = 0; i < wells.size(); ++i)
  {
    if (wells[i].role == "trt")
    {
      treatments[wells[i].treatment].first = &wells[i];
      treatments[wells[i].treatment].second.push_back(distances[i]);
    }
  }
  std::vector<std::pair<double, const Well *>> ranked;
  for (auto & [name, item] : treatments)
  {
    std::sort(item.second.begin(), item.second.end());
    ranked.emplace_back(-item.second[item.second.size() / 2], item.first);
  }
  std::sort(ranked.begin(), ranked.end(), [](const auto & a, const auto & b) {
    return a.first != b.first ? a.first < b.first : a.second->treatment < b.second->treatment;
  });
  Table::Text    treatment, compound, mechanism, nearest;
  Table::Real    dose, distance, p, q, map;
  Table::Integer rank;
  for (const auto & [negative, well] : ranked)
  {
    rank.push_back(static_cast<std::int64_t>(rank.size()) + 1);
    treatment.push_back(well->treatment);
    compound.push_back(well->compound);
    mechanism.push_back(well->mechanism);
    nearest.push_back(well->effect > 0.2 ? well->mechanism : kMechanisms[rank.size() % 8]);
    dose.push_back(well->dose);
    distance.push_back(-negative);
    p.push_back(std::min(1., 0.001 + std::exp(22 * (negative + 0.05)) * 0.6));
    q.push_back(std::min(1., p.back() * 1.3));
    map.push_back(std::min(1., 0.2 - negative));
  }
  Table & hits = screen.hits;
  hits.Add("rank", rank);
  hits.Add("Metadata_Treatment", treatment);
  hits.Add("Metadata_Compound", compound);
  hits.Add("Metadata_Dose", dose);
  hits.Add("Metadata_Mechanism", mechanism);
  hits.Add("distance", distance);
  hits.Add("p", p);
  hits.Add("q", q);
  hits.Add("map", map);
  hits.Add("nearest_mechanism", nearest);
}

void
AddPictures(ReportScreen & screen, const std::vector<Well> & wells)
{
  std::vector<ChannelDisplay> shared;
  const auto                  colours = DefaultChannelColours(kChannels.size());
  const Image                 control = DrawCells(160, 1, 0);
  for (std::size_t c = 0; c < kChannels.size(); ++c)
  {
    shared.push_back({ kChannels[c], AutomaticRange(*control.planes[c]), colours[c] });
  }
  for (std::size_t i = 0; i < wells.size(); ++i)
  {
    const Image                 image = DrawCells(160, static_cast<unsigned>(i), wells[i].effect);
    std::vector<ChannelDisplay> own = shared;
    for (std::size_t c = 0; c < own.size(); ++c)
    {
      own[c].range = AutomaticRange(*image.planes[c]);
    }
    screen.pictures.push_back({ wells[i].plate,
                                wells[i].well,
                                { MakeThumbnail(image, shared, 160), "" },
                                { MakeThumbnail(image, own, 160), "" } });
  }
}

void
AddFigures(ReportScreen & screen)
{
  screen.metrics = Table({ "metric", "scope", "group", "value", "n", "low", "high", "note" },
                         { { "nsc", "trained", "", "0.81", "72", "0.72", "0.89", "" },
                           { "nsc", "intensity", "", "0.46", "72", "0.35", "0.58", "12 features" },
                           { "nsc", "untrained", "", "0.33", "72", "0.23", "0.45", "" },
                           { "nsc", "chance", "", "0.118", "72", "", "", "" },
                           { "replicate_map", "trained", "", "0.92", "216", "0.89", "0.94", "" },
                           { "replicate_map", "intensity", "", "0.68", "216", "0.62", "0.73", "" },
                           { "replicate_map", "untrained", "", "0.55", "216", "0.5", "0.61", "" },
                           { "replicate_map", "chance", "", "0.31", "216", "", "", "" },
                           { "zprime", "trained", "", "0.42", "540", "", "", "" },
                           { "zprime", "intensity", "", "-0.35", "540", "", "", "" },
                           { "zprime", "untrained", "", "-1.4", "540", "", "", "" },
                           { "nsc", "trained", "DNA damage", "1", "9", "", "", "" },
                           { "nsc", "trained", "mTOR inhibitor", "", "0", "", "", "no admissible neighbour" } });
  std::vector<std::vector<std::string>> epochs;
  for (int epoch = 1; epoch <= 30; ++epoch)
  {
    epochs.push_back({ std::to_string(epoch),
                       FormatNumber(2.1 + 3.4 * std::exp(-epoch / 6.)),
                       FormatNumber(0.001 * (1 - epoch / 31.)) });
  }
  screen.history = Table({ "epoch", "loss", "learning_rate" }, epochs);
  screen.audit = Table({ "plate", "well", "files", "blank", "saturated_share", "status" },
                       { { "HaCaT-1", "B02", "16", "0", "0.0001", "ok" },
                         { "HaCaT-1", "C04", "16", "1", "0", "blank plane: site 2, MitoTracker" },
                         { "HaCaT-1", "G11", "12", "0", "0", "missing channel Alexa 568" } });
  screen.unmatched = Table({ "plate", "well", "found_in" }, { { "HaCaT-1", "H12", "plate map" } });
  screen.run = Json::parse(R"({"workflow": "hacat_screen", "pheno": "0.1.0", "seed": 20230515,
    "inputs": [{"name": "screen", "type": "table", "rows": 8640, "digest": "5f0c2b17a9"}],
    "notes": ["well H12 of plate HaCaT-1 is in the plate map alone"],
    "quarantine": [{"step": "read", "shard": {"plate": "HaCaT-1", "well": "G11", "site": "3"}, "item": "", "reason": "truncated TIFF: strip 4 of 9 ends early"}],
    "steps": [{"step": "read", "node": "pheno.read_site", "version": 1, "title": "Read a site", "each": ["plate", "well", "site"], "tasks": 2160, "stored": false, "params": {}},
              {"step": "train", "node": "pheno.train_contrastive", "version": 2, "title": "Train the encoder", "each": [], "tasks": 1, "stored": true,
               "params": {"temperature": 0.1, "batch_size": 256, "channels": ["Hoechst", "Alexa 488"]}}]})");
}
} // namespace

double
EffectOf(std::size_t mechanism, double dose)
{
  const double half = 1.5 * std::pow(2.2, static_cast<double>(mechanism % 4));
  const double top = 1 - 0.09 * static_cast<double>(mechanism);
  return top * dose / (dose + half);
}

Image
DrawCells(std::size_t side, unsigned seed, double effect)
{
  std::mt19937 engine(seed);
  Image        image;
  image.channels = kChannels;
  std::vector<Plane::Pointer> planes;
  for (std::size_t c = 0; c < kChannels.size(); ++c)
  {
    auto plane = Plane::New();
    plane->SetRegions(itk::Size<2>{ { side, side } });
    plane->Allocate();
    for (float * pixel = plane->GetBufferPointer(); pixel != plane->GetBufferPointer() + side * side; ++pixel)
    {
      *pixel = static_cast<float>(110 + 6 * Gauss(engine));
    }
    planes.push_back(plane);
  }
  const auto cells = static_cast<int>(26 * (1 - 0.55 * effect));
  for (int cell = 0; cell < cells; ++cell)
  {
    const double cx = Uniform(engine) * static_cast<double>(side), cy = Uniform(engine) * static_cast<double>(side);
    const double angle = Uniform(engine) * 3.14159, stretch = 1 + 0.6 * Uniform(engine) + effect;
    const double sigmas[] = { 5.5 + 3 * effect, 11, 9 - 3 * effect, 12 };
    for (std::size_t c = 0; c < planes.size(); ++c)
    {
      const double sigma = sigmas[c];
      const int    reach = static_cast<int>(3 * sigma * stretch);
      for (int y = std::max(0, static_cast<int>(cy) - reach);
           y < std::min(static_cast<int>(side), static_cast<int>(cy) + reach);
           ++y)
      {
        for (int x = std::max(0, static_cast<int>(cx) - reach);
             x < std::min(static_cast<int>(side), static_cast<int>(cx) + reach);
             ++x)
        {
          const double u = (x - cx) * std::cos(angle) + (y - cy) * std::sin(angle);
          const double v = (y - cy) * std::cos(angle) - (x - cx) * std::sin(angle);
          const double r = std::sqrt(u * u / stretch + v * v * stretch) / sigma;
          const double texture = c == 0 ? 1 : 0.65 + 0.35 * std::sin(0.9 * x + 2 * c) * std::sin(0.8 * y + c);
          const double ring = c == 3 ? std::exp(-8 * (r - 1.1) * (r - 1.1)) : std::exp(-0.5 * r * r * r * r);
          planes[c]->GetBufferPointer()[static_cast<std::size_t>(y) * side + static_cast<std::size_t>(x)] +=
            static_cast<float>(900 * ring * texture * (c == 1 ? 1 - 0.4 * effect : 1));
        }
      }
    }
  }
  image.planes.assign(planes.begin(), planes.end());
  return image;
}

ReportScreen::ReportScreen(std::size_t plates)
{
  const std::vector<Well> laidOut = LayOut(plates);
  AddWells(*this, laidOut);
  AddHits(*this, laidOut);
  AddPictures(*this, laidOut);
  AddFigures(*this);
}

ReportContent
ReportScreen::Content() const
{
  ReportContent content;
  content.title = "HaCaT compound screen";
  content.simulated = true;
  content.run = run;
  content.audit = &audit;
  content.unmatched = &unmatched;
  content.wells = &wells;
  content.map = &map;
  content.hits = &hits;
  content.metrics = &metrics;
  content.dose = &dose;
  content.history = &history;
  content.pictures = pictures;
  content.headline = { "nsc/trained", "replicate_map/trained" };
  return content;
}
} // namespace pheno::test
