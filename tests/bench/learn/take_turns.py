"""Runs programs that print two rates, by the clock and by the processor, in turn and several times over."""
import os
import statistics
import subprocess
import sys

NOT_HERE = 3  # exit status of a form that this torch does not have

# The memory of a step serves the next one, as in our programs.
ALLOCATOR = {"MALLOC_MMAP_THRESHOLD_": str(1 << 30), "MALLOC_TRIM_THRESHOLD_": str(1 << 30)}


def rates(command):
    """None where this torch does not have the form."""
    ended = subprocess.run(command, capture_output=True, text=True, env=os.environ | ALLOCATOR)
    if ended.returncode == NOT_HERE:
        return None
    if ended.returncode != 0:
        sys.exit(f"{' '.join(command)}\n{ended.stderr}")
    wall, cpu = ended.stdout.split()[-2:]
    return float(wall), float(cpu)


def medians(commands, runs):
    """name: median rates, of the commands that run here."""
    found = {name: [] for name in commands}
    for run in range(1, runs + 1):
        for name in list(found):
            pair = rates(commands[name])
            if pair is None:
                print(f"{name}: not in this torch", flush=True)
                del found[name]
            else:
                found[name].append(pair)
                print(f"run {run}, {name}: {pair[0]:.1f} a second, {pair[1]:.1f} a CPU second", flush=True)
    return {name: [statistics.median(column) for column in zip(*pairs)] for name, pairs in found.items()}


def print_ratios(found, unit):
    wall, cpu = found["ours"]
    print(f"medians, {unit} a second (CPU second); ours over the peer")
    for name, (peer_wall, peer_cpu) in found.items():
        print(f"{name}: {peer_wall:.1f} ({peer_cpu:.1f}); {wall / peer_wall:.3f} ({cpu / peer_cpu:.3f})")
