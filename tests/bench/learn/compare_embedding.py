"""Embeds a made-up screen with bench_embedding and with every form of its Python peer in turn; prints medians and ratios,
and the largest difference of the well profiles.

compare_embedding.py BENCH_PROGRAM PEER_PYTHON FOLDER [--runs 5] [--recalibrate 0] [arguments of all, e.g. --threads 2]

FOLDER is filled by `BENCH_PROGRAM write` when it is not there. Both sides on the same torch: PEER_PYTHON imports the one
that BENCH_PROGRAM links."""
import argparse
import csv
import pathlib
import subprocess

import take_turns


def wells(path):
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        (row["Metadata_Plate"], row["Metadata_Well"]): [float(row[name]) for name in row if name.startswith("Embedding_")]
        for row in rows
    }


def largest_difference(ours, peers):
    return max(abs(a - b) for key, row in ours.items() for a, b in zip(row, peers[key]))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("python")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--recalibrate", type=int, choices=[0, 1], default=0)
    options, common = parser.parse_known_args()
    if not options.folder.exists():
        subprocess.run([options.program, "write", str(options.folder)], check=True)
    peer = [options.python, str(pathlib.Path(__file__).with_name("embedding_peer.py")), str(options.folder)]
    outputs = {"ours": options.folder / "profiles/ours"}
    commands = {"ours": [options.program, "embed", str(options.folder), str(outputs["ours"])]}
    # TorchScript with folded norms would have to be made again for every recalibrated plate.
    for form in ["plain", "compiled"] if options.recalibrate else ["plain", "frozen", "compiled"]:
        outputs[form] = options.folder / "profiles" / form
        commands[form] = [*peer, str(outputs[form]), "--form", form]
    common += ["--recalibrate", str(options.recalibrate)]
    medians = take_turns.medians({name: [*command, *common] for name, command in commands.items()}, options.runs)
    take_turns.print_ratios(medians, "crops")
    for name in medians:
        difference = largest_difference(wells(outputs["ours"] / "wells.csv"), wells(outputs[name] / "wells.csv"))
        print(f"{name}: well profiles differ by at most {difference:.2g}")


main()
