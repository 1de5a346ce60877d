// All five stages of pheno-run as ordinary ITK classes, with no engine: illumination correction, segmentation and
// cropping, contrastive training, embedding, aggregation. They stand between itk::ImageFileReader and
// itk::ImageFileWriter.
//
//     itk_pipeline FOLDER PLATEMAP.csv OUT [EPOCHS]
//
// FOLDER holds TIFF files of one channel each, named as Harmony names them: <plate>/Images/r02c03f01p01-ch1....tiff.
// PLATEMAP.csv has a row a well: plate, well, role (negcon: a control). OUT gets cells/<plate>_<well>_<site>.tif
// (numbered cells), model/ and wells.csv.

#include "phenoCellCropImageFilter.h"
#include "phenoCellGrowingImageFilter.h"
#include "phenoContrastiveTrainingFilter.h"
#include "phenoCropCollectionFilter.h"
#include "phenoCropEmbeddingFilter.h"
#include "phenoCsv.h"
#include "phenoEncoderModel.h"
#include "phenoFlatFieldCorrectionImageFilter.h"
#include "phenoFlatFieldEstimationImageFilter.h"
#include "phenoNucleusSegmentationImageFilter.h"
#include "phenoPlateMap.h"
#include "phenoProfileAggregationFilter.h"
#include "phenoValueCodec.h"
#include "phenoWellName.h"

#include <itkCastImageFilter.h>
#include <itkImageFileReader.h>
#include <itkImageFileWriter.h>
#include <itkImageSeriesReader.h>

#include <itksys/Glob.hxx>
#include <itksys/RegularExpression.hxx>
#include <itksys/SystemTools.hxx>

#include <iostream>
#include <map>
#include <string>
#include <vector>

namespace
{
using Plane = itk::Image<float, 2>;
using Stack = itk::Image<float, 3>;
using Correction = pheno::FlatFieldCorrectionImageFilter<Plane>;
using Crop = pheno::CellCropImageFilter<Plane, std::uint16_t>;
using Collection = pheno::CropCollectionFilter<std::uint16_t>;

constexpr const char * kNucleus = "ch1";   // the stain of DNA
constexpr const char * kCytoplasm = "ch2"; // a stain that fills cells
constexpr unsigned int kCropSize = 32;     // pixels

/** One place on a plate, and its files by channel. */
struct Field
{
  std::string                        plate, well, site;
  std::map<std::string, std::string> files;
};

/** The light that falls on a plate in one channel. */
struct Illumination
{
  Plane::Pointer flat;
  double         dark = 0;
};

using Illuminations = std::map<std::string, Illumination>; // by channel

/** Finds the fields of all plates below a folder, in the order of their names. */
std::map<std::string, Field>
FindFields(const std::string & folder)
{
  itksys::Glob glob;
  glob.RecurseOn();
  glob.FindFiles(folder + "/*.tiff");
  itksys::RegularExpression    name("([^/]+)/Images/(r[0-9]+c[0-9]+)f([0-9]+)p[0-9]+-(ch[0-9]+)[^/]*$");
  std::map<std::string, Field> fields;
  for (const std::string & file : glob.GetFiles())
  {
    if (name.find(file))
    {
      const std::string well = pheno::NormalizeWell(name.match(2)).value_or(name.match(2));
      Field &           field = fields[name.match(1) + "_" + well + "_" + name.match(3)];
      field.plate = name.match(1);
      field.well = well;
      field.site = name.match(3);
      field.files[name.match(4)] = file;
    }
  }
  return fields;
}

/** Stage 1a: the illumination field of each channel of a plate, from all of its images, one in memory at a time. */
Illuminations
EstimateIllumination(const std::map<std::string, Field> & fields, const std::string & plate)
{
  std::map<std::string, std::vector<std::string>> files;
  for (const auto & [name, field] : fields)
  {
    for (const auto & [channel, file] : field.files)
    {
      if (field.plate == plate)
      {
        files[channel].push_back(file);
      }
    }
  }
  Illuminations light;
  for (const auto & [channel, names] : files)
  {
    auto reader = itk::ImageSeriesReader<Stack>::New();
    reader->SetFileNames(names);
    auto estimate = pheno::FlatFieldEstimationImageFilter<Stack>::New();
    estimate->SetInput(reader->GetOutput());
    estimate->Update();
    light[channel] = { estimate->GetOutput(), estimate->GetDark() };
    light[channel].flat->DisconnectPipeline();
  }
  return light;
}

/** Stages 1b and 2: reads a field, corrects it, numbers its cells, writes them as an image, and cuts them out. */
Crop::OutputType::Pointer
CropField(const Field & field, const Illuminations & light, const std::string & cellsFile)
{
  std::vector<itk::ImageFileReader<Plane>::Pointer> readers; // an image does not keep the filter that makes it
  std::map<std::string, Correction::Pointer>        corrected;
  for (const auto & [channel, file] : field.files)
  {
    readers.push_back(itk::ImageFileReader<Plane>::New());
    readers.back()->SetFileName(file);
    corrected[channel] = Correction::New();
    corrected[channel]->SetInput(readers.back()->GetOutput());
    corrected[channel]->SetFlatField(light.at(channel).flat);
    corrected[channel]->SetDark(light.at(channel).dark);
  }
  auto nuclei = pheno::NucleusSegmentationImageFilter<Plane>::New();
  nuclei->SetInput(corrected.at(kNucleus)->GetOutput());
  nuclei->SetMinimumDiameter(10);
  nuclei->SetMaximumDiameter(50);
  auto cells = pheno::CellGrowingImageFilter<Plane>::New();
  cells->SetInput(nuclei->GetOutput());
  cells->SetCytoplasm(corrected.at(kCytoplasm)->GetOutput());
  cells->SetMaximumDistance(40);

  using Mask = itk::Image<unsigned short, 2>;
  auto cast = itk::CastImageFilter<pheno::LabelImage, Mask>::New();
  cast->SetInput(cells->GetOutput());
  auto writer = itk::ImageFileWriter<Mask>::New();
  writer->SetInput(cast->GetOutput());
  writer->SetFileName(cellsFile);
  writer->Update();

  auto crop = Crop::New();
  crop->SetLabels(cells->GetOutput());
  crop->SetNuclei(nuclei->GetOutput());
  for (const auto & [channel, correct] : corrected)
  {
    crop->AddPlane(correct->GetOutput());
  }
  crop->SetCropSize(kCropSize);
  crop->Update();
  Crop::OutputType::Pointer crops = crop->GetOutput();
  crops->DisconnectPipeline(); // the images of the field go with the filters; its crops stay
  return crops;
}

/** The crops of all fields, with where they are from. */
Collection::Pointer
CollectCrops(const std::map<std::string, Field> & fields, const pheno::PlateMap & map, const std::string & out)
{
  auto                                 collect = Collection::New();
  std::map<std::string, Illuminations> light;
  for (const auto & [name, field] : fields)
  {
    if (light.count(field.plate) == 0)
    {
      light[field.plate] = EstimateIllumination(fields, field.plate);
    }
    collect->AddField(CropField(field, light.at(field.plate), out + "/cells/" + name + ".tif"),
                      { { "Metadata_Plate", field.plate },
                        { "Metadata_Well", field.well },
                        { "Metadata_Site", field.site },
                        { "Metadata_role", map.Lookup({ field.plate }, { field.well }, "role").front() } });
  }
  std::vector<std::string> channels;
  for (const auto & [channel, file] : fields.begin()->second.files)
  {
    channels.push_back(channel);
  }
  collect->SetChannels(channels);
  return collect;
}

/** Says on the console how far a filter is. */
void
Watch(itk::ProcessObject * filter)
{
  filter->AddObserver(itk::ProgressEvent(), [filter](const itk::EventObject &) {
    std::cerr << "\r" << filter->GetNameOfClass() << " " << static_cast<int>(100 * filter->GetProgress()) << " %  ";
  });
  filter->AddObserver(itk::EndEvent(), [](const itk::EventObject &) { std::cerr << "\n"; });
}

void
Run(const std::string & folder, const std::string & platemap, const std::string & out, int epochs)
{
  const auto fields = FindFields(folder);
  if (fields.empty())
  {
    throw std::runtime_error("found no file like <plate>/Images/r02c03f01p01-ch1.tiff below " + folder);
  }
  itksys::SystemTools::MakeDirectory(out + "/cells");
  const pheno::PlateMap map(std::make_shared<const pheno::Table>(pheno::ReadCsv(platemap)));
  const auto            collect = CollectCrops(fields, map, out);
  collect->Update();
  const auto crops = static_cast<std::int64_t>(collect->GetOutput()->GetNumberOfCrops());
  std::cout << fields.size() << " fields, " << crops << " crops\n";

  auto                    train = pheno::ContrastiveTrainingFilter::New(); // stage 3
  pheno::TrainingSettings settings;
  settings.embed_dim = 32;
  settings.epochs = epochs;
  settings.batch_size = std::min<std::int64_t>(64, crops);
  settings.augmentation.horizontal_flip = 0.5;
  settings.augmentation.rotate90 = true;
  train->SetCrops(collect->GetOutput());
  train->SetSettings(settings);

  auto embed = pheno::CropEmbeddingFilter::New(); // stage 4
  embed->SetCrops(collect->GetOutput());
  embed->SetModel(train->GetOutput());

  auto aggregate = pheno::ProfileAggregationFilter::New(); // stage 5
  aggregate->SetProfiles(embed->GetOutput());
  aggregate->SetGroupBy({ "Metadata_Plate", "Metadata_Well", "Metadata_role" });
  aggregate->UnitNormOn();

  Watch(train);
  Watch(embed);
  aggregate->Update(); // pulls training and embedding

  train->GetOutput()->GetModel()->Save(out + "/model");
  const auto wells = std::make_shared<const pheno::Profiles>(aggregate->GetOutput()->GetProfiles());
  pheno::ExportValue(wells, out, "wells");
  std::cout << wells->Rows() << " wells x " << wells->Columns() << " features in " << out << "/wells.csv\n";
}
} // namespace

int
main(int count, char ** words)
{
  if (count < 4 || count > 5)
  {
    std::cerr << "usage: itk_pipeline FOLDER PLATEMAP.csv OUT [EPOCHS]\n";
    return 2;
  }
  try
  {
    Run(words[1], words[2], words[3], count == 5 ? std::stoi(words[4]) : 10);
    return 0;
  }
  catch (const std::exception & error)
  {
    std::cerr << "itk_pipeline: " << error.what() << "\n";
    return 1;
  }
}
