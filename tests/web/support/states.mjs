// A state of every view.

/** The views that this site can show, each in a state with something to see. */
export const kStates = {
  sample: 'view=sample&seed=5&pick=3',
  walk: 'view=walk&stations=3,4&t=0.4',
  map: 'view=map&x=0.5&y=0.5',
  'map-gan': 'view=map&model=conv-gan&trail=0,0,0.5,0.7,1,0.2',
  dimensions: 'view=dimensions&base=7:3&z=2:2',
  draw: 'view=draw&test=3',
  inside: 'view=inside&test=3&layer=decoder:4',
  compare: 'view=compare&seed=4',
  training: 'view=training',
  arithmetic: 'view=arithmetic',
  theory: 'view=theory&p=bumps,-1,0.75&q=uniform,1,1.5',
  elbo: 'view=theory&topic=elbo&test=3',
};

/** Shows a state and waits until it is there. */
export async function go(page, state) {
  await page.evaluate((to) => {
    location.hash = to;
  }, state);
  await page.waitForTimeout(50);
  await page.waitForFunction(() => !document.querySelector('.bench').hasAttribute('aria-busy'), null, {
    timeout: 30000,
  });
}
