// SPDX-License-Identifier: Apache-2.0
'use strict';

// Loads a Node.js handler and serves it with events, frame by frame.
//
// The frames are described in the Java package io.glowplug.runtime.channel.framed; what the handler gets to see
// follows https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html. Runs on Node.js 20 and newer. CommonJS,
// because it starts some milliseconds sooner than a module.

const fs = require('fs');
const net = require('net');
const path = require('path');
const { Writable } = require('stream');
const { format } = require('util');

const INVOKE = 1, READY = 2, RESPONSE = 3, ERROR = 4, INIT_ERROR = 5, LOAD = 6;
const RESPONSE_START = 7, RESPONSE_CHUNK = 8, RESPONSE_END = 9;
const MAX_ANSWER_BYTES = 6 * 1024 * 1024 + 100;
const MAX_STREAM_BYTES = 200 * 1024 * 1024;
const MAX_PIECE_BYTES = 256 * 1024;
const MAX_ERROR_CHARACTERS = 256 * 1024;
const EXIT_AFTER_REJECTION = 128, EXIT_AFTER_EXCEPTION = 129;

const environment = process.env;
const channel = environment.GLOWPLUG_CHANNEL;
const isAhead = environment.GLOWPLUG_AHEAD !== undefined;
for (const name of ['GLOWPLUG_CHANNEL', 'GLOWPLUG_AHEAD', 'GLOWPLUG_LAYERS']) {
  delete environment[name];
}

/** The wire; until there is one, whatever is said goes nowhere. */
let connection = { ref() {}, unref() {}, write(bytes, whenSent) { whenSent?.(); } };

/** The turn being played: answers its event once. Null before READY and between events. */
let current = null;
let loading = false;
let ready = false;
let requestId;

class Fault extends Error {
  constructor(name, message) {
    super(message);
    this.name = name;
    this.stack = `${name}: ${message}`;
  }
}

// ---- frames ----

function send(type, turn, body, whenSent) {
  const head = Buffer.allocUnsafe(9);
  head.writeUInt32BE(5 + body.length, 0);
  head[4] = type;
  head.writeUInt32BE(turn, 5);
  if (body.length < 65536) {
    connection.write(body.length === 0 ? head : Buffer.concat([head, body]), whenSent);
  } else {
    connection.write(head);
    connection.write(body, whenSent);
  }
}

const NOTHING = Buffer.alloc(0);
let received = NOTHING;
let pending = null; // the pieces of a frame too large for one read
let pendingBytes = 0;
let awaitedBytes = 0;

function receive(chunk) {
  if (pending !== null) {
    pending.push(chunk);
    pendingBytes += chunk.length;
    if (pendingBytes < awaitedBytes) {
      return;
    }
    chunk = Buffer.concat(pending, pendingBytes);
    pending = null;
  }
  received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
  while (received.length >= 4) {
    const end = 4 + received.readUInt32BE(0);
    if (received.length < end) {
      pending = [received];
      pendingBytes = received.length;
      awaitedBytes = end;
      received = NOTHING;
      return;
    }
    const frame = received.subarray(0, end);
    received = end === received.length ? NOTHING : received.subarray(end);
    if (frame[4] === LOAD && !loading) {
      prepareAndLoad(JSON.parse(frame.toString('utf8', 9, end)));
      continue;
    }
    if (frame[4] !== INVOKE || !ready) {
      process.exit(1);
    }
    const payloadAt = 13 + frame.readUInt32BE(9);
    invoke(frame.readUInt32BE(5), JSON.parse(frame.toString('utf8', 13, payloadAt)), frame.toString('utf8', payloadAt, end));
  }
}

/** Without the platform this process has no purpose left. */
function connect() {
  connection = net.connect(channel);
  connection.on('data', receive);
  connection.on('close', () => process.exit(0));
  connection.on('error', () => process.exit(0));
}

// ---- output ----

/** Writes before it returns, so that the line is on its way before the platform hears of the reply. */
function writeOut(fd, text) {
  const bytes = Buffer.from(text);
  let written = 0;
  while (written < bytes.length) {
    try {
      written += fs.writeSync(fd, bytes, written);
    } catch (problem) {
      if (problem.code !== 'EAGAIN') {
        return; // nobody reads any more
      }
      // The pipe is full and, since the function used process.stdout, non-blocking.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}

const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];
let logsAsJson = false;
let leastLevel = 0;

/** The function's settings come with the function. */
function prepareLog() {
  logsAsJson = environment.AWS_LAMBDA_LOG_FORMAT === 'JSON';
  leastLevel = logsAsJson ? LEVELS.indexOf(environment.AWS_LAMBDA_LOG_LEVEL ?? 'INFO') : 0;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html shows the fields. */
function jsonLine(level, values) {
  const entry = { timestamp: new Date().toISOString(), level };
  if (requestId !== undefined) {
    entry.requestId = requestId;
  }
  const problem = values.find(isError);
  entry.message = values.length === 1 && problem === undefined ? values[0] : format(...values);
  if (problem !== undefined) {
    const { errorType, errorMessage, trace } = errorDocument(problem);
    Object.assign(entry, { errorType, errorMessage, stackTrace: trace });
  }
  try {
    return JSON.stringify(entry);
  } catch { // an object that holds itself, or a number too large for JSON
    return JSON.stringify({ ...entry, message: format(...values) });
  }
}

function logValues(fd, level, values) {
  if (!logsAsJson) {
    log(fd, level, format(...values));
  } else if (LEVELS.indexOf(level) >= leastLevel) {
    writeOut(fd, jsonLine(level, values) + '\n');
  }
}

function log(fd, level, text) {
  const line = `${new Date().toISOString()}\t${requestId}\t${level}\t${text}`;
  writeOut(fd, line.replace(/\n/g, '\r') + '\n');
}

for (const [method, level, fd] of [
  ['log', 'INFO', 1],
  ['info', 'INFO', 1],
  ['debug', 'DEBUG', 1],
  ['warn', 'WARN', 2],
  ['error', 'ERROR', 2],
  ['trace', 'TRACE', 2],
  ['fatal', 'FATAL', 2],
]) {
  console[method] = (...values) => logValues(fd, level, values);
}

// ---- errors ----

function isError(problem) {
  return problem instanceof Error || Object.prototype.toString.call(problem) === '[object Error]';
}

/** Handlers throw anything, also what cannot be turned into text. */
function textOf(value) {
  try {
    return String(value);
  } catch {
    return '';
  }
}

function errorDocument(problem) {
  if (!isError(problem)) {
    return { errorType: typeof problem, errorMessage: textOf(problem), trace: [] };
  }
  return {
    errorType: textOf(problem.name),
    errorMessage: textOf(problem.message).slice(0, MAX_ERROR_CHARACTERS),
    trace: textOf(problem.stack).slice(0, MAX_ERROR_CHARACTERS).split('\n')
      .filter((line) => !line.includes(__filename)),
  };
}

function report(title, problem) {
  const document = errorDocument(problem);
  const { trace, ...rest } = document;
  if (logsAsJson) {
    logValues(2, 'ERROR', [{ ...rest, stackTrace: trace }]);
  } else {
    log(2, 'ERROR', `${title} \t${JSON.stringify({ ...rest, stack: trace })}`);
  }
  return Buffer.from(JSON.stringify(document));
}

function endWith(title, problem, exitCode) {
  const document = report(title, problem);
  const exit = () => process.exit(exitCode);
  if (!ready) {
    send(INIT_ERROR, 0, document, exit);
  } else if (current !== null) {
    const { turn } = current;
    current = null;
    send(ERROR, turn, document, exit);
  } else {
    exit();
  }
}

process.on('uncaughtException', (problem) => endWith('Uncaught Exception', problem, EXIT_AFTER_EXCEPTION));
process.on('unhandledRejection', (reason) => {
  const fault = new Fault('Runtime.UnhandledPromiseRejection', isError(reason) ? textOf(reason) : format(reason));
  if (isError(reason)) {
    fault.stack = reason.stack;
  }
  endWith('Unhandled Promise Rejection', fault, EXIT_AFTER_REJECTION);
});

// ---- one event ----

/** What the handler was given an event for; whoever replies first wins. */
class Turn {
  constructor(turn) {
    this.turn = turn;
    this.whenLoopIsEmpty = () => this.answer(null);
  }

  answer(result) {
    if (current !== this) {
      return;
    }
    let body;
    try {
      body = Buffer.from(JSON.stringify(result) ?? 'null');
    } catch (problem) {
      this.fail(new Fault('Runtime.MarshalError', `Unable to stringify response body: ${textOf(problem)}`));
      return;
    }
    if (body.length > MAX_ANSWER_BYTES) {
      this.fail(new Fault('Function.ResponseSizeTooLarge',
        `Response payload size exceeded maximum allowed payload size (${MAX_ANSWER_BYTES} bytes).`));
      return;
    }
    this.reply(RESPONSE, body);
  }

  fail(problem) {
    if (current === this) {
      this.reply(ERROR, report('Invoke Error', problem));
    }
  }

  reply(type, body) {
    current = null;
    connection.ref();
    send(type, this.turn, body);
  }
}

// ---- streamed answers ----

const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');
const HIGH_WATER_MARK = Symbol.for('aws.lambda.runtime.handler.streaming.highWaterMark');
const INTEGRATION_TYPE = 'application/vnd.awslambda.http-integration-response';

/** What the handler writes its answer to. A write is done when the platform has taken it, however slow its caller is. */
class ResponseStream extends Writable {
  #turn;
  #contentType;
  #prelude = null;
  #started = false;
  #bytes = 0;

  constructor(turn, highWaterMark) {
    super({ highWaterMark, decodeStrings: true });
    this.#turn = turn;
    // A stream that is destroyed takes the answer with it; without a listener it would take the process.
    this.on('error', (problem) => turn.fail(problem));
  }

  setContentType(contentType) {
    if (this.#started) {
      throw new Error('The content type has to be set before the first write.');
    }
    this.#contentType = String(contentType);
  }

  /** Has these bytes stand before the first ones. */
  set prelude(bytes) {
    if (this.#started) {
      throw new Error('The metadata has to be set before the first write.');
    }
    this.#prelude = bytes;
  }

  start() {
    if (!this.#started) {
      this.#started = true;
      const header = this.#contentType === undefined ? {} : { contentType: this.#contentType };
      send(RESPONSE_START, this.#turn.turn, Buffer.from(JSON.stringify(header)));
      if (this.#prelude !== null) {
        this.#sendPieces(this.#prelude, () => {});
      }
    }
  }

  _write(chunk, encoding, done) {
    if (current !== this.#turn) {
      done(new Error('The response has ended.'));
      return;
    }
    this.start();
    this.#sendPieces(chunk, done);
  }

  #sendPieces(bytes, done) {
    this.#bytes += bytes.length;
    if (this.#bytes > MAX_STREAM_BYTES) {
      done(new Fault('Function.ResponseSizeTooLarge',
        `Response payload size exceeded maximum allowed payload size (${MAX_STREAM_BYTES} bytes).`));
      return;
    }
    if (bytes.length <= MAX_PIECE_BYTES) {
      if (bytes.length === 0) {
        done();
      } else {
        send(RESPONSE_CHUNK, this.#turn.turn, bytes, done);
      }
      return;
    }
    const next = (at) => {
      const end = Math.min(at + MAX_PIECE_BYTES, bytes.length);
      if (current === this.#turn) {
        send(RESPONSE_CHUNK, this.#turn.turn, bytes.subarray(at, end), end === bytes.length ? done : () => next(end));
      } else {
        done(new Error('The response has ended.'));
      }
    };
    next(0);
  }
}

globalThis.awslambda = {
  streamifyResponse(handler, options) {
    handler[STREAMING] = 'response';
    if (options?.highWaterMark !== undefined) {
      handler[HIGH_WATER_MARK] = parseInt(options.highWaterMark, 10);
    }
    return handler;
  },
  HttpResponseStream: {
    from(stream, metadata) {
      stream.setContentType(INTEGRATION_TYPE);
      stream.prelude = Buffer.concat([Buffer.from(JSON.stringify(metadata)), Buffer.alloc(8)]);
      return stream;
    },
  },
};

/** The answer is whole when the handler has ended well and has ended the stream. */
function stream(turn, event, context) {
  const response = new ResponseStream(turn, handler[HIGH_WATER_MARK]);
  const finished = new Promise((resolve) => response.once('finish', resolve));
  const result = handler(event, response, context);
  if (typeof result?.then !== 'function') {
    throw new Fault('Runtime.InvalidStreamingOperation', 'Streaming does not support non-async handlers.');
  }
  turn.whenLoopIsEmpty = () => turn.fail(new Fault('Runtime.NodeJsExit',
    'The response stream was never ended, or the handler\'s promise never settled, and nothing is left that could do it.'));
  Promise.all([result, finished]).then(() => {
    if (current === turn) {
      response.start();
      turn.reply(RESPONSE_END, NOTHING);
    }
  }, (problem) => turn.fail(problem));
}

// With the connection unreferenced during an event, the loop is empty when the function has nothing left to do.
process.on('beforeExit', () => {
  if (current !== null) {
    current.whenLoopIsEmpty();
  } else if (!ready) {
    endWith('Uncaught Exception', new Fault('Runtime.NodeJsExit',
      'The handler\'s module never finished loading: it awaits a promise that nothing is left to settle.'), 1);
  }
});

function contextOf(header, turn) {
  const { deadlineMs } = header;
  const done = (problem, result) => {
    if (problem !== undefined && problem !== null) {
      turn.fail(problem);
    } else {
      turn.answer(result);
    }
  };
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: environment.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: environment.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: environment.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: environment.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: environment.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: header.clientContext === undefined ? undefined : JSON.parse(header.clientContext),
    identity: undefined,
    invokedFunctionArn: header.invokedFunctionArn,
    awsRequestId: header.requestId,
    getRemainingTimeInMillis: () => Math.max(deadlineMs - Date.now(), 0),
    done,
    succeed: (result) => done(null, result),
    fail: (problem) => done(problem ?? 'handled'),
  };
}

function invoke(number, header, payload) {
  const turn = new Turn(number);
  current = turn;
  requestId = header.requestId;
  if (header.traceId !== undefined) {
    environment._X_AMZN_TRACE_ID = header.traceId;
  } else if (environment._X_AMZN_TRACE_ID !== undefined) {
    delete environment._X_AMZN_TRACE_ID;
  }
  connection.unref();
  try {
    const context = contextOf(header, turn);
    const callback = (problem, result) => {
      if (problem !== undefined && problem !== null) {
        turn.fail(problem);
      } else if (context.callbackWaitsForEmptyEventLoop) {
        turn.whenLoopIsEmpty = () => turn.answer(result);
      } else {
        turn.answer(result);
      }
    };
    if (handler[STREAMING] === 'response') {
      stream(turn, JSON.parse(payload), context);
      return;
    }
    const result = handler(JSON.parse(payload), context, callback);
    if (typeof result?.then === 'function') {
      turn.whenLoopIsEmpty = () => turn.fail(new Fault('Runtime.NodeJsExit',
        'The handler\'s promise never settled, and nothing is left that could settle it.'));
      result.then((value) => turn.answer(value), (problem) => turn.fail(problem));
    }
  } catch (problem) {
    turn.fail(problem);
  }
}

// ---- loading ----

let handler;

/** Takes "dir/module.export.nested" apart at the first dot of the last path segment. */
function partsOf(name) {
  const slash = name.lastIndexOf('/') + 1;
  const parts = /^([^.]+)\.(.+)$/.exec(name.slice(slash));
  if (parts === null) {
    throw new Fault('Runtime.MalformedHandlerName', `Bad handler '${name}': not of the form module.function`);
  }
  if (name.includes('..')) {
    throw new Fault('Runtime.MalformedHandlerName', `'${name}' is not a valid handler name: no '..' in handler names`);
  }
  return [name.slice(0, slash) + parts[1], parts[2].split('.')];
}

/** Whether the nearest package.json above a .js file makes it a module, as Node.js itself decides. */
function isModule(file, root) {
  for (let directory = path.dirname(file); ; directory = path.dirname(directory)) {
    const description = path.join(directory, 'package.json');
    if (fs.existsSync(description)) {
      return JSON.parse(fs.readFileSync(description, 'utf8')).type === 'module';
    }
    if (directory === root || directory === path.dirname(directory)) {
      return false;
    }
  }
}

function load(moduleName, root) {
  const stem = path.resolve(root, moduleName);
  const importing = (file) => import(require('url').pathToFileURL(file).href);
  if (fs.existsSync(`${stem}.js`)) {
    return isModule(`${stem}.js`, root) ? importing(`${stem}.js`) : require(`${stem}.js`);
  }
  if (fs.existsSync(`${stem}.mjs`)) {
    return importing(`${stem}.mjs`);
  }
  if (fs.existsSync(`${stem}.cjs`)) {
    return require(`${stem}.cjs`);
  }
  if (fs.existsSync(stem)) {
    return require(stem); // a directory with an index, or a file without an extension
  }
  return require(require.resolve(moduleName, { paths: [root, path.dirname(stem)] }));
}

async function loadHandler(name, root) {
  const [moduleName, exports] = partsOf(name);
  let loaded;
  try {
    loaded = load(moduleName, root);
    if (typeof loaded?.then === 'function') {
      loaded = await loaded;
    }
  } catch (problem) {
    throw translated(problem);
  }
  const found = exports.reduce((nested, part) => nested?.[part], loaded);
  if (found === undefined || found === null) {
    throw new Fault('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
  }
  if (typeof found !== 'function') {
    throw new Fault('Runtime.HandlerNotFound', `${name} is not a function`);
  }
  return found;
}

function translated(problem) {
  if (problem instanceof SyntaxError) {
    return caused(new Fault('Runtime.UserCodeSyntaxError', textOf(problem)), problem);
  }
  if (problem?.code === 'MODULE_NOT_FOUND' || problem?.code === 'ERR_MODULE_NOT_FOUND') {
    return caused(new Fault('Runtime.ImportModuleError', textOf(problem)), problem);
  }
  return problem;
}

function caused(fault, problem) {
  fault.stack = `${fault.name}: ${problem.stack}`;
  return fault;
}

/**
 * On Lambda an import finds packages in the directories of NODE_PATH. Node.js looks only into node_modules above the
 * importing file, where the sandbox has links to the usual directories; for others it has to be asked.
 */
function findImportsInNodePath() {
  const real = (directory) => {
    try {
      return fs.realpathSync(directory);
    } catch {
      return undefined;
    }
  };
  const linked = new Set(['/var/node_modules', '/node_modules'].map(real));
  const bases = (environment.NODE_PATH ?? '').split(':')
    .filter((directory) => directory.endsWith('/node_modules'))
    .filter((directory) => real(directory) !== undefined && !linked.has(real(directory)))
    .map((directory) => require('url').pathToFileURL(path.dirname(directory) + '/of-node-path.mjs').href);
  if (bases.length === 0) {
    return;
  }
  // Runs in a thread of its own, where nothing of this file is known.
  const hooks = `
    const bases = ${JSON.stringify(bases)};
    export async function resolve(specifier, context, next) {
      try {
        return await next(specifier, context);
      } catch (problem) {
        if (problem.code !== 'ERR_MODULE_NOT_FOUND' || /^[./#]|^[a-z]+:/.test(specifier)) {
          throw problem;
        }
        for (const parentURL of bases) {
          try {
            return await next(specifier, { ...context, parentURL });
          } catch {} // perhaps in the next one
        }
        throw problem;
      }
    }`;
  // Versions before 20.6 have none.
  require('module').register?.('data:text/javascript,' + encodeURIComponent(hooks));
}

function prepareAndLoad(order) {
  loading = true;
  Object.assign(environment, order.environment);
  prepareLog();
  process.chdir(environment.LAMBDA_TASK_ROOT);
  connection.unref();
  findImportsInNodePath();
  loadHandler(environment._HANDLER, environment.LAMBDA_TASK_ROOT).then((loaded) => {
    handler = loaded;
    ready = true;
    connection.ref();
    send(READY, 0, NOTHING);
  }, (problem) => endWith('Uncaught Exception', problem, 1));
}

// ---- ahead of the function ----

/**
 * Most of a first call is code that runs for the first time. A process that waits for its function has the time to let it
 * run before, with a function of its own, of which nothing remains.
 */
async function rehearse() {
  const staysAwake = setInterval(() => {}, 1000);
  for (const name of ['crypto', 'http', 'https', 'url', 'zlib', 'fs/promises', 'timers/promises']) {
    require(name);
  }
  const stage = fs.mkdtempSync('/tmp/rehearsal-');
  const file = path.join(stage, 'index.js');
  fs.writeFileSync(file, 'exports.handler = async (event) => event;');
  await import('data:text/javascript,');
  handler = await loadHandler('index.handler', stage);
  for (let turn = 0; turn < 50; turn++) {
    invoke(turn, { requestId: '', deadlineMs: 0, invokedFunctionArn: '' }, '{"some":["text",1]}');
    await null;
    await null;
  }
  handler = undefined;
  requestId = undefined;
  delete require.cache[file];
  module.children.pop();
  fs.rmSync(stage, { recursive: true });
  clearInterval(staysAwake);
}

if (isAhead) {
  rehearse().then(connect);
} else {
  connect();
}
