"""Training iterations of a configuration's network in plain PyTorch, on CUDA, for scripts/bench to compare ours with.

bench_torch.py CONFIG ITERATIONS eager|compile [--channels-last] [--amp bf16|off] [--tf32]
prints images a second. Families gan and vae, unconditional, preset best.
"""
import argparse
import json
import math
import time

import torch
from torch import nn
from torch.nn import functional as F

parser = argparse.ArgumentParser()
parser.add_argument("config")
parser.add_argument("iterations", type=int)
parser.add_argument("mode", choices=["eager", "compile"])
parser.add_argument("--channels-last", action="store_true")
parser.add_argument("--amp", choices=["bf16", "off"], default="off")
parser.add_argument("--tf32", action="store_true")
options = parser.parse_args()

device = torch.device("cuda")
torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = options.tf32
torch.backends.cudnn.benchmark = True
with open(options.config, encoding="utf-8") as file:
    config = json.load(file)


def network(spec, closing_sigmoid=True):
    """The layers of a spec; without the last where a loss takes logits."""
    shape, layers = list(spec["input"]), []
    described = spec["layers"] if closing_sigmoid else spec["layers"][:-1]
    for layer in described:
        kind = layer["type"]
        if kind == "linear":
            layers.append(nn.Linear(shape[0], layer["out"], bias=layer.get("bias", True)))
            shape = [layer["out"]]
        elif kind in ("conv2d", "conv_transpose2d"):
            make = nn.Conv2d if kind == "conv2d" else nn.ConvTranspose2d
            kernel, stride, padding = layer["kernel"], layer["stride"], layer["padding"]
            layers.append(make(shape[0], layer["out"], kernel, stride, padding, bias=layer.get("bias", True)))
            size = [(s + 2 * padding - kernel) // stride + 1 if kind == "conv2d"
                    else (s - 1) * stride - 2 * padding + kernel for s in shape[1:]]
            shape = [layer["out"], *size]
        elif kind == "batch_norm":
            layers.append((nn.BatchNorm2d if len(shape) == 3 else nn.BatchNorm1d)(shape[0]))
        elif kind == "max_pool2d":
            layers.append(nn.MaxPool2d(layer["kernel"], layer["stride"]))
            shape = [shape[0], *((s - layer["kernel"]) // layer["stride"] + 1 for s in shape[1:])]
        elif kind == "relu":
            layers.append(nn.ReLU())
        elif kind == "leaky_relu":
            layers.append(nn.LeakyReLU(layer["slope"]))
        elif kind in ("tanh", "sigmoid"):
            layers.append(nn.Tanh() if kind == "tanh" else nn.Sigmoid())
        elif kind == "flatten":
            layers.append(nn.Flatten())
            shape = [math.prod(shape)]
        elif kind == "reshape":
            layers.append(nn.Unflatten(1, layer["shape"]))
            shape = list(layer["shape"])
        else:
            raise SystemExit(f"bench_torch.py: unknown layer {kind}")
    module = nn.Sequential(*layers).to(device)
    if options.channels_last:
        module = module.to(memory_format=torch.channels_last)
    return torch.compile(module) if options.mode == "compile" else module


def adam(name, module):
    settings = config["training"]["optimisers"][name]
    return torch.optim.Adam(module.parameters(), settings["lr"], settings["betas"])


batch = config["training"]["batch_size"]
low, high = config["image"]["range"]
latent = sum(block["dim"] for block in config["latent"])
pixels = torch.randint(256, (4 * batch, 1, 28, 28), dtype=torch.uint8, device=device)
order = torch.arange(4 * batch, device=device)


def next_images(step):
    chosen = order[step % 4 * batch:step % 4 * batch + batch]
    images = pixels.index_select(0, chosen).float() * ((high - low) / 255) + low
    return images.contiguous(memory_format=torch.channels_last) if options.channels_last else images


autocast = torch.autocast("cuda", torch.bfloat16, enabled=options.amp == "bf16")
if config["family"] == "gan":
    generator, discriminator = network(config["networks"]["generator"]), network(config["networks"]["discriminator"])
    g_adam, d_adam = adam("generator", generator), adam("discriminator", discriminator)
    average = [value.detach().clone() for value in generator.state_dict().values()]

    def step(number):
        images = next_images(number)
        d_adam.zero_grad(set_to_none=True)
        with autocast:
            fake = generator(torch.randn(batch, latent, device=device))
            loss = F.softplus(-discriminator(images).float()).mean()
            loss = loss + F.softplus(discriminator(fake.detach()).float()).mean()
        loss.backward()
        d_adam.step()
        discriminator.requires_grad_(False)
        g_adam.zero_grad(set_to_none=True)
        with autocast:
            loss = F.softplus(-discriminator(fake).float()).mean()
        loss.backward()
        g_adam.step()
        discriminator.requires_grad_(True)
        with torch.no_grad():
            for old, new in zip(average, generator.state_dict().values()):
                if old.is_floating_point():
                    old.lerp_(new, 0.001)
        return loss
else:
    encoder = network(config["networks"]["encoder"])
    decoder = network(config["networks"]["decoder"], closing_sigmoid=False)
    e_adam, d_adam = adam("encoder", encoder), adam("decoder", decoder)

    def step(number):
        images = next_images(number)
        e_adam.zero_grad(set_to_none=True)
        d_adam.zero_grad(set_to_none=True)
        with autocast:
            codes = encoder(images.reshape(batch, *config["networks"]["encoder"]["input"])).float()
            mean, log_variance = codes.chunk(2, 1)
            logits = decoder(mean + torch.randn_like(mean) * (0.5 * log_variance).exp()).float().reshape(batch, -1)
        loss = F.binary_cross_entropy_with_logits(logits, images.reshape(batch, -1), reduction="sum") / batch
        loss = loss - 0.5 * (1 + log_variance - mean.square() - log_variance.exp()).sum() / batch
        loss.backward()
        e_adam.step()
        d_adam.step()
        return loss

for number in range(20):
    step(number)
torch.cuda.synchronize()
start = time.perf_counter()
for number in range(options.iterations):
    step(number)
torch.cuda.synchronize()
print(options.iterations * batch / (time.perf_counter() - start))
