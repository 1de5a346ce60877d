#ifndef phenoSchema_h
#define phenoSchema_h

#include "phenoError.h"
#include "phenoJson.h"

#include <vector>

namespace pheno
{
/** Refuses a schema that uses a keyword outside the supported strict subset of JSON Schema draft 2020-12 instead of
 * ignoring it, and one that cannot be meant: a default that its own schema refuses, a reference that leads nowhere or
 * never ends. Diagnostics point into the schema; empty when it can be used.
 *
 * Supported: type, enum, const; minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf; minLength, maxLength,
 * pattern (ECMAScript; a text above 4096 bytes matches none); properties, required, additionalProperties,
 * patternProperties, propertyNames, minProperties, maxProperties; items, prefixItems, minItems, maxItems, uniqueItems;
 * allOf, anyOf, oneOf, not; $ref within the schema, $defs; default and the annotations title, description, examples,
 * format, deprecated, $comment and, at the root, $schema and $id. */
std::vector<Diagnostic>
CheckSchema(const Json & schema);

/** Validates an instance, collecting all problems (pointers relative to the instance). Unknown property names get the
 * nearest known one suggested. A valid instance gets the defaults of absent properties, deeply; a default does not
 * stand in for a property that `required` names. The schema must have passed CheckSchema. */
std::vector<Diagnostic>
Validate(const Json & schema, Json & instance);
} // namespace pheno

#endif
