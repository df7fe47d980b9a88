import type { Platform } from './platform.ts'

const handler = (body: string) => ({ files: { 'handler.py': `import random, time\n\n\ndef handler(event, context):\n${body.replace(/^/gm, '    ')}\n` } })

const quiet = { maxRetries: 0, minBackoffSeconds: 0, maxBackoffSeconds: 0 }

export async function python(platform: Platform): Promise<string> {
  const { items } = await platform.api<{ items: { runtime: string; servable: boolean }[] }>('GET', '/runtimes')
  const found = items.filter((each) => each.servable && each.runtime.startsWith('python3')).map((each) => each.runtime)
  return found.sort((one, other) => other.localeCompare(one, 'en', { numeric: true }))[0] ?? 'python3.11'
}

export async function until(what: string, holds: () => Promise<boolean>, ms = 60_000) {
  const deadline = Date.now() + ms
  while (!(await holds())) {
    if (Date.now() > deadline) {
      throw new Error(`not within ${ms} ms: ${what}`)
    }
    await new Promise((done) => setTimeout(done, 100))
  }
}

async function make(platform: Platform, runtime: string, name: string, body: string, more: object = {}) {
  await platform.api('POST', '/functions', { name, runtime, handler: 'handler.handler', code: handler(body), ...more })
}

async function send(platform: Platform, name: string, payloads: unknown[]) {
  for (let at = 0; at < payloads.length; at += 40) {
    await Promise.all(payloads.slice(at, at + 40).map((payload) => platform.api('POST', `/functions/${name}/invocations`, payload, { Prefer: 'respond-async' })))
  }
}

/** A shop of a few functions: some fail, some are scheduled, one sends its failures on. */
export async function fillLittle(platform: Platform) {
  const runtime = await python(platform)
  await make(platform, runtime, 'order-receipt', 'print(f"receipt for order {event.get(\'order\')}")\ntime.sleep(random.random() / 50)\nreturn {"receipt": event.get("order")}', {
    description: 'Writes a receipt for each order',
    environment: { CURRENCY: 'EUR', TEMPLATE: 'plain' },
    secrets: { MAIL_PASSWORD: 'hidden' },
  })
  await make(platform, runtime, 'audit', 'print(event)\nreturn None', { description: 'Keeps what went wrong' })
  await make(platform, runtime, 'payment-check', 'amount = event["amount"]\nif amount > 900:\n    raise ValueError(f"amount {amount} is above the limit")\nreturn {"ok": True}', {
    description: 'Refuses payments above the limit',
    async: { ...quiet, onFailure: { type: 'function', function: 'audit' } },
  })
  await make(platform, runtime, 'slow-report', 'time.sleep(0.2)\nreturn {"rows": 120}', { memoryMb: 512, timeoutSeconds: 30, async: quiet })
  await platform.api('POST', '/functions', {
    name: 'thumbnail',
    runtime: 'nodejs20.x',
    handler: 'index.handler',
    description: 'Scales pictures down',
    code: { files: { 'index.js': 'exports.handler = async (event) => { console.log("<b>scaling</b>", event.name); return { width: 120 } }\n', 'lib/sizes.json': '{"small": 120}\n' } },
    async: quiet,
  })
  await until('the functions are active', async () => {
    const { items } = await platform.api<{ items: { state: string }[] }>('GET', '/functions')
    return items.every((each) => each.state !== 'Pending')
  })
  await platform.api('POST', '/functions/order-receipt/versions', { description: 'first release' })
  await platform.api('POST', '/functions/order-receipt/aliases', { name: 'live', version: '1' })
  await platform.api('PUT', '/functions/order-receipt/test-events/an%20order', { payload: { order: 4711, total: 12.5 } })
  await platform.api('POST', '/triggers', { name: 'every-two-seconds', function: 'order-receipt', type: 'schedule', settings: { expression: 'rate(2 seconds)', input: { order: 1 } } })
  await platform.api('POST', '/triggers', { name: 'nightly-report', function: 'slow-report', type: 'schedule', settings: { expression: 'cron(30 2 * * ? *)', timezone: 'Europe/Berlin' } })
  await platform.api('POST', '/triggers', { name: 'paused-cleanup', function: 'audit', type: 'schedule', paused: true, settings: { expression: 'rate(1 hour)' } })
  await send(platform, 'order-receipt', Array.from({ length: 30 }, (_each, order) => ({ order, total: order * 3.5 })))
  await send(platform, 'payment-check', Array.from({ length: 25 }, (_each, at) => (at % 9 === 8 ? { total: 3 } : { amount: at * 45 })))
  await send(platform, 'slow-report', [{}, {}, {}])
  await send(platform, 'thumbnail', [{ name: 'cat.jpg' }, { name: '<img src=x onerror=alert(1)>' }])
  await settled(platform)
}

/** The same shop grown large. */
export async function fillMuch(platform: Platform) {
  const runtime = await python(platform)
  for (let at = 0; at < 36; at++) {
    const name = `${['import', 'export', 'sync', 'notify'][at % 4]}-${['customers', 'invoices', 'stock', 'shipments', 'a-resource-with-quite-a-long-name-that-does-not-fit'][at % 5]}-${at}`
    await make(platform, runtime, name.slice(0, 64), at % 7 === 3 ? 'raise KeyError("customer")' : 'return event', { async: quiet, description: at % 3 ? '' : 'One of many' })
    if (at % 2 === 0) {
      await platform.api('POST', '/triggers', { name: `hourly-${at}`, function: name.slice(0, 64), type: 'schedule', settings: { expression: `cron(${at} * * * ? *)` }, ...(at % 4 === 0 && { filter: { detail: { kind: ['a'] } } }) })
    }
  }
  await until('the functions are active', async () => {
    const { items } = await platform.api<{ items: { state: string }[] }>('GET', '/functions?limit=500')
    return items.every((each) => each.state !== 'Pending')
  })
  await send(platform, 'order-receipt', Array.from({ length: 3000 }, (_each, order) => ({ order, customer: { name: 'Ada', orders: [1, 2, 3] } })))
  await send(platform, 'payment-check', Array.from({ length: 400 }, (_each, at) => ({ amount: at * 5 })))
  const { items } = await platform.api<{ items: { name: string }[] }>('GET', '/functions?limit=500')
  for (const { name } of items.slice(0, 20)) {
    await send(platform, name, [{ customer: 1 }, { customer: 2 }])
  }
  await settled(platform)
}

async function settled(platform: Platform) {
  await until('everything that was sent has ended', async () => {
    const { items } = await platform.api<{ items: { waiting: number; inFlight: number }[] }>('GET', '/ledger')
    return items.reduce((sum, each) => sum + each.waiting + each.inFlight, 0) < 5
  }, 240_000)
}
