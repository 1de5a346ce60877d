#include "phenoJson.h"

#include "phenoError.h"
#include "phenoNumber.h"

#include <cerrno>
#include <cmath>
#include <cstring>
#include <fstream>
#include <iterator>
#include <set>
#include <vector>

namespace pheno
{
namespace
{
constexpr double kExactIntegers = 9007199254740992.0; // 2^53

void
Write(const Json & value, std::string & text)
{
  switch (value.type())
  {
    case Json::value_t::object:
    {
      text += '{';
      bool first = true;
      for (auto it = value.begin(); it != value.end(); ++it)
      {
        text += first ? "" : ",";
        first = false;
        text += Json(it.key()).dump() + ':';
        Write(*it, text);
      }
      text += '}';
      break;
    }
    case Json::value_t::array:
    {
      text += '[';
      for (std::size_t i = 0; i < value.size(); ++i)
      {
        text += i == 0 ? "" : ",";
        Write(value[i], text);
      }
      text += ']';
      break;
    }
    case Json::value_t::number_float:
    {
      const double number = value.get<double>();
      if (!std::isfinite(number))
      {
        throw Error("a number that is not finite cannot be part of a key");
      }
      const bool integral = std::abs(number) <= kExactIntegers && number == std::trunc(number);
      text += integral ? std::to_string(static_cast<long long>(number)) : FormatNumber(number);
      break;
    }
    default:
      text += value.dump();
  }
}
} // namespace

std::string
CanonicalJson(const Json & value)
{
  std::string text;
  Write(value, text);
  return text;
}

OrderedJson
ParseJson(std::string_view text, const std::string & name)
{
  constexpr int                      kDeepest = 100;
  std::vector<std::set<std::string>> names; // of the objects that are open
  const auto                         watch = [&](int depth, OrderedJson::parse_event_t event, OrderedJson & parsed) {
    if (depth > kDeepest)
    {
      throw Error(name + ": nested deeper than " + std::to_string(kDeepest) + " levels");
    }
    switch (event)
    {
      case OrderedJson::parse_event_t::object_start:
        names.emplace_back();
        break;
      case OrderedJson::parse_event_t::object_end:
        names.pop_back();
        break;
      case OrderedJson::parse_event_t::key:
        if (!names.back().insert(parsed.get<std::string>()).second)
        {
          throw Error(name + ": the name " + parsed.dump() + " stands twice in one object");
        }
        break;
      default:
        break;
    }
    return true;
  };
  try
  {
    return OrderedJson::parse(text, watch);
  }
  catch (const OrderedJson::exception & error)
  {
    const std::string what = error.what(); // "[json.exception.parse_error.101] parse error at line 1, column 2: ..."
    const std::size_t tag = what.find("] ");
    throw Error(name + ": no valid JSON: " + (tag == std::string::npos ? what : what.substr(tag + 2)));
  }
}

OrderedJson
ReadJson(const fs::path & path)
{
  if (fs::is_directory(path))
  {
    throw Error(path.string() + ": expected a JSON file, found a folder");
  }
  std::ifstream file(path.c_str(), std::ios::binary);
  if (!file)
  {
    throw Error(path.string() + ": cannot be read: " + std::strerror(errno));
  }
  const std::string text{ std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>() };
  return ParseJson(text, path.string());
}
} // namespace pheno
