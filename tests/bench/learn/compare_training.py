"""Trains with bench_training and with every form of its Python peers in turn; prints medians and ratios.

compare_training.py BENCH_PROGRAM PEER_PYTHON [--runs 5] [--precision float32] [arguments of all, e.g. --threads 2]

Both sides on the same torch: PEER_PYTHON imports the one that BENCH_PROGRAM links. --precision is not the recipe's, which
is float32."""
import argparse
import pathlib

import take_turns


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("python")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--precision", choices=["float32", "bfloat16"], default="float32")
    options, common = parser.parse_known_args()
    folder = pathlib.Path(__file__).parent
    precision = ["--precision", options.precision]
    plain = [options.python, str(folder / "training_peer.py"), *precision, *common]
    commands = {
        "ours": [options.program, *precision, *common],
        "plain": plain,
        "plain, loader process": [*plain, "--workers", "1"],
        "compiled": [*plain, "--compile"],
        "compiled, loader process": [*plain, "--compile", "--workers", "1"],
        "authors' recipe": [options.python, str(folder / "recipe_peer.py"), *common],
    }
    take_turns.print_ratios(take_turns.medians(commands, options.runs), "images")


main()
