"""What pheno.compress_screen saves and what it costs the embeddings, on a simulated plate set like JUMP-CP's.

compare_compression.py PHENO_RUN WORK_FOLDER [--seed 101] [--steps 300] [--training-seeds 3]

Simulates three replicate plates with nine sites a well at half of JUMP-CP's size (540 px; 384 of them are kept, as 768 of
1080), compresses them with workflows/compress_screen.json to PNG and to OME-Zarr, trains workflows/spc_hacat.json on the
screen as taken and on the PNG with the same settings and prints the ratios of bytes and the metrics of both. No real image
is used."""
import argparse
import json
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[3]
METRICS = ("replicate_map/", "nsc/", "nscb/")


def jump_like_recipe(seed):
    recipe = json.loads((ROOT / "examples/hacat_screen/recipe.json").read_text())
    recipe["name"] = "jump_like"
    recipe["seed"] = seed
    recipe["image"].update(size_px=540, sites=9)
    recipe["plate"].update(prefix="SIM-JUMP")
    recipe["doses"] = recipe["doses"][-1:]
    recipe.pop("$schema")
    return recipe


def run(*arguments):
    subprocess.run([str(argument) for argument in arguments], check=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pheno_run", type=pathlib.Path)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=101)
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--training-seeds", type=int, default=3)
    options = parser.parse_args()
    folder = options.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    screen = folder / "screen"
    platemap = screen / "platemap.csv"
    if not screen.exists():
        (folder / "recipe.json").write_text(json.dumps(jump_like_recipe(options.seed)))
        run(options.pheno_run, "simulate", folder / "recipe.json", "-o", folder)
    common = ["-i", f"platemap={platemap}", "--store", folder / "store"]
    for image_format in ("png", "ome_zarr"):
        run(options.pheno_run, ROOT / "workflows/compress_screen.json", "-i", f"screen={screen / 'index.csv'}", *common,
            "-p", "compress.crop_px=384", "-p", f"compress.format={image_format}", "-o", folder / image_format)
        print(image_format, (folder / image_format / "outputs/ratios.csv").read_text(), sep="\n")
    small = folder / "png/outputs/index.csv"
    for name, index in (("as taken", screen / "index.csv"), ("compressed", small)):
        place = folder / name.replace(" ", "_")
        run(options.pheno_run, ROOT / "workflows/spc_hacat.json", "-i", f"screen={index}", *common,
            "-p", f"train.max_steps={options.steps}", "--seeds", options.training_seeds, "-o", place)
        metrics = json.loads((place / "metrics.json").read_text())
        print(name, json.dumps({key: value for key, value in metrics.items() if key.startswith(METRICS)}))


main()
