"""profiles_peer.py WORK FOLDER: the work of bench_profiles by copairs, pycytominer, umap-learn, EFAAR_benchmarking and
pandas, timed as there.

Prints wall and CPU seconds, peak memory in MB and a number that depends on the result. umap-learn compiles on a small
map before its clock starts."""
import pathlib
import resource
import sys
import time

import numpy as np
import pandas as pd

NOT_HERE = 3  # no peer for this piece of work


def read(folder):
    values = np.load(folder / "embeddings.npy").astype(np.float64)
    wells = pd.read_csv(folder / "wells.csv")
    meta = pd.DataFrame({"Metadata_Plate": wells["plate"], "Metadata_treatment": wells["treatment"],
                         "Metadata_compound": wells["compound_name"], "Metadata_control": wells["treatment"] == "DMSO"})
    return meta, values


def replicate_map(meta, values, neg_sameby, neg_diffby):
    from copairs import map as copairs_map

    ap = copairs_map.average_precision(meta, values, ["Metadata_treatment"], [], neg_sameby, neg_diffby)
    ap = ap[~ap["Metadata_control"]]
    means = copairs_map.mean_average_precision(ap, ["Metadata_treatment"], null_size=10000, threshold=0.05, seed=0)
    return means["mean_average_precision"].mean()


def map_same_plate(meta, values):
    return replicate_map(meta, values, ["Metadata_Plate"], ["Metadata_control"])


def map_all_controls(meta, values):
    return replicate_map(meta, values, [], ["Metadata_control"])


def map_compounds(meta, values):
    treated = ~meta["Metadata_control"].to_numpy()
    return replicate_map(meta[treated].reset_index(drop=True), values[treated], [], ["Metadata_compound"])


def frame(meta, values):
    names = [f"Z{i + 1}" for i in range(values.shape[1])]
    return pd.concat([meta, pd.DataFrame(values, columns=names)], axis=1), names


def mad_selection(table, names):
    from pycytominer import feature_select, normalize

    plates = [normalize(plate, features=names, meta_features=["Metadata_Plate"], method="mad_robustize",
                        mad_robustize_epsilon=1e-18) for _, plate in table.groupby("Metadata_Plate")]
    chosen = feature_select(pd.concat(plates), features=names, operation=[
        "drop_na_columns", "variance_threshold", "correlation_threshold"])
    return chosen.select_dtypes("number").to_numpy().sum()


def sphere(table, names):
    from pycytominer import normalize

    return normalize(table, features=names, meta_features=["Metadata_control"], samples="Metadata_control == True",
                     method="spherize", spherize_method="ZCA-cor", spherize_epsilon=1e-6)[names].to_numpy().sum()


def modz(table, names):
    from pycytominer import consensus

    return consensus(table, replicate_columns=["Metadata_treatment"], operation="modz",
                     features=names)[names].to_numpy().sum()


def umap(meta, values):
    from umap import UMAP

    return UMAP(metric="cosine", random_state=0).fit_transform(values)[0, 0]


def relations(meta, values):
    """PCA-CenterScale is no function of the release 1.0: its two steps are scikit-learn's and EFAAR's."""
    from efaar_benchmarking import benchmarking, efaar
    from sklearn.decomposition import PCA
    from sklearn.utils import Bunch

    folder, sources = pathlib.Path(sys.argv[2]) / "relations", ["HuMAP", "Reactome", "StringDB"]
    names = sorted(set().union(*(pd.read_csv(folder / f"{source}.txt")["entity1"] for source in sources)))
    columns = "Metadata_treatment", "DMSO", "Metadata_Plate"
    axes = PCA().fit(values[meta["Metadata_control"]]).transform(values)
    normalised = [efaar.centerscale_on_controls(axes, meta, *columns), efaar.tvn_on_controls(values, meta, *columns)]
    recalls = []
    for corrected in normalised:
        means = efaar.aggregate(corrected, meta, columns[0])
        means.metadata[columns[0]] = names[:len(means.metadata)]
        recalls.extend(benchmarking.known_relationship_benchmark(
            Bunch(features=means.features, metadata=means.metadata), columns[0], sources, [(0.05, 0.95)],
            benchmark_data_dir=str(folder))["recall_0.05_0.95"])
    return np.mean(recalls)


def main():
    work, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    if work == "parquet":
        arguments, run = (folder / "profiles.parquet",), lambda path: pd.read_parquet(path).select_dtypes(
            "number").to_numpy().sum()
    elif work in ("mad_selection", "sphere", "modz"):
        arguments, run = frame(*read(folder)), globals()[work]
    elif work in ("map_same_plate", "map_all_controls", "map_compounds", "umap", "relations"):
        arguments, run = read(folder), globals()[work]
    else:
        sys.exit(NOT_HERE)
    if work == "relations":
        from efaar_benchmarking import benchmarking, efaar  # noqa: F401: what they import is not timed
    if work == "umap":
        umap(None, np.random.default_rng(0).standard_normal((5000, 16)))
    wall, cpu = time.perf_counter(), time.process_time()
    result = run(*arguments)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{wall:.3f} {cpu:.3f} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} {result:.9g}")


main()
