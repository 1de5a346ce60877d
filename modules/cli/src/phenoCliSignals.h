#ifndef phenoCliSignals_h
#define phenoCliSignals_h

#include <atomic>

namespace pheno::cli
{
/** From now on the first SIGINT or SIGTERM sets the flag, the second leaves at once with 128 + signal. */
const std::atomic<bool> &
CatchSignals();

/** 128 + the signal that was caught, 0 when none was. */
int
SignalExitCode();
} // namespace pheno::cli

#endif
