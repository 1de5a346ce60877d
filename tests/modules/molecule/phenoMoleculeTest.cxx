#include "phenoMolecule.h"

#include "phenoTest.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <thread>
#include <vector>

using namespace pheno;

namespace
{
/** What a block prints on stderr. */
template <typename TBlock>
std::string
PrintedBy(const TBlock & block)
{
  std::fflush(stderr);
  std::FILE * const file = std::tmpfile();
  const int         before = dup(STDERR_FILENO);
  dup2(fileno(file), STDERR_FILENO);
  block();
  std::fflush(stderr);
  dup2(before, STDERR_FILENO);
  close(before);
  std::string printed(static_cast<std::size_t>(lseek(fileno(file), 0, SEEK_END)), '\0');
  std::rewind(file);
  printed.resize(std::fread(printed.data(), 1, printed.size(), file));
  std::fclose(file);
  return printed;
}
} // namespace

TEST_CASE("what RDKit cannot read comes back with one clause of its own words, and nothing is printed")
{
  const auto read = [] {
    CHECK(ReadSmiles("C1CC").reason == "unclosed ring");
    CHECK(ReadSmiles("c1cccc1").reason == "Can't kekulize mol;  Unkekulized atoms: 0 1 2 3 4");
    CHECK(ReadSmiles("CC(C)(C)(C)C").reason == "Explicit valence for atom # 1 C, 5, is greater than permitted");
    CHECK(ReadSmiles("not a smiles").reason == "syntax error");
    CHECK(ReadSmiles("CCO |junk|").reason == "failure parsing CXSMILES extensions");
    CHECK(ReadSmiles("[H]").reason == ""); // RDKit warns of a hydrogen without neighbours
    for (const char * const bad : { "C1CC", "c1cccc1", "CC(C)(C)(C)C", "not a smiles", "CCO |junk|", "((((", "C%" })
    {
      CHECK(!ReadSmiles(bad).value);
    }
  };
  CHECK(PrintedBy(read) == "");
}

TEST_CASE("white space around a SMILES is dropped, bytes that RDKit would end it at are refused")
{
  CHECK(ReadSmiles(" CCO\r\n").value->NumberOfAtoms() == 3);
  CHECK(ReadSmiles("CCO ethanol").value->NumberOfAtoms() == 3);
  CHECK(ReadSmiles("").value->NumberOfAtoms() == 0);
  CHECK(ReadSmiles(" \n").value->NumberOfAtoms() == 0);
  CHECK(ReadSmiles("C\xC3\xA9").reason == "character 2 is not printable ASCII");
  CHECK(ReadSmiles("CC\nCC").reason == "character 3 is not printable ASCII");
  CHECK(ReadSmiles(std::string("C\0C", 3)).reason == "character 2 is not printable ASCII");
}

TEST_CASE("threads read together and keep their own reasons")
{
  std::vector<int>         wrong(4, 0);
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread)
  {
    threads.emplace_back([thread, &wrong] {
      for (int i = 0; i < 50; ++i)
      {
        const bool ring = (thread + i) % 2 == 0;
        wrong[thread] +=
          ReadSmiles(ring ? "C1CC" : "C(C").reason != (ring ? "unclosed ring" : "extra open parentheses");
      }
    });
  }
  for (std::thread & thread : threads)
  {
    thread.join();
  }
  CHECK(wrong == std::vector<int>(4, 0));
}
