// Queues of BullMQ: jobs that are done, delayed, ordered, tried again, and that wait for others. Argument: the port of the server.
import assert from 'node:assert/strict';
import { FlowProducer, Queue, QueueEvents, Worker } from 'bullmq';

const PATIENCE_MILLIS = 10_000;
const connection = { host: '127.0.0.1', port: Number(process.argv[2]), maxRetriesPerRequest: null };
const queue = new Queue('mail', { connection });
const events = new QueueEvents('mail', { connection });
await events.waitUntilReady();

async function ordered() {
  await queue.pause();
  await queue.addBulk([3, 1, 2].map((priority) => ({ name: 'ordered', data: { priority }, opts: { priority } })));
  assert.equal(await queue.getJobCountByTypes('prioritized', 'paused'), 3);
  await queue.resume();
}

const order = [];
let failures = 0;
await ordered();
const worker = new Worker('mail', async (job) => {
  switch (job.name) {
    case 'ordered':
      order.push(job.data.priority);
      return undefined;
    case 'flaky':
      if (++failures < 3) {
        throw new Error('not yet');
      }
      return job.attemptsMade;
    case 'parent':
      return Object.values(await job.getChildrenValues()).reduce((a, b) => a + b, 0);
    default:
      await job.updateProgress(50);
      return job.data.n * 2;
  }
}, { connection, concurrency: 4 });
await worker.waitUntilReady();

const many = await queue.addBulk(Array.from({ length: 50 }, (_, n) => ({ name: 'double', data: { n } })));
const results = await Promise.all(many.map((job) => job.waitUntilFinished(events, PATIENCE_MILLIS)));
assert.deepEqual(results, many.map((job) => job.data.n * 2));
assert.deepEqual([...order].sort(), [1, 2, 3]);

const begun = Date.now();
const delayed = await queue.add('double', { n: 21 }, { delay: 300 });
assert.equal(await delayed.getState(), 'delayed');
assert.equal(await delayed.waitUntilFinished(events, PATIENCE_MILLIS), 42);
assert.ok(Date.now() - begun >= 295);

const flaky = await queue.add('flaky', {}, { attempts: 5, backoff: { type: 'fixed', delay: 20 } });
assert.equal(await flaky.waitUntilFinished(events, PATIENCE_MILLIS), 2);

const flow = new FlowProducer({ connection });
const children = [1, 2, 3].map((n) => ({ name: 'double', queueName: 'mail', data: { n } }));
const { job: parent } = await flow.add({ name: 'parent', queueName: 'mail', children });
assert.equal(await parent.waitUntilFinished(events, PATIENCE_MILLIS), 12);

const counts = await queue.getJobCounts('completed', 'failed', 'waiting', 'active');
assert.deepEqual(counts, { completed: 59, failed: 0, waiting: 0, active: 0 });
await worker.close();
await queue.obliterate();
await Promise.all([flow.close(), events.close(), queue.close()]);
