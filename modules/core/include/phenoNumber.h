#ifndef phenoNumber_h
#define phenoNumber_h

#include <optional>
#include <string>
#include <string_view>

namespace pheno
{
/** Shortest text that reads back as the same double, independent of the locale; "" for NaN, "inf" and "-inf". */
std::string
FormatNumber(double value);

/** The whole text as a double, independent of the locale; nullopt when it is not a number. "", "nan", "NaN" and "NA"
 * are NaN; surrounding blanks are allowed. */
std::optional<double>
ParseNumber(std::string_view text);
} // namespace pheno

#endif
