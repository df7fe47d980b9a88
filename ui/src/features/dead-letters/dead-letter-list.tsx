import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { queries } from '../../shared/api/client'
import { Page } from '../../shared/ui/page'
import { TextFilter } from '../../shared/ui/text-filter'
import { Groups } from './groups'
import { Letters } from './letters'
import { Purges } from './purges'
import { Redrives } from './redrives'
import { selectionOf } from './selection'

const views = { groups: 'Groups', all: 'All', redrives: 'Redrives', purges: 'Purges' } as const

export function DeadLetterList() {
  const search = useSearch({ from: '/dead-letters' })
  const navigate = useNavigate()
  const functions = queries.useQuery('get', '/api/v1/functions', { params: { query: { limit: 500 } } })
  const triggers = queries.useQuery('get', '/api/v1/triggers', { params: { query: { limit: 500 } } })
  const view = search.view ?? (search.fingerprint ? 'all' : 'groups')
  const selection = selectionOf(search)
  const set = (change: Partial<typeof search>) => void navigate({ to: '/dead-letters', search: { ...search, ...change }, replace: true })
  return (
    <Page title="Dead letters" about="Events that used up their attempts. Look inside, mend the function, send them again.">
      <nav className="tabs" aria-label="Views">
        {(Object.keys(views) as (keyof typeof views)[]).map((each) => (
          <Link key={each} to="/dead-letters" search={{ ...search, view: each }} aria-current={each === view ? 'page' : undefined}>
            {views[each]}
          </Link>
        ))}
      </nav>
      {(view === 'groups' || view === 'all') && (
        <div className="filters">
          <select aria-label="Function" value={search.function ?? ''} onChange={(choice) => set({ function: choice.target.value || undefined })}>
            <option value="">All functions</option>
            {search.function && !functions.data?.items.some((each) => each.name === search.function) && <option>{search.function}</option>}
            {functions.data?.items.map((each) => <option key={each.name}>{each.name}</option>)}
          </select>
          <select aria-label="Trigger" value={search.trigger ?? ''} onChange={(choice) => set({ trigger: choice.target.value || undefined })}>
            <option value="">All triggers</option>
            {triggers.data?.items.map((each) => (
              <option key={each.id} value={each.id}>
                {each.name}
              </option>
            ))}
          </select>
          {view === 'all' && <TextFilter label="Type of the error" value={search.error ?? ''} onChange={(text) => set({ error: text || undefined })} />}
          {search.fingerprint && (
            <button type="button" className="chip" onClick={() => set({ fingerprint: undefined })}>
              one group ×
            </button>
          )}
        </div>
      )}
      {view === 'groups' && <Groups selection={selection} />}
      {view === 'all' && <Letters key={JSON.stringify(selection)} selection={selection} />}
      {view === 'redrives' && <Redrives />}
      {view === 'purges' && <Purges />}
    </Page>
  )
}
