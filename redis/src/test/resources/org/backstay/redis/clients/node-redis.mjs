// The everyday operations of node-redis. Arguments: the port of the server, and the version of RESP. Ends with 0 when all went as it should.
import assert from 'node:assert/strict';
import { createClient, defineScript, WatchError } from 'redis';

const [port, version] = process.argv.slice(2).map(Number);
const addTwice = defineScript({
  NUMBER_OF_KEYS: 1,
  SCRIPT: 'return redis.call("incrby", KEYS[1], ARGV[1] * 2)',
  parseCommand(parser, key, amount) {
    parser.pushKey(key);
    parser.push(String(amount));
  },
  transformReply: undefined,
});
const open = () => createClient({ RESP: version, socket: { host: '127.0.0.1', port }, scripts: { addTwice } }).connect();
const redis = await open();
await redis.flushAll();

async function values() {
  assert.equal(await redis.set('text', 'äöü', { expiration: { type: 'EX', value: 100 } }), 'OK');
  assert.equal(await redis.get('text'), 'äöü');
  assert.ok((await redis.ttl('text')) > 90);
  assert.deepEqual(await redis.mGet(['text', 'none']), ['äöü', null]);
  await redis.hSet('hash', { a: '1', b: '2' });
  assert.deepEqual({ ...(await redis.hGetAll('hash')) }, { a: '1', b: '2' });
  await redis.zAdd('scores', [{ value: 'one', score: 1.5 }, { value: 'two', score: 2 }]);
  assert.deepEqual(
    (await redis.zRangeWithScores('scores', 0, -1)).map(({ value, score }) => [value, score]),
    [['one', 1.5], ['two', 2]]);
  await redis.sAdd('set', ['x', 'y']);
  assert.deepEqual([...(await redis.sMembers('set'))].sort(), ['x', 'y']);
  await assert.rejects(redis.lPush('text', 'x'), /WRONGTYPE/);
}

async function transactions() {
  assert.deepEqual(await redis.multi().set('m', '1').incr('m').get('m').exec(), ['OK', 2, '2']);
  const other = await open();
  await redis.watch('m');
  await other.set('m', '7');
  await assert.rejects(redis.multi().incr('m').exec(), WatchError);
  assert.deepEqual(await Promise.all([redis.incr('n'), redis.incr('n'), redis.incr('n')]), [1, 2, 3]);
  other.destroy();
}

async function scriptsAndScans() {
  assert.equal(await redis.addTwice('s', 3), 6);
  assert.equal(await redis.addTwice('s', 3), 12);
  await Promise.all(Array.from({ length: 100 }, (_, i) => redis.set(`k:${i}`, String(i))));
  let found = 0;
  for await (const keys of redis.scanIterator({ MATCH: 'k:*', COUNT: 10 })) {
    found += keys.length;
  }
  assert.equal(found, 100);
}

async function messages() {
  const subscriber = await open();
  const heard = new Promise((resolve) => subscriber.subscribe('news', (text, channel) => resolve([channel, text])));
  const matched = new Promise((resolve) => subscriber.pSubscribe('n*', (text, channel) => resolve([channel, text])));
  while ((await redis.publish('news', 'hello')) < 2);
  assert.deepEqual(await Promise.all([heard, matched]), [['news', 'hello'], ['news', 'hello']]);
  if (version === 3) {
    assert.equal(await subscriber.ping(), 'PONG');
  }
  subscriber.destroy();
}

async function blockingAndStreams() {
  const waiting = await open();
  const popped = waiting.blPop('queue', 5);
  await redis.rPush('queue', 'job');
  assert.deepEqual({ ...(await popped) }, { key: 'queue', element: 'job' });
  await redis.xGroupCreate('stream', 'group', '$', { MKSTREAM: true });
  const read = waiting.xReadGroup('group', 'me', { key: 'stream', id: '>' }, { BLOCK: 5000 });
  const id = await redis.xAdd('stream', '*', { field: 'value' });
  const [entries] = await read;
  assert.equal(entries.name, 'stream');
  assert.deepEqual({ ...entries.messages[0].message }, { field: 'value' });
  assert.equal(await redis.xAck('stream', 'group', id), 1);
  waiting.destroy();
}

await values();
await transactions();
await scriptsAndScans();
await messages();
await blockingAndStreams();
await redis.close();
