"""Prints peer_measurements.csv: what cp_measure 0.3.0 (CellProfiler's measurements as functions, Munoz et al. 2025)
gives for a field made by whole numbers, the one of phenoMadeField.h. Columns: feature, then one value an object.

    pip install cp-measure==0.3.0 && python peer_measurements.py > peer_measurements.csv
"""
import numpy as np
from cp_measure import bulk

WIDTH, HEIGHT = 96, 80
y, x = np.mgrid[:HEIGHT, :WIDTH]


def disc(cx, cy, r):
    return (x - cx) ** 2 + (y - cy) ** 2 <= r * r


def make_labels():
    labels = np.zeros((HEIGHT, WIDTH), np.int32)
    labels[disc(20, 20, 9)] = 1
    labels[((x - 50) + (y - 22)) ** 2 + 5 * ((x - 50) - (y - 22)) ** 2 <= 340] = 2
    labels[(x >= 58) & (x <= 72) & (y >= 14) & (y <= 30) & (labels == 0)] = 3
    labels[disc(20, 55, 10) & ~disc(20, 55, 4)] = 4
    labels[((x >= 45) & (x <= 52) & (y >= 45) & (y <= 70)) | ((x >= 45) & (x <= 70) & (y >= 63) & (y <= 70))] = 5
    labels[disc(92, 60, 8)] = 6
    return labels


def make_planes():
    a = 40 + (x * x + 3 * y * y + x * y) % 61 + 2 * ((7 * x + 5 * y) % 31)
    b = 20 + a // 2 + (3 * x + 11 * y) % 53
    return a / 255, b / 255


def show(name, values):
    print(",".join([name] + [repr(float(v)) for v in np.asarray(values)]))


def main():
    print("feature,1,2,3,4,5,6")
    labels = make_labels()
    a, b = make_planes()
    core = bulk.get_core_measurements()
    correlation = bulk.get_correlation_measurements()
    for name, values in core["sizeshape"](labels, a).items():
        show("AreaShape_" + name, values)
    for family in ("zernike", "feret"):
        for name, values in core[family](labels, a).items():
            show("AreaShape_" + name, values)
    for name, values in core["intensity"](labels, a, legacy=True).items():
        show(name + "_A", values)
    for name, values in core["texture"](labels, a, scale=3).items():
        feature, numbers = name.split("_", 1)
        show(f"Texture_{feature}_A_{numbers}", values)
    for name, values in core["radial_distribution"](labels, a).items():
        head, ring = name.rsplit("_", 1)
        show(f"{head}_A_{ring}", values)
    for name, values in core["granularity"](labels, a).items():
        show(name + "_A", values)
    pearson = correlation["pearson"](a, b, labels)
    show("Correlation_Correlation_A_B", pearson["Correlation_Pearson"])
    show("Correlation_Slope_A_B", pearson["Correlation_Slope"])
    for family, name in (("manders_fold", "Manders"), ("rwc", "RWC")):
        both = correlation[family](a, b, labels, thr=50)
        show(f"Correlation_{name}_A_B", both[f"Correlation_{name}_1"])
        show(f"Correlation_{name}_B_A", both[f"Correlation_{name}_2"])
    neighbours = bulk.get_multimask_measurements()["neighbors"]
    for distance in (1, 5, 20):
        measured = neighbours(labels, labels, "Within a specified distance", distance)
        for name in ("NumberOfNeighbors", "PercentTouching"):
            show(f"Neighbors_{name}_{distance}", measured[f"Neighbors_{name}_{distance}"])


if __name__ == "__main__":
    main()
