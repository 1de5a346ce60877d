"""Times bench_profiles beside its Python peers, in turn; prints the median seconds, CPU seconds and peak memory of both.

compare_profiles.py BIN_FOLDER PEER_PYTHON FOLDER [--runs 5] [--threads 2] [--only WORK ...] [--relations FOLDER]

BIN_FOLDER holds simulate_profiles and bench_profiles; FOLDER is filled with the simulated screens that the works read.
--relations: the folder of HuMAP.txt, Reactome.txt and StringDB.txt; without it that work is left out. PEER_PYTHON
imports copairs, pycytominer, umap-learn, efaar_benchmarking and pyarrow."""
import argparse
import pathlib
import statistics
import subprocess
import sys

NOT_HERE = 3

# name: (work, wells, features)
WORKS = {
    "mAP, same-plate controls": ("map_same_plate", 9216, 384),
    "mAP, all controls": ("map_all_controls", 9216, 384),
    "mAP, every other compound, 2,304": ("map_compounds", 2304, 384),
    "mAP, every other compound, 4,608": ("map_compounds", 4608, 384),
    "mAP, every other compound": ("map_compounds", 9216, 384),
    "mAP, every other compound, 50,000": ("map_compounds", 50000, 384),
    "MAD per plate and selection": ("mad_selection", 50000, 512),
    "sphering on controls": ("sphere", 50000, 512),
    "MODZ": ("modz", 384, 4000),
    "UMAP, 10,000": ("umap", 10000, 384),
    "UMAP, 50,000": ("umap", 50000, 384),
    "relation files, corrections, recall, 13 plates": ("relations", 4992, 384),
    "relation files, corrections, recall": ("relations", 20000, 384),
    "load Parquet": ("parquet", 50000, 512),
}
# Four times the time for twice the wells, up to hours and memory that is not there; a root of a matrix a plate.
NO_PEER = {"mAP, every other compound", "mAP, every other compound, 50,000", "relation files, corrections, recall"}


def measure(command):
    ended = subprocess.run(command, capture_output=True, text=True)
    if ended.returncode == NOT_HERE:
        return None
    if ended.returncode != 0:
        sys.exit(f"{' '.join(command)}\n{ended.stderr}")
    return [float(number) for number in ended.stdout.split()[-4:]]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("programs", type=pathlib.Path)
    parser.add_argument("python")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--threads", default="2")
    parser.add_argument("--only", nargs="*", default=list(WORKS), choices=list(WORKS))
    parser.add_argument("--relations", type=pathlib.Path)
    options = parser.parse_args()
    peer = str(pathlib.Path(__file__).with_name("profiles_peer.py"))
    for name in options.only:
        work, wells, features = WORKS[name]
        if work == "relations" and not options.relations:
            continue
        folder = options.folder / f"{wells}x{features}"
        if not folder.exists():
            subprocess.run([options.programs / "simulate_profiles", folder, str(wells), str(features)], check=True)
        if work == "relations" and not (folder / "relations").exists():
            (folder / "relations").symlink_to(options.relations.resolve())
        commands = {"ours": [str(options.programs / "bench_profiles"), work, str(folder), options.threads]}
        if name not in NO_PEER:
            commands["peer"] = [options.python, peer, work, str(folder)]
        found = {side: [] for side in commands}
        for _ in range(options.runs):
            for side, command in commands.items():
                numbers = measure(command)
                if numbers:
                    found[side].append(numbers)
        for side, runs in found.items():
            if runs:
                wall, cpu, peak, result = (statistics.median(column) for column in zip(*runs))
                print(f"{name}, {side}: {wall:.2f} s, {cpu:.2f} CPU s, {peak:.0f} MB, result {result:.6g}", flush=True)


main()
