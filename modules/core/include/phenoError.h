#ifndef phenoError_h
#define phenoError_h

#include <stdexcept>
#include <string>
#include <vector>

namespace pheno
{
/** What a person reads when something went wrong: what was found, what was expected, where. */
class Error : public std::runtime_error
{
public:
  using std::runtime_error::runtime_error;
};

/** The *file* is bad: undecodable, truncated, wrong size or depth, blank in every plane, a required channel missing.
 * Ends a task as quarantined, which is recorded like done. What the *machine* does (EIO, ENOMEM, a file that vanished)
 * is an Error: the task fails and is tried again by the next run. */
class BadData : public Error
{
public:
  using Error::Error;
};

/** The work was asked to stop (Ctrl-C, a sibling failed under -k). Never recorded as a result. */
class Cancelled : public Error
{
public:
  Cancelled()
    : Error("cancelled")
  {}
};

/** One problem of an input that a person wrote. */
struct Diagnostic
{
  enum class Severity
  {
    Error,
    Warning
  };
  /** A JSON Pointer into the file, such as /steps/segment/params/sigma; may be empty. */
  std::string where;
  std::string message;
  Severity    severity = Severity::Error;

  friend bool
  operator==(const Diagnostic &, const Diagnostic &) = default;
};

/** "/steps/x: message", or the message alone. */
std::string
ToString(const Diagnostic & diagnostic);

/** Problems gathered so that all are printed together. */
class Diagnostics
{
public:
  void
  Add(std::string where, std::string message, Diagnostic::Severity severity = Diagnostic::Severity::Error)
  {
    m_Items.push_back({ std::move(where), std::move(message), severity });
  }
  void
  Warn(std::string where, std::string message)
  {
    Add(std::move(where), std::move(message), Diagnostic::Severity::Warning);
  }
  const std::vector<Diagnostic> &
  Items() const
  {
    return m_Items;
  }
  bool
  HasErrors() const;
  /** Throws DiagnosticsError with everything gathered when there is an error among it. */
  void
  ThrowIfErrors() const;

private:
  std::vector<Diagnostic> m_Items;
};

/** A usage, workflow or pre-flight error: nothing was run; exit code 2. */
class DiagnosticsError : public Error
{
public:
  explicit DiagnosticsError(std::vector<Diagnostic> items);
  const std::vector<Diagnostic> &
  Items() const
  {
    return m_Items;
  }

private:
  std::vector<Diagnostic> m_Items;
};

/** The candidate nearest to a misspelt name by edit distance (Levenshtein), upper or lower case apart, or "" when none
 * is close (distance above max(2, a third of the length), or all of the name). */
std::string
NearestName(const std::string & name, const std::vector<std::string> & candidates);

/** "a, b, c" for messages. */
std::string
Join(const std::vector<std::string> & parts, const std::string & separator = ", ");
} // namespace pheno

#endif
