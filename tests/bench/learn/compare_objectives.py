#!/usr/bin/env python3
"""Objectives side by side on one plate, BBBC013 or another with dose curves: every way of training is
workflows/translocation_plate.json with other parameters, on one store, so images are read and segmented once.

    compare_objectives.py PHENO_RUN INDEX PLATEMAP FOLDER [--seeds N] [--steps N] [--only NAME ...]

Prints a table of means and ranges over the seeds. Classes are wells; no treatment label is used in training, and no
setting below was chosen by what is printed here.
"""
import argparse
import csv
import json
import pathlib
import subprocess

STRONG = {
    "random_resized_crop": {"scale": [0.2, 1], "ratio": [0.75, 1.3333333333333333]},
    "horizontal_flip": 0.5,
    "vertical_flip": 0.5,
    "rotate90": True,
    "gaussian_blur": {"probability": 0.5, "kernel_px": 7, "sigma_px": [0.1, 2]},
    "intensity_jitter": {"probability": 0.8, "gain": 0.4, "offset": 0.2},
}
WAYS = {
    "SPC (A3: step by an angle)": {},
    "SPC, trained vectors (A1)": {"class_update": "trained"},
    "SPC, trained vectors on the sphere (A2)": {"class_update": "trained_unit"},
    "SPC, gradient of the attraction (A4)": {"class_update": "gradient"},
    "SPC, step by a share of the way": {"class_update": "rate"},
    "SPC, all class vectors as negatives, same class masked": {"class_negatives": "all", "mask_same_class": True},
    "SPC, no image negatives": {"image_negatives": False},
    "supervised softmax (normalised, over wells)": {"objective": "normalized_softmax"},
    "SupCon (same well)": {"objective": "supcon", "sampler": "class_balanced"},
    "SimCLR, strong augmentation": {"objective": "simclr", "augmentation": STRONG},
    "SPC, strong augmentation": {"augmentation": STRONG},
}
COLUMNS = [
    ("mAP", "replicate_map", ""),
    ("AUROC", "auroc", ""),
    ("rho Wortmannin", "dose_spearman", "Wortmannin"),
    ("rho LY294002", "dose_spearman", "LY294002"),
    ("Z' Wortmannin", "zprime_top_dose", "Wortmannin"),
    ("Z' LY294002", "zprime_top_dose", "LY294002"),
]


def metrics(folder):
    with open(folder / "outputs" / "metrics_table.csv", newline="") as file:
        return {(row["metric"], row["scope"], row["group"]): row for row in csv.DictReader(file)}


def number(text):
    return f"{float(text):.3f}" if text else "-"


def cells(table, scope):
    for _, metric, group in COLUMNS:
        row = table.get((metric, scope, group))
        text = number(row["value"]) if row else "-"
        yield text + (f" ({number(row['low'])} to {number(row['high'])})" if row and "seeds" in row["note"] else "")


def minutes(folder):
    """Of the trainings alone, mean over the seeds."""
    tasks = [t for t in json.loads((folder / "run.json").read_text())["tasks"] if t["step"] == "train"]
    return sum(t["seconds"] for t in tasks) / len(tasks) / 60


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("index")
    parser.add_argument("platemap")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--steps", type=int, default=40)
    parser.add_argument("--only", nargs="*")
    arguments = parser.parse_args()
    workflow = pathlib.Path(__file__).parents[3] / "workflows" / "translocation_plate.json"
    print("| trained by | minutes a model |", " | ".join(title for title, _, _ in COLUMNS), "|")
    print("|---" * (2 + len(COLUMNS)) + "|", flush=True)
    for name, settings in WAYS.items():
        if arguments.only and name not in arguments.only:
            continue
        out = arguments.folder / "".join(c if c.isalnum() else "-" for c in name)
        command = [arguments.program, str(workflow), "-i", f"screen={arguments.index}", "-i",
                   f"platemap={arguments.platemap}", "--store", str(arguments.folder / "store"), "-o", str(out),
                   "--seeds", str(arguments.seeds), "-p", f"train.max_steps={arguments.steps}"]
        for key, value in settings.items():
            command += ["-p", f"train.{key}={json.dumps(value)}"]
        if not (out / "run.json").exists():
            subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
        table = metrics(out)
        print(f"| {name} | {minutes(out):.1f} |", " | ".join(cells(table, "trained")), "|", flush=True)
    for scope in ("untrained", "intensity", "ratio"):
        print(f"| {scope} | |", " | ".join(cells(table, scope)), "|", flush=True)


if __name__ == "__main__":
    main()
