"""What torch.optim.AdamW makes of known gradients, for OptimizerBench to compare with, and how long it takes.

Writes start.bin, gradients.bin and one after-N.bin per checkpoint: 32-bit floats, little-endian.
"""
import pathlib
import sys
import time

import torch

PARAMETERS = 4096
UPDATES = 1000
CHECKPOINTS = (1, 10, 100, 1000)
SETTINGS = dict(lr=2e-4, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01)


def compare(folder):
    generator = torch.Generator().manual_seed(1)
    start = torch.randn(PARAMETERS, generator=generator) * 0.02
    # Coordinates differ in scale, as layers do: from where epsilon decides to where it does not matter.
    scale = 10 ** (torch.rand(PARAMETERS, generator=generator) * 8 - 9)
    gradients = torch.randn(UPDATES, PARAMETERS, generator=generator) * scale
    write(folder / "start.bin", start)
    write(folder / "gradients.bin", gradients)
    parameter = torch.nn.Parameter(start.clone())
    optimizer = torch.optim.AdamW([parameter], **SETTINGS)
    for update in range(UPDATES):
        parameter.grad = gradients[update].clone()
        optimizer.step()
        if update + 1 in CHECKPOINTS:
            write(folder / f"after-{update + 1}.bin", parameter.detach())


def write(file, tensor):
    file.write_bytes(tensor.contiguous().numpy().astype("<f4").tobytes())


def cost(parameters):
    """Seconds of processor time of one update."""
    parameter = torch.nn.Parameter(torch.randn(parameters) * 0.02)
    parameter.grad = torch.randn(parameters) * 1e-3
    optimizer = torch.optim.AdamW([parameter], **SETTINGS)
    for _ in range(50):
        optimizer.step()
    begin = time.process_time()
    for _ in range(100):
        optimizer.step()
    return (time.process_time() - begin) / 100


def main():
    folder = pathlib.Path(sys.argv[1])
    torch.manual_seed(0)
    compare(folder)
    for parameters in (129_024, 1_843_200):
        print(f"PyTorch {torch.__version__} AdamW, {parameters} parameters: {cost(parameters) * 1e3:.3f} ms of processor time an update")


main()
