#ifndef phenoModel_h
#define phenoModel_h

#include "phenoFileSystem.h"
#include "phenoJson.h"

namespace pheno
{
/** A trained or fitted thing: a folder with weights and model.json, which rebuilds it. */
struct Model
{
  fs::path folder;
  Json     description; ///< content of model.json
};

/** Anything else, by path (a file or a folder). */
struct File
{
  fs::path path;
};
} // namespace pheno

#endif
