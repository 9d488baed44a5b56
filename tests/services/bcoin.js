// A bcoin full node with its wallet, for tests: loopback only, no name lookups, no peers but those it is told of.
//
//     NODE_PATH=.../node_modules node bcoin.js NETWORK FOLDER P2P_PORT RPC_PORT WALLET_PORT PASSWORD
'use strict';

const [network, prefix, port, httpPort, walletHttpPort, apiKey] = process.argv.slice(2);

// bdb says null where a range has no bound; the LevelDB of package.json would take that for a bound.
const LevelDB = require('leveldown').prototype;
const iterator = LevelDB.iterator;
LevelDB.iterator = function (options) {
  const given = Object.entries(options).filter(([key, value]) => value !== null);
  return iterator.call(this, Object.fromEntries(given));
};

process.env.NODE_BACKEND = 'js';  // the native one needs a compiler
require('bcoin/lib/protocol/network').set(network);  // wallet addresses are those of the primary network
const FullNode = require('bcoin/lib/node/fullnode');

const host = '127.0.0.1';
const node = new FullNode({
  network, prefix, apiKey,
  config: false, argv: false, env: false, loader: require,
  memory: false, workers: false, logConsole: true, logFile: false, logLevel: 'warning',
  listen: true, host, port: Number(port), publicHost: host,
  httpHost: host, httpPort: Number(httpPort),
  walletHttpHost: host, walletHttpPort: Number(walletHttpPort), walletPrefix: prefix,
  indexTx: true, indexAddress: true, bip37: true,
  maxOutbound: 4, seeds: [], only: [],
});
node.use(require('bcoin/lib/wallet/plugin'));
node.pool.discoverExternal = async () => {};  // asks a public DNS server
node.pool.discoverGateway = async () => {};  // asks the router

process.on('SIGTERM', async () => {
  await node.close();
  process.exit(0);
});

(async () => {
  await node.ensure();
  await node.open();
  await node.connect();
  node.startSync();
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
