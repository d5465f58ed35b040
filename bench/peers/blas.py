"""Prints the least seconds of a product of 2048 and 8192 rows over some dimensions. Usage: blas.py DIMENSIONS TYPE"""
import sys
import time

import numpy as np

generator = np.random.default_rng(0)
a = generator.standard_normal((2048, int(sys.argv[1]))).astype(sys.argv[2])
b = generator.standard_normal((8192, int(sys.argv[1]))).astype(sys.argv[2])
seconds = []
for _ in range(8):
    start = time.perf_counter()
    a @ b.T
    seconds.append(time.perf_counter() - start)
print(min(seconds))
