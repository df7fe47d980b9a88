import { Link } from '@tanstack/react-router'
import { queries, type Schema } from '../../shared/api/client'
import { counted, percent } from '../../shared/lib/text'

/** What somebody should look at, the worst first; one line each, and a way there. */
const MANY_FAILURES = 0.05

export function Attention({ functions, counts }: { functions: Schema<'FunctionAnswer'>[]; counts: Schema<'FunctionCountsAnswer'>[] }) {
  const groups = queries.useQuery('get', '/api/v1/dead-letters/groups', { params: { query: { limit: 100 } } }, { refetchInterval: 5000 })
  const nodes = queries.useQuery('get', '/api/v1/nodes', undefined, { refetchInterval: 5000 })
  const triggers = queries.useQuery('get', '/api/v1/triggers', { params: { query: { limit: 500 } } }, { refetchInterval: 10_000 })
  const broken = functions.filter((each) => each.state === 'Failed')
  const letters = groups.data?.items ?? []
  const lettersInAll = letters.reduce((sum, each) => sum + each.count, 0)
  const paused = triggers.data?.items.filter((each) => each.paused) ?? []
  const troubled = nodes.data?.items?.filter((each) => each.problem || each.state === 'gone') ?? []
  const failing = counts
    .map(({ function: name, counts: each }) => ({ name, failed: each.failed, ran: each.returned + each.failed }))
    .filter((each) => each.failed > 2 && each.failed / each.ran > MANY_FAILURES)
    .toSorted((one, other) => other.failed - one.failed)
  const worst = letters.toSorted((one, other) => other.count - one.count)[0]
  const lines = [
    ...troubled.map((node) => (
      <li key={node.id} className="bad">
        <Link to="/settings/$section" params={{ section: 'nodes' }}>
          Node {node.name}
        </Link>{' '}
        {node.problem ?? `is ${node.state}`}
      </li>
    )),
    ...broken.map((fn) => (
      <li key={fn.name} className="bad">
        <Link to="/functions/$name/$tab" params={{ name: fn.name, tab: 'code' }}>
          {fn.name}
        </Link>{' '}
        cannot run: {fn.stateReason}
      </li>
    )),
    worst && (
      <li key="letters" className="bad">
        <Link to="/dead-letters">{counted(lettersInAll, 'dead letter')}</Link> in {counted(letters.length, 'group')}, most of {worst.function}: {worst.errorType ?? 'no error type'}
      </li>
    ),
    ...failing.map((each) => (
      <li key={`failing ${each.name}`} className="bad">
        <Link to="/functions/$name/$tab" params={{ name: each.name, tab: 'monitor' }}>
          {each.name}
        </Link>{' '}
        failed in {percent(each.failed, each.ran)} of {counted(each.ran, 'run')}
      </li>
    )),
    ...paused.map((each) => (
      <li key={each.id} className="warn">
        <Link to="/triggers/$id" params={{ id: each.id }}>
          {each.name}
        </Link>{' '}
        is paused
      </li>
    )),
  ].filter(Boolean)
  return (
    <section aria-label="What needs attention" className="attention">
      {lines.length > 0 ? <ul>{lines.slice(0, 8)}</ul> : <p className="good">Nothing needs attention.</p>}
      {lines.length > 8 && <p className="help">and {lines.length - 8} more</p>}
    </section>
  )
}
