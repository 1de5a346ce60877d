#ifndef phenoJson_h
#define phenoJson_h

#include "phenoFileSystem.h"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace pheno
{
using Json = nlohmann::json;
using OrderedJson = nlohmann::ordered_json;

/** The one text form that keys are hashed from: sorted object keys, no white space, integral numbers without a
 * fraction (30 and 30.0 are equal), other numbers in their shortest round-trip form, independent of the locale.
 * Throws Error on NaN and infinity, which JSON cannot hold. */
std::string
CanonicalJson(const Json & value);

/** Reads JSON that a person wrote, keeping the order of names. `name` stands for the file in messages. Throws Error
 * naming line and column of what is no JSON, and for a name that stands twice in one object or nesting above 100. */
OrderedJson
ParseJson(std::string_view text, const std::string & name);

/** ParseJson of a file's content. Throws Error also when the file cannot be read. */
OrderedJson
ReadJson(const fs::path & path);
} // namespace pheno

#endif
