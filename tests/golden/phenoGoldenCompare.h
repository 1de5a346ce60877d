#ifndef phenoGoldenCompare_h
#define phenoGoldenCompare_h

#include "phenoGoldenTopics.h"

#include <string>
#include <vector>

namespace pheno::golden
{
/** What one case asks for: the fields to compare and their tolerances. */
struct Expectation
{
  Json        fields;          ///< field -> expected value, `expected_by_equation` already laid over `expected`
  Json        tolerance;       ///< atol, rtol, atol_<field>
  bool        refused = false; ///< the input must be refused with a clear error
  std::string exception;       ///< the reference's exception then
};

/** Lays `expected_by_equation` over `expected`; words (`must_hold`, `policy`, `differs`) carry no numbers and
 * are left out.
 * \param keepsReference fields that stay with `expected` */
Expectation
ReadExpectation(const Json & goldenCase, const std::vector<std::string> & keepsReference);

/** For a field that the notes leave open (an arbitrary sign, say): whatever the reference has passes. */
Json
Unspecified();

/** For a reference's Monte Carlo number: it passes when it lies in [low, high]. */
Json
Within(double low, double high);

/** A JSON number, null (NaN) or "Infinity" / "-Infinity" / "NaN" as a double. False when it is none of these. */
bool
ReadNumber(const Json & value, double & number);

/** Compares every expected field: |got - expected| <= atol + rtol |expected|; strings, booleans and integers equal;
 * null expects NaN; shapes and the keys of nested objects equal.
 * \return one line a mismatching field ("field[i]: got ..., expected ..., |diff| ..."); empty when all hold */
std::vector<std::string>
Compare(const Json & got, const Expectation & expectation);
} // namespace pheno::golden

#endif
