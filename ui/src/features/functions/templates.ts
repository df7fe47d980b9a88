export interface Template {
  id: string
  title: string
  about: string
  /** The runtime whose newest version is taken: the beginning of its name. */
  runtime: string
  handler: string
  files: Record<string, string>
  testEvent: { name: string; payload: unknown }
}

const shellBootstrap = `#!/bin/sh
# A function in nothing but shell: it asks the Runtime API for an event, works on it, and sends the answer back.
api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
while :; do
  headers="$(mktemp)"
  event="$(curl -sS -D "$headers" "$api/next")"
  id="$(sed -n 's/\\r$//; s/^lambda-runtime-aws-request-id: //ip' "$headers")"
  echo "got $event" >&2
  printf '%s' "$event" | wc -w | xargs printf '{"words": %d}' | curl -sS -o /dev/null --data-binary @- "$api/$id/response"
  rm "$headers"
done
`

export const templates: Template[] = [
  {
    id: 'python-hello',
    title: 'Hello, Python',
    about: 'Answers with a greeting, and writes a line to the log.',
    runtime: 'python3',
    handler: 'handler.handler',
    files: {
      'handler.py': `def handler(event, context):
    name = event.get("name", "world")
    print(f"greeting {name}")
    return {"greeting": f"Hello, {name}!"}
`,
    },
    testEvent: { name: 'a name', payload: { name: 'Ada' } },
  },
  {
    id: 'python-schedule',
    title: 'Scheduled work, Python',
    about: 'For a schedule: works on the slot that it is called for.',
    runtime: 'python3',
    handler: 'handler.handler',
    files: {
      'handler.py': `from datetime import datetime, timezone


def handler(event, context):
    """The slot's time is in the event, so that a late or repeated run works on the same slot."""
    slot = datetime.fromisoformat(event["time"].replace("Z", "+00:00"))
    late = (datetime.now(timezone.utc) - slot).total_seconds()
    print(f"slot {slot.isoformat()}, {late:.1f} s late")
    return {"slot": event["time"]}
`,
    },
    testEvent: { name: 'a slot', payload: { 'detail-type': 'Scheduled Event', source: 'aws.events', time: '2030-01-31T08:00:00Z', detail: {} } },
  },
  {
    id: 'python-kafka',
    title: 'Kafka batch, Python',
    about: 'For a Kafka trigger: decodes each record, and reports those that failed, so that only they are tried again.',
    runtime: 'python3',
    handler: 'handler.handler',
    files: {
      'handler.py': `import base64
import json


def handler(event, context):
    failed = []
    for records in event["records"].values():
        for record in records:
            try:
                value = json.loads(base64.b64decode(record["value"]))
                print(f'{record["topic"]}-{record["partition"]}@{record["offset"]}: {value}')
            except ValueError as problem:
                print(f"cannot read it: {problem}")
                failed.append({"itemIdentifier": {"topic-partition": f'{record["topic"]}-{record["partition"]}', "offset": record["offset"]}})
    return {"batchItemFailures": failed}
`,
    },
    testEvent: {
      name: 'one record',
      payload: {
        eventSource: 'aws:kafka',
        records: { 'orders-0': [{ topic: 'orders', partition: 0, offset: 15, timestamp: 1700000000000, value: 'eyJvcmRlciI6IDQ3MTF9', headers: [] }] },
      },
    },
  },
  {
    id: 'node-hello',
    title: 'Hello, Node.js',
    about: 'Answers with a greeting, and writes a line to the log.',
    runtime: 'nodejs',
    handler: 'index.handler',
    files: {
      'index.js': `exports.handler = async (event) => {
  const name = event.name ?? 'world'
  console.log('greeting', name)
  return { greeting: \`Hello, \${name}!\` }
}
`,
    },
    testEvent: { name: 'a name', payload: { name: 'Ada' } },
  },
  {
    id: 'node-webhook',
    title: 'HTTP caller, Node.js',
    about: 'Posts each event to an address of the environment variable TARGET_URL. It needs the network “internet”.',
    runtime: 'nodejs',
    handler: 'index.handler',
    files: {
      'index.js': `exports.handler = async (event) => {
  const response = await fetch(process.env.TARGET_URL, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(event),
  })
  if (!response.ok) {
    throw new Error(\`\${process.env.TARGET_URL} answered \${response.status}\`)
  }
  return { status: response.status }
}
`,
    },
    testEvent: { name: 'an order', payload: { order: 4711, total: 12.5 } },
  },
  {
    id: 'shell',
    title: 'Shell script',
    about: 'Counts words with nothing but a shell and curl: any executable can be a function.',
    runtime: 'provided.al2023',
    handler: 'bootstrap',
    files: { bootstrap: shellBootstrap },
    testEvent: { name: 'a sentence', payload: { text: 'the quick brown fox' } },
  },
  {
    id: 'ruby-hello',
    title: 'Hello, Ruby',
    about: 'Answers with a greeting, and writes a line to the log.',
    runtime: 'ruby',
    handler: 'handler.handler',
    files: {
      'handler.rb': `def handler(event:, context:)
  name = event.fetch("name", "world")
  puts "greeting #{name}"
  { greeting: "Hello, #{name}!" }
end
`,
    },
    testEvent: { name: 'a name', payload: { name: 'Ada' } },
  },
]

/** The newest version of a runtime that this platform serves. */
export function newest(runtimes: { runtime: string; servable: boolean }[], prefix: string): string | undefined {
  return runtimes
    .filter((each) => each.servable && each.runtime.startsWith(prefix))
    .map((each) => each.runtime)
    .sort((one, other) => other.localeCompare(one, 'en', { numeric: true }))[0]
}
