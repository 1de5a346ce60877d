#include "phenoGoldenCompare.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace pheno::golden
{
namespace
{
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

constexpr auto kUnspecified = "$unspecified";
constexpr auto kWithin = "$within";

bool
IsWords(const std::string & key)
{
  return key == "must_hold" || key == "policy" || key == "differs";
}

std::string
Text(double number)
{
  if (std::isnan(number))
  {
    return "NaN";
  }
  char       buffer[40];
  const auto end = std::to_chars(buffer, buffer + sizeof(buffer), number).ptr;
  return std::string(buffer, end);
}

std::string
Text(const Json & value)
{
  double number;
  if (ReadNumber(value, number))
  {
    return Text(number);
  }
  std::string text = value.dump();
  return text.size() > 80 ? text.substr(0, 77) + "..." : text;
}

std::string
Mismatch(const std::string & path, const Json & got, const Json & expected, const std::string & why)
{
  return path + ": got " + Text(got) + ", expected " + Text(expected) + ", " + why;
}

/** Compares one field, whatever its depth; remembers the first mismatch and how many there are. */
class FieldComparison
{
public:
  FieldComparison(const Json & tolerance, std::string field)
    : m_Tolerance(tolerance)
    , m_Field(std::move(field))
    , m_Rtol(tolerance.value("rtol", 0.0))
  {}

  void
  Run(const Json & got, const Json & expected)
  {
    this->Visit(got, expected, m_Field, this->Atol(m_Field, m_Tolerance.value("atol", 0.0)));
  }

  std::string
  Report() const
  {
    return m_Count < 2 ? m_First : m_First + " (and " + std::to_string(m_Count - 1) + " more)";
  }

private:
  double
  Atol(const std::string & key, double otherwise) const
  {
    return m_Tolerance.value("atol_" + key, otherwise);
  }

  void
  Fail(const std::string & path, const Json & got, const Json & expected, const std::string & why)
  {
    if (m_Count++ == 0)
    {
      m_First = Mismatch(path, got, expected, why);
    }
  }

  void
  Visit(const Json & got, const Json & expected, const std::string & path, double atol)
  {
    double expectedNumber;
    double gotNumber;
    if (got.is_object() && got.contains(kUnspecified))
    {
      return;
    }
    if (got.is_object() && got.contains(kWithin))
    {
      this->VisitBand(got, expected, path);
    }
    else if (expected.is_array())
    {
      this->VisitArray(got, expected, path, atol);
    }
    else if (expected.is_object())
    {
      this->VisitObject(got, expected, path, atol);
    }
    else if (ReadNumber(expected, expectedNumber) && ReadNumber(got, gotNumber))
    {
      this->VisitNumber(got, expected, gotNumber, expectedNumber, path, atol);
    }
    else if (got != expected)
    {
      this->Fail(path, got, expected, "not equal");
    }
  }

  void
  VisitArray(const Json & got, const Json & expected, const std::string & path, double atol)
  {
    if (!got.is_array() || got.size() != expected.size())
    {
      this->Fail(path,
                 got,
                 expected,
                 "expected a list of " + std::to_string(expected.size()) + ", got " +
                   (got.is_array() ? std::to_string(got.size()) + " values" : std::string(got.type_name())));
      return;
    }
    for (std::size_t i = 0; i < expected.size(); ++i)
    {
      this->Visit(got[i], expected[i], path + "[" + std::to_string(i) + "]", atol);
    }
  }

  void
  VisitObject(const Json & got, const Json & expected, const std::string & path, double atol)
  {
    if (!got.is_object())
    {
      this->Fail(path, got, expected, "expected an object");
      return;
    }
    for (const auto & [key, value] : got.items())
    {
      if (!expected.contains(key))
      {
        this->Fail(path + "." + key, value, nullptr, "not expected at all");
      }
    }
    for (const auto & [key, value] : expected.items())
    {
      if (!got.contains(key))
      {
        this->Fail(path + "." + key, nullptr, value, "missing");
        continue;
      }
      this->Visit(got.at(key), value, path + "." + key, this->Atol(key, atol));
    }
  }

  void
  VisitBand(const Json & got, const Json & expected, const std::string & path)
  {
    const double low = got.at(kWithin)[0];
    const double high = got.at(kWithin)[1];
    double       number;
    if (!ReadNumber(expected, number) || !(number >= low && number <= high))
    {
      this->Fail(path, got, expected, "not in the band");
    }
  }

  void
  VisitNumber(const Json &        got,
              const Json &        expected,
              double              gotNumber,
              double              expectedNumber,
              const std::string & path,
              double              atol)
  {
    if (std::isnan(expectedNumber) || std::isnan(gotNumber))
    {
      if (std::isnan(expectedNumber) != std::isnan(gotNumber))
      {
        this->Fail(path, got, expected, "|diff| NaN");
      }
      return;
    }
    if (gotNumber == expectedNumber)
    {
      return;
    }
    const double difference = std::abs(gotNumber - expectedNumber);
    const bool   integers = expected.is_number_integer() && got.is_number_integer();
    if (integers || !(difference <= atol + m_Rtol * std::abs(expectedNumber)))
    {
      this->Fail(path, got, expected, "|diff| " + Text(difference));
    }
  }

  const Json & m_Tolerance;
  std::string  m_Field;
  double       m_Rtol;
  std::string  m_First;
  std::size_t  m_Count = 0;
};
} // namespace

Json
Unspecified()
{
  return { { kUnspecified, true } };
}

Json
Within(double low, double high)
{
  return { { kWithin, { low, high } } };
}

bool
ReadNumber(const Json & value, double & number)
{
  if (value.is_number())
  {
    number = value.get<double>();
    return true;
  }
  if (value.is_null() || value == "NaN")
  {
    number = kNaN;
    return true;
  }
  if (value == "Infinity" || value == "-Infinity")
  {
    number = std::numeric_limits<double>::infinity() * (value == "Infinity" ? 1 : -1);
    return true;
  }
  return false;
}

Expectation
ReadExpectation(const Json & goldenCase, const std::vector<std::string> & keepsReference)
{
  Expectation expectation;
  expectation.fields = goldenCase.at("expected");
  expectation.tolerance = goldenCase.value("tolerance", Json::object());
  const Json byEquation = goldenCase.value("expected_by_equation", Json::object());
  bool       hasValues = false;
  for (const auto & [key, value] : byEquation.items())
  {
    if (IsWords(key) || std::find(keepsReference.begin(), keepsReference.end(), key) != keepsReference.end())
    {
      continue;
    }
    hasValues = true;
    expectation.fields[key] = value;
    expectation.fields.erase(key + "_raises"); // the reference raised for this field alone
  }
  if (expectation.fields.contains("raises"))
  {
    expectation.exception = expectation.fields.at("raises").get<std::string>();
    expectation.refused = !hasValues;
    expectation.fields.erase("raises");
  }
  return expectation;
}

std::vector<std::string>
Compare(const Json & got, const Expectation & expectation)
{
  std::vector<std::string> mismatches;
  for (const auto & [field, expected] : expectation.fields.items())
  {
    if (!got.is_object() || !got.contains(field))
    {
      mismatches.push_back(Mismatch(field, nullptr, expected, "field not computed"));
      continue;
    }
    FieldComparison comparison(expectation.tolerance, field);
    comparison.Run(got.at(field), expected);
    if (!comparison.Report().empty())
    {
      mismatches.push_back(comparison.Report());
    }
  }
  return mismatches;
}
} // namespace pheno::golden
