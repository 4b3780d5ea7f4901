/**
 * Has a server listen on this machine, at any free port.
 * @param {import('node:http').Server} server
 * @returns {Promise<string>} its address
 */
export async function listen(server) {
  await new Promise((done) => server.listen(0, '127.0.0.1', () => done(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return `http://127.0.0.1:${port}`;
}
