// latentwalk-train as a person and an operating system meet it: options, signals, kills, damage, bad input.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";

const program = process.env.LATENTWALK_TRAIN;
const root = process.env.LATENTWALK_ROOT;
const config = (name) => path.join(root, "configs", `${name}.json`);
let folder, data;

before(() => {
  assert.ok(program && root, "CTest sets LATENTWALK_TRAIN and LATENTWALK_ROOT");
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "latentwalk-train-"));
  data = path.join(folder, "data");
  fs.mkdirSync(data);
  // The committed test digits play the training set.
  for (const kind of ["images-idx3", "labels-idx1"]) {
    fs.copyFileSync(path.join(root, "tests/fixtures/mnist", `t10k-${kind}-ubyte.gz`), path.join(data, `train-${kind}-ubyte.gz`));
  }
});
after(() => fs.rmSync(folder, { recursive: true, force: true }));

const options = (out, extra = []) => [
  "train", "--config", config("fc-vae"), "--data", data, "--out", path.join(folder, out),
  "--threads", "1", "--batch-size", "50", "--checkpoint-every", "3", "--log-every", "1", ...extra,
];
const run = (argv) => spawnSync(program, argv, { encoding: "utf8" });
const file = (out, name) => path.join(folder, out, name);
const checkpoints = (out) => fs.readdirSync(file(out, "checkpoints")).filter((name) => name.endsWith(".safetensors")).sort();
const newest = (out) => fs.readFileSync(file(out, path.join("checkpoints", checkpoints(out).at(-1))));
const lines = (out) => fs.readFileSync(file(out, "log.jsonl"), "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));

/// The tensors of a safetensors file, without the metadata: that holds times.
function tensors(bytes) {
  const size = Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.subarray(8, 8 + size).toString());
  delete header.__metadata__;
  const found = new Map();
  for (const [name, { data_offsets: [from, to] }] of Object.entries(header)) found.set(name, bytes.subarray(8 + size + from, 8 + size + to));
  return found;
}

function same(a, b) {
  const left = tensors(a), right = tensors(b);
  assert.deepEqual([...left.keys()].sort(), [...right.keys()].sort());
  for (const [name, bytes] of left) assert.ok(bytes.equals(right.get(name)), `${name} differs`);
}

/// Starts a run and resolves to its status once it has ended; `when` is asked for each line of its output.
function started(argv, when) {
  return new Promise((resolve) => {
    const child = spawn(program, argv, { stdio: ["ignore", "pipe", "pipe"] });
    let text = "";
    child.stdout.on("data", (chunk) => { text += chunk; when?.(child, text); });
    child.stderr.on("data", (chunk) => { text += chunk; });
    child.on("close", (code, signal) => resolve({ code, signal, text }));
  });
}

/// Calls `act` once the run's log has a line of step `step` or later.
function afterStep(out, step, act) {
  const timer = setInterval(() => {
    let last = 0;
    try { last = lines(out).at(-1).step; } catch { return; }
    if (last < step) return;
    clearInterval(timer);
    act();
  }, 5);
  return timer;
}

test("a run leaves its configuration, log, samples, model and the two newest checkpoints", () => {
  const result = run(options("whole", ["--epochs", "3"]));
  assert.equal(result.status, 0, result.stderr);
  const saved = JSON.parse(fs.readFileSync(file("whole", "config.json"), "utf8"));
  assert.equal(saved.training.epochs, 3);
  assert.equal(saved.training.batch_size, 50);
  assert.equal(saved.preset, "best");
  assert.match(result.stdout, /"batch_size": 50/);
  assert.deepEqual(checkpoints("whole"), ["step-000000000057.safetensors", "step-000000000060.safetensors"]);
  assert.deepEqual(fs.readdirSync(file("whole", "samples")), ["epoch-0001.png", "epoch-0002.png", "epoch-0003.png"]);
  assert.deepEqual(lines("whole").filter((line) => !line.means).map((line) => line.step), Array.from({ length: 60 }, (_, i) => i + 1));
  const epochs = lines("whole").filter((line) => line.means);
  assert.equal(epochs.length, 3);
  assert.ok(epochs[2].means.loss < epochs[0].means.loss, "the loss falls");
  assert.ok(fs.statSync(file("whole", "model.safetensors")).size > 1e6);
});

test("a run is not overwritten by another without being asked", () => {
  const result = run(options("whole", ["--epochs", "3"]));
  assert.equal(result.status, 1);
  assert.match(result.stderr, /--resume auto/);
});

test("resume goes on with the run's own configuration, and refuses another", () => {
  const finished = run(["train", "--data", data, "--out", path.join(folder, "whole"), "--resume", "auto", "--threads", "1"]);
  assert.equal(finished.status, 0, finished.stderr);
  assert.match(finished.stdout, /finished already/);
  const other = run(options("whole", ["--epochs", "3", "--resume", "auto", "--lr", "0.5"]));
  assert.equal(other.status, 1);
  assert.match(other.stderr, /"training\.optimisers\.\w+\.lr" differs/);
});

for (const [signal, status] of [["SIGINT", 130], ["SIGTERM", 143]]) {
  test(`${signal} finishes the step, saves and exits ${status}; the resumed run ends as the uninterrupted one`, async () => {
    const out = signal.toLowerCase();
    let timer;
    const stopped = await started(options(out, ["--epochs", "3"]), (child) => {
      timer ??= afterStep(out, 22, () => child.kill(signal));
    });
    clearInterval(timer);
    assert.equal(stopped.code, status, stopped.text);
    assert.match(stopped.text, /saved; go on with --resume auto/);
    const resumed = run(options(out, ["--epochs", "3", "--resume", "auto"]));
    assert.equal(resumed.status, 0, resumed.stderr);
    assert.match(resumed.stdout, /resumed from .*step-/);
    same(newest(out), newest("whole"));
    assert.deepEqual(lines(out).map((line) => line.step), lines("whole").map((line) => line.step));
  });
}

test("killed 50 times at any moment, a run loses at most the work since its last checkpoint", { timeout: 600_000 }, async () => {
  let random = 12345; // a fixed sequence, so that a failure comes back
  const next = (bound) => (random = (random * 1103515245 + 12345) % 2147483648) % bound;
  let kills = 0;
  const argv = options("killed", ["--epochs", "3", "--resume", "auto"]);
  // It would finish under way, so a kill that comes too late starts the run anew.
  while (kills < 50) {
    const before = fs.existsSync(file("killed", "checkpoints")) ? checkpoints("killed").length : 0;
    const result = await started(argv, (child, text) => {
      if (child.due || !text.includes("threads, LibTorch")) return;
      child.due = setTimeout(() => child.kill("SIGKILL"), next(250));
    });
    if (result.signal === "SIGKILL") {
      kills += 1;
      assert.ok((fs.existsSync(file("killed", "checkpoints")) ? checkpoints("killed").length : 0) >= Math.min(before, 2));
    } else {
      assert.equal(result.code, 0, result.text);
      same(newest("killed"), newest("whole"));
      fs.rmSync(path.join(folder, "killed"), { recursive: true });
    }
    assert.doesNotMatch(result.text, /damaged|truncated/);
  }
  const last = run(argv);
  assert.equal(last.status, 0, last.stderr);
  same(newest("killed"), newest("whole"));
});

test("a damaged checkpoint is named, and the run goes on from the one before", () => {
  fs.cpSync(path.join(folder, "whole"), path.join(folder, "damaged"), { recursive: true });
  const victim = file("damaged", path.join("checkpoints", checkpoints("damaged").at(-1)));
  fs.truncateSync(victim, 1000);
  const result = run(options("damaged", ["--epochs", "3", "--resume", "auto"]));
  assert.equal(result.status, 0, result.stderr);
  assert.ok(result.stderr.includes(victim));
  assert.match(result.stdout, /at step 57/);
  same(newest("damaged"), newest("whole"));
});

test("--max-time saves and stops, and --dry-run writes nothing", () => {
  const stopped = run(options("time", ["--epochs", "100000", "--max-time", "1s"]));
  assert.equal(stopped.status, 0, stopped.stderr);
  assert.match(stopped.stdout, /stopped after --max-time/);
  assert.ok(checkpoints("time").length >= 1);
  const dry = run(options("dry", ["--dry-run"]));
  assert.equal(dry.status, 0, dry.stderr);
  assert.ok(!fs.existsSync(path.join(folder, "dry")));
});

test("export writes a checkpoint's model as F16 and as F32", () => {
  const sizes = ["f16", "f32"].map((dtype) => {
    const out = path.join(folder, `${dtype}.safetensors`);
    const result = run(["export", path.join(folder, "whole"), "--out", out, "--dtype", dtype]);
    assert.equal(result.status, 0, result.stderr);
    return fs.statSync(out).size;
  });
  assert.ok(sizes[1] > 1.9 * sizes[0] && sizes[1] < 2.1 * sizes[0]);
  same(fs.readFileSync(path.join(folder, "f16.safetensors")), fs.readFileSync(file("whole", "model.safetensors")));
});

/// One line on standard error that has every part, and status 1 (CLI11's own for a wrong command line differ).
function refused(argv, ...parts) {
  const result = run(argv);
  assert.notEqual(result.status, 0, result.stdout);
  assert.equal(result.signal, null);
  assert.equal(result.stderr.trimEnd().split("\n").length, 1, result.stderr);
  for (const part of parts) assert.ok(result.stderr.includes(part), `${part}: ${result.stderr}`);
}

test("bad input gets one clear line and leaves nothing half-written", () => {
  const bad = path.join(folder, "bad.json");
  const text = JSON.parse(fs.readFileSync(config("fc-vae"), "utf8"));
  const withConfig = (change) => {
    const copy = structuredClone(text);
    change(copy);
    fs.writeFileSync(bad, JSON.stringify(copy));
    return ["train", "--config", bad, "--data", data, "--out", path.join(folder, "bad"), "--epochs", "1"];
  };
  refused(withConfig((json) => { json.training.epoch = 3; }), bad, "\"epoch\"", "epochs");
  refused(withConfig((json) => { json.networks.decoder.layers[0].out = -3; }), bad, "decoder");
  refused(withConfig((json) => { json.networks.decoder.layers.pop(); json.networks.decoder.layers.pop(); }), bad, "decoder");
  fs.writeFileSync(bad, "{\"name\": ");
  refused(["train", "--config", bad, "--data", data, "--out", path.join(folder, "bad")], bad);
  refused(["train", "--config", path.join(folder, "none.json"), "--data", data, "--out", path.join(folder, "bad")], "none.json");
  refused(options("bad", ["--preset", "nonesuch"]), "nonesuch", "best");
  refused(options("bad", ["--device", "tpu"]), "tpu", "auto, cpu");
  refused(options("bad", ["--max-time", "soon"]), "soon", "90s");
  refused(options("bad", ["--set", "training.batch_size=5000"]), "5000", "1000");
  refused(["train", "--config", config("fc-vae"), "--data", path.join(folder, "nowhere"), "--out", path.join(folder, "bad")], "nowhere");
  refused(["train", "--config", config("fc-vae"), "--data", data, "--out", "/proc/latentwalk"], "/proc/latentwalk");
  refused(options("bad", ["--resume", path.join(root, "tests/fixtures/tiny-gan.safetensors")]), "not a checkpoint");
  refused(["export", path.join(folder, "data"), "--out", path.join(folder, "x.safetensors")], "no checkpoint");
  assert.ok(!fs.existsSync(path.join(folder, "x.safetensors")));
  assert.ok(!fs.existsSync(path.join(folder, "bad", "model.safetensors")));
});

test("a run that diverges ends with one line and keeps its sound checkpoints", () => {
  const result = run(options("diverged", ["--epochs", "50", "--lr", "10"]));
  assert.equal(result.status, 1);
  assert.match(result.stderr, /training diverged/);
  assert.equal(result.stderr.trimEnd().split("\n").length, 1);
});
