// SPDX-License-Identifier: Apache-2.0
// Does what its event tells it to do, after it has noted that it was entered. Notes of all processes go to one file,
// each appended in one write, so that their order there is the order in which handlers were entered.
const fs = require('fs')

const directory = process.env.JOURNAL

function note(event, invocation) {
  const what = event.records
    ? { partition: event.partition, offset: event.records[0].offset }
    : {}
  fs.appendFileSync(`${directory}/entries`, JSON.stringify({ invocation, pid: process.pid, ...what }) + '\n')
}

function isFirstTime(invocation) {
  try {
    fs.closeSync(fs.openSync(`${directory}/first-${invocation}`, 'wx'))
    return true
  } catch {
    return false
  }
}

exports.handler = async (event, context) => {
  const invocation = context.awsRequestId
  note(event, invocation)
  const orders = event.records ? event.records.map((record) => record.value) : [event]
  const hows = new Set(orders.map((order) => order.how))
  if (hows.has('FAIL_ALWAYS')) throw new Error('as told, always')
  if (hows.has('FAIL_ONCE') && isFirstTime(invocation)) throw new Error('as told, once')
  if (hows.has('CRASH')) process.kill(process.pid, 'SIGKILL')
  if (hows.has('EXIT')) process.exit(3)
  if (hows.has('HANG')) await new Promise((done) => setTimeout(done, 600000))
  if (hows.has('SLOW')) await new Promise((done) => setTimeout(done, 300))
  return orders.length
}
