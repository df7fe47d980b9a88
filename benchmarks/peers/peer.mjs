// SPDX-License-Identifier: Apache-2.0
// Measures one queue: node peer.mjs QUEUE URL accept CALLERS SECONDS | drain JOBS | latency JOBS; answers with one line of JSON.
import pg from "pg";

const [queueName, url, phase, ...rest] = process.argv.slice(2);
const numbers = rest.map(Number);
const payload = { order: 4711, text: "x".repeat(270) };
const FILL = 1000;

function connections(callers) {
  const pool = new pg.Pool({ connectionString: url, max: Math.max(callers, 10) });
  const fail = (error) => console.error(error);
  pool.on("error", fail).on("connect", (client) => client.on("error", fail));
  return pool;
}

/** Graphile Worker with its local queue and batched completion, as its own performance test has it. */
async function graphile(callers) {
  const { makeWorkerUtils, run, Logger } = await import("graphile-worker");
  const logger = new Logger(() => () => {});
  const pool = connections(callers);
  const utils = await makeWorkerUtils({ pgPool: pool, logger });
  await utils.migrate();
  return {
    enqueue: () => utils.addJob("noop", payload),
    fill: (jobs) =>
      utils.addJobs(Array.from({ length: jobs }, () => ({ identifier: "noop", payload }))),
    start: (handler) =>
      run({
        pgPool: pool,
        noHandleSignals: true,
        logger,
        taskList: { noop: async () => handler(1) },
        preset: {
          worker: {
            concurrentJobs: 24,
            localQueue: { size: 500, refetchDelay: { durationMs: 10 } },
            completeJobBatchDelay: 0,
            failJobBatchDelay: 0,
          },
        },
      }),
    open: "select exists (select from graphile_worker._private_jobs) as open",
    pool,
  };
}

/** pg-boss by fetch and complete in batches, which is faster than its workers: they poll twice a second. */
async function boss(callers) {
  const { default: PgBoss } = await import("pg-boss");
  const pool = connections(callers);
  const queue = new PgBoss({ connectionString: url, max: Math.max(callers, 10), supervise: false, schedule: false });
  queue.on("error", (error) => console.error(error));
  await queue.start();
  await queue.createQueue("noop");
  return {
    enqueue: () => queue.send("noop", payload),
    fill: (jobs) => queue.insert(Array.from({ length: jobs }, () => ({ name: "noop", data: payload }))),
    start: async (handler) => {
      if (phase === "latency") {
        await queue.work("noop", { batchSize: 100, pollingIntervalSeconds: 0.5 }, async (jobs) => handler(jobs.length));
        return;
      }
      for (let loop = 0; loop < 4; loop++) {
        (async () => {
          for (;;) {
            const jobs = await queue.fetch("noop", { batchSize: 500 });
            if (jobs.length === 0) return;
            handler(jobs.length);
            await queue.complete("noop", jobs.map((job) => job.id));
          }
        })();
      }
    },
    open: "select exists (select from pgboss.job where state < 'completed') as open",
    pool,
  };
}

async function accept(queue, callers, seconds) {
  let accepted = 0;
  let end = 0;
  const caller = async () => {
    while (performance.now() < end) {
      await queue.enqueue();
      accepted++;
    }
  };
  const window = async (length) => {
    accepted = 0;
    const start = performance.now();
    end = start + length * 1000;
    await Promise.all(Array.from({ length: callers }, caller));
    return accepted / ((performance.now() - start) / 1000);
  };
  await window(seconds / 2);
  return { perSecond: await window(seconds) };
}

async function drain(queue, jobs) {
  for (let filled = 0; filled < jobs; filled += FILL) await queue.fill(FILL);
  await queue.pool.query("analyze");
  let handled = 0;
  let first = 0;
  const all = new Promise((done) => {
    queue
      .start((count) => {
        if (handled === 0) first = performance.now();
        handled += count;
        if (handled >= jobs) done();
      })
      .catch((error) => {
        console.error(error);
        process.exit(1);
      });
  });
  await all;
  while ((await queue.pool.query(queue.open)).rows[0].open) await new Promise((next) => setTimeout(next, 2));
  return { perSecond: jobs / ((performance.now() - first) / 1000) };
}

async function latency(queue, jobs) {
  let entered = () => {};
  await queue.start(() => entered(performance.now()));
  const millis = [];
  for (let job = 0; job < jobs; job++) {
    const began = performance.now();
    const handler = new Promise((resolve) => (entered = resolve));
    await queue.enqueue();
    millis.push((await handler) - began);
  }
  const warm = millis.slice(Math.floor(jobs / 4)).sort((one, other) => one - other);
  return { p50: warm[Math.floor(warm.length / 2)], p99: warm[Math.floor(warm.length * 0.99)] };
}

if (queueName === "boss" && phase === "latency") numbers[0] = Math.min(numbers[0], 40); // a quarter of a second each
const queue = await { graphile, boss }[queueName](phase === "accept" ? numbers[0] : 10);
console.log(JSON.stringify(await { accept, drain, latency }[phase](queue, ...numbers)));
process.exit(0);
