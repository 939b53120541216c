// The everyday operations of ioredis. Argument: the port of the server. Ends with 0 when all went as it should.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Redis } from 'ioredis';

const port = Number(process.argv[2]);
const open = (options = {}) => new Redis({ port, maxRetriesPerRequest: 1, ...options });
const redis = open();
redis.defineCommand('addBoth', { numberOfKeys: 2, lua: 'return redis.call("incrby", KEYS[1], ARGV[1]) + redis.call("incr", KEYS[2])' });
await redis.flushall();

async function valuesAndTimes() {
  assert.equal(await redis.set('text', 'äöü', 'EX', 100), 'OK');
  assert.equal(await redis.get('text'), 'äöü');
  assert.ok((await redis.ttl('text')) > 90);
  await redis.set('bytes', Buffer.from([0, 255, 13, 10]));
  assert.deepEqual(await redis.getBuffer('bytes'), Buffer.from([0, 255, 13, 10]));
  assert.deepEqual(await redis.mget('text', 'none'), ['äöü', null]);
  assert.equal(await redis.incrbyfloat('float', 0.5), '0.5');
}

async function collections() {
  await redis.hset('hash', { a: '1', b: '2' });
  assert.deepEqual(await redis.hgetall('hash'), { a: '1', b: '2' });
  await redis.rpush('list', 'a', 'b', 'c');
  assert.deepEqual(await redis.lrange('list', 0, -1), ['a', 'b', 'c']);
  await redis.zadd('scores', 1.5, 'one', 2, 'two');
  assert.deepEqual(await redis.zrange('scores', 0, -1, 'WITHSCORES'), ['one', '1.5', 'two', '2']);
  await redis.sadd('set', 'x', 'y');
  assert.deepEqual((await redis.smembers('set')).sort(), ['x', 'y']);
}

async function batches() {
  const answers = await redis.pipeline().set('p', 1).incr('p').lpush('p', 'x').get('p').exec();
  assert.deepEqual(answers.map(([error, value]) => (error ? error.message.split(' ')[0] : value)), ['OK', 2, 'WRONGTYPE', '2']);
  assert.deepEqual(await redis.multi().incr('m').incr('m').exec(), [[null, 1], [null, 2]]);
  const prefixed = open({ keyPrefix: 'app:', enableAutoPipelining: true });
  await Promise.all(Array.from({ length: 100 }, (_, i) => prefixed.set(`k${i}`, i)));
  assert.equal(await redis.get('app:k99'), '99');
  prefixed.disconnect();
}

async function scriptsAndScans() {
  assert.equal(await redis.addBoth('x1', 'x2', 5), 6);
  assert.equal(await redis.addBoth('x1', 'x2', 5), 12);
  const found = new Set();
  for await (const keys of redis.scanStream({ match: 'app:*', count: 10 })) {
    keys.forEach((key) => found.add(key));
  }
  assert.equal(found.size, 100);
}

async function messages() {
  const subscriber = open();
  await subscriber.subscribe('news');
  await subscriber.psubscribe('n*');
  const heard = [once(subscriber, 'message'), once(subscriber, 'pmessage')];
  assert.equal(await redis.publish('news', 'hello'), 2);
  assert.deepEqual(await Promise.all(heard), [['news', 'hello'], ['n*', 'news', 'hello']]);
  subscriber.disconnect();
}

async function blockingAndStreams() {
  const waiting = open();
  const popped = waiting.blpop('queue', 5);
  await redis.rpush('queue', 'job');
  assert.deepEqual(await popped, ['queue', 'job']);
  await redis.xgroup('CREATE', 'stream', 'group', '$', 'MKSTREAM');
  const read = waiting.xreadgroup('GROUP', 'group', 'me', 'BLOCK', 5000, 'STREAMS', 'stream', '>');
  const id = await redis.xadd('stream', '*', 'field', 'value');
  assert.deepEqual(await read, [['stream', [[id, ['field', 'value']]]]]);
  assert.equal(await redis.xack('stream', 'group', id), 1);
  waiting.disconnect();
}

await valuesAndTimes();
await collections();
await batches();
await scriptsAndScans();
await messages();
await blockingAndStreams();
await redis.quit();
