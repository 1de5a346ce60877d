"""Runs bench_images and nuclei_peer.py in turn and prints the medians and their ratios. Fails when reading, correcting,
segmenting and cropping a field takes more than 0.0945 CPU seconds (the bound of 0.09 within 5 %).

compare_images.py BENCH_PROGRAM PEER_PYTHON FOLDER [RUNS]"""
import pathlib
import statistics
import subprocess
import sys

BOUND = 0.09


def last_line(command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\n")[-2].split()


def main():
    program, python, folder = sys.argv[1:4]
    runs = int(sys.argv[4]) if len(sys.argv) > 4 else 5
    peer_script = str(pathlib.Path(__file__).with_name("nuclei_peer.py"))
    everything, ours, peer = [], [], []
    for run in range(runs):
        all_steps, nuclei, found = last_line([program, folder])
        seconds, peer_found = last_line([python, peer_script, folder])
        everything.append(float(all_steps))
        ours.append(float(nuclei))
        peer.append(float(seconds))
        print(
            f"run {run + 1}: ours all {everything[-1]:.4f}, nuclei {ours[-1]:.4f} ({found} found), "
            f"scikit-image nuclei {peer[-1]:.4f} ({peer_found} found) CPU s a field",
            flush=True,
        )
    a, n, p = map(statistics.median, (everything, ours, peer))
    print(f"median of {runs}: ours all {a:.4f}, nuclei {n:.4f}; scikit-image nuclei {p:.4f}")
    print(f"ratio all / peer nuclei {a / p:.3f}, nuclei / nuclei {n / p:.3f}")
    return 0 if a <= 1.05 * BOUND else 1


sys.exit(main())
