import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense } from 'react'
import { api, queries, type Schema } from '../../shared/api/client'
import { useMay } from '../../shared/session'
import { Badge } from '../../shared/ui/badge'
import { Confirm } from '../../shared/ui/confirm'
import { ErrorNote, Loading } from '../../shared/ui/notes'
import { Page } from '../../shared/ui/page'
import { Time } from '../../shared/ui/time'
import { say } from '../../shared/ui/toasts'

export type FunctionDetails = Schema<'FunctionAnswer'>

const CodeTab = lazy(() => import('./code-tab'))
const TestTab = lazy(() => import('./test-tab'))
const TriggersTab = lazy(() => import('./triggers-tab'))
const MonitorTab = lazy(() => import('./monitor-tab'))
const LogsTab = lazy(() => import('./logs-tab'))
const ConfigurationTab = lazy(() => import('./configuration-tab'))
const VersionsTab = lazy(() => import('./versions-tab'))
const CommandTab = lazy(() => import('./command-tab'))

const tabs: Record<string, { label: string; show: (fn: FunctionDetails) => ReactNode }> = {
  code: { label: 'Code', show: (fn) => <CodeTab fn={fn} /> },
  test: { label: 'Test', show: (fn) => <TestTab fn={fn} /> },
  triggers: { label: 'Triggers', show: (fn) => <TriggersTab fn={fn} /> },
  monitor: { label: 'Monitor', show: (fn) => <MonitorTab fn={fn} /> },
  logs: { label: 'Logs', show: (fn) => <LogsTab fn={fn} /> },
  configuration: { label: 'Configuration', show: (fn) => <ConfigurationTab key={fn.revision} fn={fn} /> },
  versions: { label: 'Versions & aliases', show: (fn) => <VersionsTab fn={fn} /> },
  command: { label: 'As command', show: (fn) => <CommandTab fn={fn} /> },
}

/** A function that is being made ready changes by itself, and is asked for more often. */
export function useFunction(name: string) {
  return queries.useQuery('get', '/api/v1/functions/{name}', { params: { path: { name } } }, { refetchInterval: (query) => (query.state.data?.state === 'Pending' ? 400 : 10_000) })
}

export function FunctionPage() {
  const { name, tab } = useParams({ from: '/functions/$name/$tab' })
  const fn = useFunction(name)
  if (fn.error && !fn.data) {
    return <ErrorNote error={fn.error} />
  }
  if (!fn.data) {
    return <Loading />
  }
  const { data } = fn
  return (
    <Page
      title={name}
      about={
        <>
          <Badge state={data.state} title={data.stateReason} /> <span>{data.runtime}</span> <span>{data.memoryMb} MB</span> <span>{data.timeoutSeconds} s</span>{' '}
          <span>
            changed <Time at={data.modifiedAt} relative />
          </span>
          {data.description && <span>{data.description}</span>}
        </>
      }
      actions={<Delete name={name} revision={data.revision} />}
    >
      {data.stateReason && <p className={data.state === 'Failed' ? 'note bad' : 'note'}>{data.stateReason}</p>}
      <nav className="tabs" aria-label="Parts of the function">
        {Object.entries(tabs).map(([id, { label }]) => (
          <Link key={id} to="/functions/$name/$tab" params={{ name, tab: id }} activeProps={{ 'aria-current': 'page' }}>
            {label}
          </Link>
        ))}
      </nav>
      <Suspense fallback={<Loading />}>{tabs[tab]?.show(data) ?? <p className="note">There is no such part of a function.</p>}</Suspense>
    </Page>
  )
}

function Delete({ name, revision }: { name: string; revision: number }) {
  const navigate = useNavigate()
  const client = useQueryClient()
  const may = useMay()
  return (
    <Confirm
      trigger="Delete"
      title={`Delete the function ${name}?`}
      action="Delete the function"
      typed={name}
      disabled={!may.change}
      onConfirm={async () => {
        await api.DELETE('/api/v1/functions/{name}', { params: { path: { name }, header: { 'If-Match': `"${revision}"` } } })
        say(`${name} was deleted.`)
        client.removeQueries({ queryKey: ['get', '/api/v1/functions/{name}', { params: { path: { name } } }] })
        await navigate({ to: '/functions' })
      }}
    >
      <p>Its versions, aliases and test events go too. What became of its events stays in the history.</p>
    </Confirm>
  )
}
