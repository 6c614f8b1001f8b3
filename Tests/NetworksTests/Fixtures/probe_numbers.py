"""The numbers that the fixture scripts and the tests feed to operations."""
import numpy as np


def numbers(shape, seed):
    """Multiples of 1/256 in -0.5 <= x < 0.5, the same as those of `numbers` in OperationProbe.swift."""
    i = np.arange(int(np.prod(shape)), dtype=np.uint64) + np.uint64(seed * 1000)
    return (((i * np.uint64(2654435761)) & np.uint64(0xFFFFFFFF)) >> np.uint64(24)).astype(np.float64).reshape(shape) / 256 - 0.5
