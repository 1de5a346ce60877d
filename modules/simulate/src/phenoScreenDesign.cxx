#include "phenoScreenDesign.h"

#include "phenoRandomStream.h"
#include "phenoWellName.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace pheno::simulate
{
namespace
{
std::uint64_t
Number(int value)
{
  return static_cast<std::uint64_t>(value);
}

/** What is put into the wells of one plate, before it is shuffled: controls, then every compound of its week. */
std::vector<WellDesign>
Contents(const Recipe & recipe, const PlateDesign & plate)
{
  WellDesign control;
  control.compound = control.mechanism = "DMSO";
  control.smiles = "CS(C)=O";
  control.substituents.resize(recipe.placeholders.size());
  control.effects = NeutralEffects();
  std::vector<WellDesign> contents(static_cast<std::size_t>(recipe.negative_controls), control);
  for (const auto & mechanism : recipe.mechanisms)
  {
    for (const auto & compound : mechanism.compounds)
    {
      if (compound.week != 0 && compound.week != plate.week)
      {
        continue;
      }
      WellDesign well;
      well.compound = compound.name;
      well.mechanism = mechanism.name;
      well.control = false;
      well.dose = plate.dose;
      well.response = HillResponse(compound, mechanism.hill, plate.dose);
      well.smiles = compound.smiles;
      well.core = compound.core;
      well.substituents = compound.substituents;
      well.effects = CombineEffects(mechanism.effects, compound.effects);
      contents.push_back(std::move(well));
    }
  }
  return contents;
}

/** 1 in the outermost wells of the plate, falling to a third with every well inwards. */
double
EdgeWeight(const Recipe & recipe, const WellDesign & well)
{
  const int toRim =
    std::min({ well.row, well.column, recipe.plate_rows - 1 - well.row, recipe.plate_columns - 1 - well.column });
  return Exp(-1.0986122886681098 * toRim);
}

/** Where in the plate a well lies along a channel's staining gradient, -1 .. 1. */
double
AlongGradient(const Recipe & recipe, const WellDesign & well, const Direction & direction)
{
  const double x = recipe.plate_columns > 1 ? 2.0 * well.column / (recipe.plate_columns - 1.0) - 1.0 : 0.0;
  const double y = recipe.plate_rows > 1 ? 2.0 * well.row / (recipe.plate_rows - 1.0) - 1.0 : 0.0;
  return (x * direction.cosine + y * direction.sine) * 0.7071067811865476;
}

/** Batch, plate, gradient, edge and well effects on the stains of one plate. */
void
Stain(const Recipe & recipe, PlateDesign & plate)
{
  RandomStream ofPlate(recipe.seed, Purpose::Plate, { Number(plate.index) });
  for (std::size_t s = 0; s < kStains; ++s)
  {
    RandomStream ofBatch(recipe.seed, Purpose::Plate, { Number(plate.batch), s, 1 });
    const double gain = ofBatch.LogNormal(recipe.batch_stain_sd) * ofPlate.LogNormal(recipe.plate_stain_sd);
    const auto   direction = DirectionOf(ofPlate.Uniform());
    const double gradient = recipe.gradient_sd * ofPlate.Normal();
    for (auto & well : plate.wells)
    {
      RandomStream ofWell(
        recipe.seed, Purpose::Well, { Number(plate.index), Number(well.row), Number(well.column), s, 1 });
      well.stainGain[s] = gain * Exp(gradient * AlongGradient(recipe, well, direction)) *
                          (1.0 + recipe.edge_stain_gain * EdgeWeight(recipe, well)) *
                          ofWell.LogNormal(recipe.well_stain_sd);
    }
  }
  plate.cameraOffset = std::max(0.0, recipe.camera_offset + recipe.camera_offset_sd * ofPlate.Normal());
}

/** The traits of a well's cells: baseline, treatment, chance and the plate's edge. */
void
Grow(const Recipe & recipe, const PlateDesign & plate, WellDesign & well)
{
  RandomStream random(recipe.seed, Purpose::Well, { Number(plate.index), Number(well.row), Number(well.column) });
  for (std::size_t t = 0; t < kTraits; ++t)
  {
    const auto   trait = static_cast<Trait>(t);
    const auto & spec = recipe.traits[t];
    const double value = ApplyEffect(trait, spec.baseline, well.effects[t], well.response);
    const double chance = random.Normal() * spec.well_sd;
    well.traits[t] = IsShare(trait) ? std::clamp(value + chance, 0.0, 1.0) : value * Exp(chance);
  }
  well.traits[static_cast<std::size_t>(Trait::CellCount)] *= 1.0 - recipe.edge_count_loss * EdgeWeight(recipe, well);
}

PlateDesign
DesignPlate(const Recipe & recipe, int week, int doseNumber, int replicate)
{
  const int   doses = static_cast<int>(recipe.doses.size());
  PlateDesign plate;
  plate.index = (std::max(week - 1, 0) * doses + doseNumber) * recipe.replicates + replicate - 1;
  plate.week = week;
  plate.replicate = replicate;
  plate.batch = week > 0 ? week : replicate;
  plate.dose = recipe.doses[static_cast<std::size_t>(doseNumber)];
  plate.name = recipe.plate_prefix + (week > 0 ? "-W" + std::to_string(week) : "") + "-D" +
               std::to_string(doseNumber + 1) + "-R" + std::to_string(replicate);

  std::vector<std::pair<int, int>> places;
  for (int row = recipe.first_row; row <= recipe.last_row; ++row)
  {
    for (int column = recipe.first_column; column <= recipe.last_column; ++column)
    {
      places.emplace_back(row, column);
    }
  }
  RandomStream random(recipe.seed, Purpose::Layout, { Number(plate.index) });
  for (std::size_t left = places.size(); left > 1; --left)
  {
    std::swap(places[left - 1], places[random.Below(left)]);
  }
  plate.wells = Contents(recipe, plate);
  for (std::size_t i = 0; i < plate.wells.size(); ++i)
  {
    auto & well = plate.wells[i];
    std::tie(well.row, well.column) = places[i];
    well.name = WellAt({ well.row, well.column });
  }
  std::sort(plate.wells.begin(), plate.wells.end(), [](const WellDesign & a, const WellDesign & b) {
    return std::tie(a.row, a.column) < std::tie(b.row, b.column);
  });
  for (auto & well : plate.wells)
  {
    Grow(recipe, plate, well);
  }
  Stain(recipe, plate);
  return plate;
}
} // namespace

double
HillResponse(const Recipe::Compound & compound, double hill, double dose)
{
  const double ratio = Power(dose / compound.ec50, hill);
  return compound.strength * ratio / (1.0 + ratio);
}

std::vector<PlateDesign>
DesignScreen(const Recipe & recipe)
{
  std::vector<PlateDesign> plates;
  for (int week = recipe.weeks > 0 ? 1 : 0; week <= recipe.weeks; ++week)
  {
    for (int dose = 0; dose < static_cast<int>(recipe.doses.size()); ++dose)
    {
      for (int replicate = 1; replicate <= recipe.replicates; ++replicate)
      {
        plates.push_back(DesignPlate(recipe, week, dose, replicate));
      }
    }
  }
  return plates;
}
} // namespace pheno::simulate
