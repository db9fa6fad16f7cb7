"""Gives tensors of torch.utils.dlpack to Cresset and takes Cresset's, in both forms of the protocol.

cargo build -p cresset-interop --example dlpack; python3 dlpack.py target/debug/examples/libdlpack.so, with torch==2.15.
"""

import ctypes
import gc
import sys

import torch
from torch.utils.dlpack import from_dlpack

NAMES = "bool uint8 int8 int16 int32 int64 float16 bfloat16 float32 float64 complex64 complex128".split()
library = ctypes.CDLL(sys.argv[1])
python = ctypes.pythonapi
python.PyCapsule_New.restype = ctypes.py_object
python.PyCapsule_New.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
python.PyCapsule_GetPointer.restype = ctypes.c_void_p
python.PyCapsule_GetPointer.argtypes = [ctypes.py_object, ctypes.c_char_p]
python.PyCapsule_SetName.argtypes = [ctypes.py_object, ctypes.c_char_p]

for suffix, capsule_name, version in ("", b"dltensor", None), ("_versioned", b"dltensor_versioned", (1, 0)):
    give, take = getattr(library, "give" + suffix), getattr(library, "take" + suffix)
    give.restype, give.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
    take.restype, take.argtypes = ctypes.c_double, [ctypes.c_void_p]
    for at, name in enumerate(NAMES):
        dtype = getattr(torch, name)
        got = from_dlpack(python.PyCapsule_New(give(at), capsule_name, None))
        want = torch.arange(24).to(dtype).reshape(2, 3, 4).permute(2, 0, 1)[1:3]
        assert got.dtype == dtype and got.stride() == (1, 12, 4) and torch.equal(got, want), name
        del got
        gc.collect()
        held = torch.arange(12).to(dtype).reshape(3, 4).t()
        total, doubled = held.to(torch.complex128).sum().real.item(), held + held
        capsule = held.__dlpack__(max_version=version)
        pointer = python.PyCapsule_GetPointer(capsule, capsule_name)
        names = ctypes.create_string_buffer(b"used_" + capsule_name)
        python.PyCapsule_SetName(capsule, names)
        assert take(pointer) == total and torch.equal(held, doubled), name
        del capsule
print(2 * len(NAMES), "dtypes and forms crossed both ways")
