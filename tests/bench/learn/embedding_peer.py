"""Crops on disk to profiles of wells on disk, as a competent user of PyTorch writes it: memory-mapped crops, channels_last,
inference_mode, convolutions in --precision, numpy and pandas. --form plain, frozen (TorchScript with folded batch norms)
or compiled (torch.compile). With --recalibrate 1 a plate's control crops pass once, together, in training mode.

embedding_peer.py FOLDER OUTPUT [options]   FOLDER as bench_embedding write leaves it; exit status 3: form not in this torch
Prints crops a second, and a CPU second, from the first byte read to the last written; a batch was embedded before."""
import argparse
import json
import pathlib
import struct
import sys

import numpy as np
import pandas as pd
import torch

import peer_network
import rates

DTYPES = {"float32": torch.float32, "bfloat16": torch.bfloat16}


def read_weights(path):
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    tensors = {}
    for name, entry in json.loads(data[8 : 8 + length]).items():
        if name != "__metadata__":
            first, end = entry["data_offsets"]
            values = np.frombuffer(data, np.float32, (end - first) // 4, 8 + length + first)
            tensors[name] = torch.from_numpy(values.copy()).view(entry["shape"])
    return tensors


def load_model(folder, dtype):
    weights = read_weights(folder / "model/weights.safetensors")
    model = peer_network.Encoder(weights["encoder.conv1.weight"].shape[1], weights["mlp_head.2.weight"].shape[0])
    model.load_state_dict(weights, strict=False)  # torch counts batches too
    for module in model.modules():
        if isinstance(module, torch.nn.Conv2d):
            module.to(dtype)
    return model.to(memory_format=torch.channels_last).eval()


def images_of(pixels, dtype):
    images = torch.from_numpy(np.array(pixels)).to(torch.float32, memory_format=torch.channels_last)
    return images.sub_(127.5).div_(255).to(dtype)


def in_form(model, form, example):
    """What embeds a batch."""
    if form == "frozen":
        traced = torch.jit.trace(model, example)
        return torch.jit.optimize_for_inference(torch.jit.freeze(traced))
    return torch.compile(model) if form == "compiled" else model


def embed(encode, pixels, options):
    dtype = DTYPES[options.precision]
    parts = [
        encode(images_of(pixels[first : first + options.batch], dtype)) for first in range(0, len(pixels), options.batch)
    ]
    return torch.cat(parts).numpy()


def recalibrate(model, controls, dtype):
    model.train()
    model(images_of(controls, dtype))
    model.eval()


def write(rows, values, output):
    output.mkdir(parents=True, exist_ok=True)
    np.save(output / "crops.npy", values)
    rows.to_csv(output / "crops.csv", index=False)
    table = pd.DataFrame(values, columns=[f"Embedding_{i + 1:04d}" for i in range(values.shape[1])])
    wells = table.groupby([rows["Metadata_Plate"], rows["Metadata_Well"]]).mean()
    wells = wells.div(np.sqrt((wells**2).sum(axis=1)), axis=0).reset_index()
    wells.to_csv(output / "wells.csv", index=False)
    wells.to_parquet(output / "wells.parquet", index=False)


def run(model, encode, options):
    all_rows, all_values = [], []
    for plate in sorted(options.folder.glob("plate*")):
        pixels = np.load(plate / "pixels.npy", mmap_mode="r")
        rows = pd.read_csv(plate / "crops.csv")
        if options.recalibrate:
            recalibrate(model, pixels[(rows["Metadata_Role"] == "control").to_numpy()], DTYPES[options.precision])
        all_rows.append(rows)
        all_values.append(embed(encode, pixels, options))
    rows = pd.concat(all_rows, ignore_index=True)
    write(rows, np.concatenate(all_values), options.output)
    return len(rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("output", type=pathlib.Path)
    parser.add_argument("--form", choices=["plain", "frozen", "compiled"], default="plain")
    parser.add_argument("--precision", choices=list(DTYPES), default="float32")
    for name, value in dict(recalibrate=0, batch=256, threads=2).items():
        parser.add_argument("--" + name, type=int, default=value)
    options = parser.parse_args()
    if options.form == "compiled" and not hasattr(torch, "compile"):
        sys.exit(3)
    torch.set_num_threads(options.threads)
    with torch.inference_mode():
        model = load_model(options.folder, DTYPES[options.precision])
        first = np.load(options.folder / "plate0/pixels.npy", mmap_mode="r")[: options.batch]
        encode = in_form(model, options.form, images_of(first, DTYPES[options.precision]))
        for _ in range(3):
            encode(images_of(first, DTYPES[options.precision]))
        start = rates.Clocks()
        crops = run(model, encode, options)
        print(start.rates_of(crops))


main()
