// Ours natively against onnxruntime-node and LibTorch: one thread each, alternating.

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

import { onnxDecoder, median, timesOf } from './rival.mjs';

/** @returns {Promise<object[]>} a row for each task and batch: milliseconds a sample, ratios, differences */
export async function benchNative({ tasks, cli, torch, rounds, seconds }) {
  const ort = await import('onnxruntime-node');
  const rows = [];
  for (const task of tasks) {
    const rival = await onnxDecoder(ort, task, {
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      executionMode: 'sequential',
    });
    for (const batch of [1, 64]) {
      const all = { ours: [], onnx: [], torch: [] };
      let difference;
      for (let round = 0; round < rounds; round++) {
        all.onnx.push(median(await timesOf(() => rival(batch), seconds, batch)));
        const args = ['bench', task.model, '--batch', batch, '--threads', 1, '--seconds', seconds, '--json'];
        all.ours.push(JSON.parse(run(cli, task.encode ? [...args, '--encode'] : args)).runs[0].median_ms);
        if (!existsSync(torch)) continue;
        const answer = JSON.parse(run(torch, [task.model, batch, seconds, ...(task.encode ? ['encode'] : [])]));
        all.torch.push(answer.median_ms);
        difference = answer.difference;
      }
      rows.push({
        task: task.title,
        batch,
        ours: median(all.ours),
        onnx: median(all.onnx),
        torch: median(all.torch),
        difference,
        againstOnnx: ratio(all.onnx, all.ours),
        againstTorch: ratio(all.torch, all.ours),
      });
    }
  }
  return rows;
}

const run = (program, args) => execFileSync(program, args.map(String), { encoding: 'utf8' });

// The median of the rounds' own ratios: what disturbs a round disturbs both.
const ratio = (theirs, ours) => (theirs.length ? median(theirs.map((time, i) => time / ours[i])) : undefined);
