"""Runs bench_training and training_peer.py in turn and prints the medians and their ratio.

compare_training.py BENCH_PROGRAM PEER_PYTHON [--runs 5] [arguments of both, e.g. --precision bfloat16 --threads 2]"""
import pathlib
import statistics
import subprocess
import sys


def main():
    program, python, *rest = sys.argv[1:]
    runs = 5
    if "--runs" in rest:
        at = rest.index("--runs")
        runs = int(rest[at + 1])
        del rest[at : at + 2]
    peer = pathlib.Path(__file__).with_name("training_peer.py")
    commands = {"ours": [program, *rest], "peer": [python, str(peer), *rest]}
    rates = {name: [] for name in commands}
    for run in range(runs):
        for name, command in commands.items():
            rates[name].append(float(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1]))
        print(f"run {run + 1}: ours {rates['ours'][-1]:.1f}, peer {rates['peer'][-1]:.1f} images/s", flush=True)
    ours, peers = (statistics.median(rates[name]) for name in commands)
    print(f"median of {runs}: ours {ours:.1f}, peer {peers:.1f} images/s, ratio {ours / peers:.3f}")


main()
