// Begins what the first picture needs before the page is there: the worker, the wasm module, and the model that the
// address names. A classic script, which runs while the browser still reads the page; app.js goes on with what it has
// begun. The list of models is in the page (build-site.mjs), so that nothing is asked for to know what to ask for.

self.latentwalkStart = (() => {
  const start = { manifest: JSON.parse(document.getElementById('manifest').textContent), worker: null, up: null };
  const here = (file) => new URL(file, /** @type {HTMLScriptElement} */ (document.currentScript).src).href;
  try {
    const theme = localStorage.getItem('latentwalk-theme'); // theme.js
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  } catch {
    // Nothing may be stored here.
  }
  // A page from disk or in a sandbox has no origin and may read no file. It shows what pages.mjs has put there for that.
  if (self.origin === 'null') {
    document.documentElement.classList.add('unserved');
    return start;
  }
  const address = new URLSearchParams(location.hash.slice(1));
  const find = (name) => start.manifest.models.find((model) => model.name === name);
  const lesson = start.manifest.lessons?.find(({ id }) => id === address.get('lesson'));
  const told = new URLSearchParams(lesson?.states[Number(address.get('step') ?? 1) - 1]).get('model');
  const model = find(address.get('model')) ?? find(told) ?? find(start.manifest.default);
  try {
    const worker = new Worker(here('worker.js'), { type: 'module' });
    start.worker = worker;
    // What a worker is told before it runs goes through the page's thread once it does. app.js, which would block that
    // for some 30 ms, waits so long; not for ever, since a worker's script may be slow to come.
    start.up = new Promise((resolve) => {
      worker.onmessage = resolve;
      worker.onerror = () => resolve((start.worker = null)); // app.js makes another, and says what is wrong with it
      setTimeout(resolve, 500);
    });
    worker.postMessage({ kind: 'up' });
    bring(worker, here('latentwalk.wasm'));
    worker.postMessage({ kind: 'warm' });
    if (model) {
      const url = here(`models/${model.file}#sha256=${model.sha256}`); // as site_urls.js has it
      bring(worker, url);
      worker.postMessage({ kind: 'open', id: 0, url }); // nobody waits for the answer: who shows the model asks too
    }
  } catch {
    // As above.
  }
  return start;

  // A worker takes a while to start: meanwhile its downloads are under way.
  async function bring(worker, url) {
    worker.postMessage({ kind: 'coming', url });
    const tell = (what, transfer = []) => worker.postMessage({ ...what, url }, transfer);
    try {
      const { ok, status, statusText, headers, body } = await fetch(url);
      tell({ kind: 'answer', ok, status, statusText, headers: [...headers] });
      for (const reader = body.getReader(); ;) {
        const { done, value } = await reader.read();
        if (done) break;
        tell({ kind: 'bytes', bytes: value }, [value.buffer]);
      }
      tell({ kind: 'end' });
    } catch (error) {
      tell({ kind: 'end', error: error.message });
    }
  }
})();
