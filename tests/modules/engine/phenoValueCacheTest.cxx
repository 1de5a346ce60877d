#include "phenoTest.h"

#include "phenoCrops.h"
#include "phenoImage.h"
#include "phenoModel.h"
#include "phenoProfiles.h"
#include "phenoValueCache.h"

#include <atomic>
#include <thread>
#include <vector>

namespace
{
using namespace pheno;

template <typename T>
Value
Make()
{
  return Ptr<T>(std::make_shared<T>());
}
} // namespace

TEST_CASE("a weak value gives back the same value of each type while somebody holds it")
{
  std::vector<Value> values = { Make<Table>(),    Make<Image>(), Make<Labels>(), Make<Crops>(),
                                Make<Profiles>(), Make<Model>(), Make<File>() };
  for (Value & value : values)
  {
    const WeakValue weak(value);
    REQUIRE(weak.Lock());
    CHECK(*weak.Lock() == value);
    CHECK(TypeOf(*weak.Lock()) == TypeOf(value));
    value = Ptr<Table>();
    CHECK_FALSE(weak.Lock());
  }
  CHECK_FALSE(WeakValue().Lock());
}

TEST_CASE("a value is loaded once while it is held, and again when nobody holds it")
{
  ValueCache cache;
  int        loads = 0;
  const auto load = [&] {
    ++loads;
    return Make<Table>();
  };
  {
    const Value first = cache.Get({ "key", "port" }, load);
    CHECK(cache.Get({ "key", "port" }, load) == first);
    CHECK(cache.Get({ "key", "other" }, load) != first);
    CHECK(loads == 2);
  }
  cache.Get({ "key", "port" }, load);
  CHECK(loads == 3);
}

TEST_CASE("a failed load is not remembered")
{
  ValueCache cache;
  CHECK_THROWS_AS(cache.Get({ "key", "port" }, []() -> Value { throw std::runtime_error("no"); }), std::runtime_error);
  CHECK(std::get<Ptr<Table>>(cache.Get({ "key", "port" }, Make<Table>)) != nullptr);
}

TEST_CASE("threads that want one value at the same time load it once")
{
  ValueCache               cache;
  std::atomic<int>         loads{ 0 };
  std::vector<Value>       values(8);
  std::vector<std::thread> threads;
  for (Value & value : values)
  {
    threads.emplace_back([&] {
      value = cache.Get({ "key", "port" }, [&] {
        ++loads;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        return Make<Table>();
      });
    });
  }
  for (std::thread & thread : threads)
  {
    thread.join();
  }
  CHECK(loads == 1);
}
