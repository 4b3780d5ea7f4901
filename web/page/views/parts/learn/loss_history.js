// The losses of a training that goes on, as LossPlot draws them: with more points than a plot shows, every second goes.

const kMost = 400;

export class LossHistory {
  /** @type {{epoch: number[]} & Record<string, number[]>} */
  columns = { epoch: [] };

  /** @param {{steps: number, losses: Readonly<Record<string, number>>}} learner */
  add({ steps, losses }) {
    const { columns } = this;
    columns.epoch.push(steps);
    for (const [name, value] of Object.entries(losses)) (columns[name] ??= []).push(value);
    if (columns.epoch.length <= kMost) return;
    for (const name of Object.keys(columns)) columns[name] = columns[name].filter((_, i) => i % 2 === 0);
  }
}
