"""What `sro` adds to its engines, measured: ``python -m tests.benchmarks``, in short ``make bench``."""
