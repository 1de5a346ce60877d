"""Work a second and a CPU second since a start."""
import time


class Clocks:
    def __init__(self):
        self.wall = time.perf_counter()
        self.cpu = time.process_time()

    def rates_of(self, items):
        return f"{items / (time.perf_counter() - self.wall):.2f} {items / (time.process_time() - self.cpu):.2f}"
