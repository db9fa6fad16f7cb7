"""Writes the golden arrays of this folder. Run with NumPy: `python make.py`."""

import pathlib

import numpy as np

HERE = pathlib.Path(__file__).parent

DTYPES = ["bool", "uint8", "int8", "int16", "int32", "int64", "float16", "float32", "float64"]


def array(dtype: str) -> np.ndarray:
    """2 by 3 values that every dtype holds, some of them negative where the dtype has such."""
    values = np.array([[0, 1, 2], [3, 4, 5]], dtype="float64")
    if dtype == "bool":
        return values % 2 == 1
    if dtype != "uint8":
        values = values - 3
    return values.astype(dtype)


for dtype in DTYPES:
    np.save(HERE / f"{dtype}.npy", array(dtype))

np.save(HERE / "fortran.npy", np.asfortranarray(np.arange(24, dtype="float32").reshape(2, 3, 4)))
np.save(HERE / "scalar.npy", np.array(2.5))
np.save(HERE / "empty.npy", np.zeros((0, 3), dtype="int64"))
with open(HERE / "version2.npy", "wb") as file:
    np.lib.format.write_array(file, np.arange(3, dtype="int16"), version=(2, 0))
np.save(HERE / "big_endian.npy", np.arange(3, dtype=">f4"))
np.save(HERE / "complex.npy", np.ones(2, dtype="complex64"))
np.save(HERE / "fields.npy", np.zeros(2, dtype=[("a", "<f4"), ("b", "<i4")]))
np.save(HERE / "objects.npy", np.array(["a", None], dtype=object), allow_pickle=True)

members = {"weight": array("float32"), "steps": np.array(7), "layer.bias": np.arange(3, dtype="float64")}
np.savez(HERE / "plain.npz", **members)
np.savez_compressed(HERE / "compressed.npz", **members)
