import { lazy, Suspense, useMemo } from 'react'
import { queries } from '../../shared/api/client'
import { Empty, ErrorNote, Loading } from '../../shared/ui/notes'
import { Page } from '../../shared/ui/page'
import { sourceOf } from '../triggers/trigger-table'
import { layout } from './layout'

const Graph = lazy(() => import('./graph'))

export function MapPage() {
  const functions = queries.useQuery('get', '/api/v1/functions', { params: { query: { limit: 500 } } })
  const triggers = queries.useQuery('get', '/api/v1/triggers', { params: { query: { limit: 500 } } })
  const graph = useMemo(() => layout(functions.data?.items ?? [], triggers.data?.items ?? [], sourceOf), [functions.data, triggers.data])
  if (functions.error || triggers.error) {
    return <ErrorNote error={functions.error ?? triggers.error} />
  }
  return (
    <Page title="Map" about="From sources by triggers to functions, and where their outcomes go.">
      {!functions.data || !triggers.data ? (
        <Loading />
      ) : graph.places.length === 0 ? (
        <Empty title="Nothing to draw yet">Functions, their triggers and destinations appear here.</Empty>
      ) : (
        <Suspense fallback={<Loading />}>
          <Graph {...graph} />
        </Suspense>
      )}
    </Page>
  )
}
