// The module that explores, held against the native core's results.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, test } from 'node:test';

import { loadExplore } from '../../web/engine/module/explore.js';
import { loadModel } from '../../web/engine/module/latentwalk-node.js';
import { exploreUrl, fixture, largestDifference, wasmUrl } from './support.mjs';

let explore, expected, model, latents;

before(async () => {
  explore = await loadExplore({ wasmUrl: exploreUrl });
  expected = JSON.parse(await readFile(fixture('explored.json'), 'utf8'));
  model = await loadModel(fixture('tiny-cgan.safetensors'), { wasmUrl });
  latents = await model.sampleLatents(3, 60);
});

const is = (values, name) => {
  const difference = largestDifference(Array.from(values), expected[name]);
  assert.ok(difference < 1e-5, `${name} differs by ${difference}`);
};
const rows = (count) => latents.subarray(0, count * model.latentDim);
const places = [0.25, -0.5, 1.25, 1];

test('lengths, sums, planes and class weights are those of the native core', () => {
  is(explore.lengths(latents, model.latentDim), 'lengths');
  is(explore.arithmetic(rows(3), { meanLength: true }), 'arithmetic');
  is(explore.classWeightsAlong([2, 0, 1], 3, { frames: 5, loop: true }), 'class_weights_along');
  is(explore.planePoints(rows(3), places), 'plane_points');
  is(explore.planeClassWeights([4, 1, 4], 5, places), 'plane_class_weights');
  is(explore.coordinatePlane(rows(1), 7, 2), 'coordinate_plane');
  const { corners, shares } = explore.principalPlane(latents, model.latentDim);
  is(corners, 'principal_plane');
  is(shares, 'principal_shares');
  const spread = explore.planePlaces(corners, latents);
  is(spread, 'plane_places');
  is([explore.planeReach(spread)], 'plane_reach');
  is(explore.planeThrough(corners, rows(1)), 'plane_through');
  is(explore.pathPlaces([0, 0, 3, 4, 3, 5], 7), 'path_places');
  assert.deepEqual([...explore.classWeights([1, 0], 3)], [0, 1, 0, 1, 0, 0]);
});

test('strokes, prepared digits, what changes between them and the nearest one are those of the native core', () => {
  const digits = (lean) => {
    const all = new Float32Array(3 * 784);
    for (let n = 0; n < 3; n++) {
      const pad = explore.drawStroke(new Float32Array(112 * 112), [56 + lean, 20], [56 - lean, 90]);
      const drawn = explore.drawStroke(pad, [56 - lean, 90], [60 + 8 * n, 92.5], { radius: 3 });
      const { digit, blank } = explore.prepareDrawing(drawn);
      assert.equal(blank, false);
      all.set(digit, n * 784);
    }
    return all;
  };
  const [low, high] = [digits(-8), digits(20)];
  is(high, 'digits');
  const measures = ['ink', 'slant', 'width', 'height'];
  const changes = explore.clearChanges(low, high, 28, 28);
  is(
    changes.flatMap(({ measure, change, clear }) => [measures.indexOf(measure), change, clear]),
    'changes',
  );
  const bits = Uint8Array.from({ length: 150 }, (_, i) => i * 73 + (i >> 3) * 19);
  const { index, distance } = explore.nearestDigit(
    bits,
    Float32Array.from({ length: 20 }, (_, i) => (i % 7) / 6),
  );
  is([index, distance], 'nearest');
  assert.equal(explore.prepareDrawing(new Float32Array(112 * 112)).blank, true);
});

test('a search takes the same steps as natively and comes to the same latent', async () => {
  const target = await model.sampleLatents(9, 1);
  const draws = await model.sampleLatents(1, explore.drawCount(model.latentDim));
  const after = (most) => {
    const search = explore.search(draws, model.info.latent, { seed: 1 });
    for (let asked, round = 0; round < most && (asked = search.next()); round++) search.tell(asked, target);
    const { latent } = search.best();
    search.close();
    assert.throws(() => search.next(), /the search is closed/);
    return latent;
  };
  is(after(16 + 12), 'search_begun');
  is(after(1000), 'search_done');
});

test('what does not fit is refused in one line', () => {
  assert.throws(() => explore.planePoints([1, 2, 3, 4], places), /corners has 4 numbers, expected 3 rows/);
  assert.throws(() => explore.planePoints([1, 2, NaN], places), /^Error: plane: element 0 is not a finite number/);
  assert.throws(() => explore.classWeightsAlong([0, 3], 3), /class label 3 is out of range, expected one of 0 to 2/);
  assert.throws(() => explore.principalPlane([1, 2, 3], 1), /1 to 1 axes expected, found 2/);
  assert.throws(() => explore.coordinatePlane([0, 0], 1, 1), /two different ones below 2/);
  assert.throws(() => explore.prepareDrawing(new Float32Array(20)), /drawing has 20 numbers, expected a square/);
  assert.throws(() => explore.nearestDigit(new Uint8Array(5), new Float32Array(20)), /bits has 5 numbers/);
});

test('a drift begins at the latents to the last bit, keeps their lengths, and depends on the seed', async () => {
  const vae = await loadModel(fixture('tiny-vae.safetensors'), { wasmUrl });
  const starts = await vae.sampleLatents(3, 5);
  const { orbits, periods } = await vae.drift(starts, { seed: 3 });
  assert.equal(orbits.length, 3 * starts.length);
  assert.ok(periods.every((seconds) => seconds >= 8 && seconds <= 20));
  assert.deepEqual(explore.driftPoints(orbits, periods, [0, 0, 0, -1, 0]), starts);
  const away = explore.driftPoints(orbits, periods, [4, 5, 6, 7, 8]);
  assert.ok(largestDifference(away, starts) > 0.5);
  const lengths = (latents) => explore.lengths(latents, vae.latentDim);
  assert.ok(largestDifference(lengths(away), lengths(starts)) < 1e-5);
  assert.notDeepEqual((await vae.drift(starts, { seed: 4 })).orbits, orbits);
  await assert.rejects(vae.drift(starts, { prior: 'fitted' }), /has no fitted prior/);
  assert.throws(() => explore.driftPoints(orbits, periods, [0]), /times has 1 number/);
  vae.close();
});

test('divergences of two normals are the closed forms, and disjoint supports are log 2 and infinity', () => {
  const [p, q] = [-0.5, 1].map((centre, i) => ({ shape: 'normal', centre, width: 1 + i }));
  const { kl, jsd, value } = explore.divergences(p, q);
  assert.ok(Math.abs(kl - (Math.log(2) + (1 + 1.5 ** 2) / 8 - 0.5)) < 1e-6);
  assert.ok(Math.abs(value - (2 * jsd - Math.log(4))) < 1e-6);
  const apart = explore.divergences(
    { shape: 'uniform', centre: -2, width: 1 },
    { shape: 'uniform', centre: 2, width: 1 },
  );
  assert.deepEqual([apart.kl, apart.reverseKl], [Infinity, Infinity]);
  assert.ok(Math.abs(apart.jsd - Math.log(2)) < 1e-6);
  const { x, best } = explore.lineCurves(p, q, 9);
  assert.deepEqual([x[0], x[8]], [-4, 4]);
  assert.ok(best.every((value) => value > 0 && value < 1));
  assert.throws(() => explore.divergences({ shape: 'round', centre: 0, width: 1 }, q), /p: the shape is -1/);
  assert.throws(() => explore.divergences(p, { ...q, centre: 4 }), /q: the centre is 4/);
});

test('the bound of a digit grows with the draws, and begins with the ELBO', async () => {
  const vae = await loadModel(fixture('tiny-vae.safetensors'), { wasmUrl });
  const digit = await vae.decode(await vae.sampleLatents(3, 1), 1);
  const { mean, logVariance } = await vae.encodeDistribution(digit, 1);
  const draws = explore.posteriorDraws(mean, logVariance, 64, { seed: 5 });
  assert.deepEqual(
    explore.posteriorDraws(mean, logVariance, 2, { seed: 5, first: 3 }),
    draws.slice(3 * mean.length, 5 * mean.length),
  );
  const terms = explore.drawTerms(mean, logVariance, draws, await vae.decode(draws, 64), digit);
  const bounds = explore.importanceBounds(terms.logWeights);
  assert.equal(bounds.length, 4);
  const average = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  assert.ok(Math.abs(bounds[0] - average(terms.logWeights)) < 1e-4);
  assert.ok(bounds.every((bound, i) => i === 0 || bound >= bounds[i - 1]));
  const kl = explore.klOfCoordinates(mean, logVariance);
  assert.ok(kl.length === mean.length && kl.every((term) => term >= 0));
  assert.throws(() => explore.drawTerms(mean, logVariance, draws, digit, digit), /pixels has/);
  vae.close();
});
