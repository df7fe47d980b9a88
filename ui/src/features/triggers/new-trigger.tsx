import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { api, queries } from '../../shared/api/client'
import { ErrorNote, Loading } from '../../shared/ui/notes'
import { Page } from '../../shared/ui/page'
import { TriggerForm } from './trigger-form'

const about: Record<string, string> = {
  schedule: 'Each slot of a clock becomes one event, whatever the number of nodes and restarts.',
  queue: 'Messages of one of the platform’s queues become events, in batches.',
  http: 'Calls of a route or a function URL become events, answered at once or accepted.',
  webhook: 'Signed notices of other services, such as GitHub or Stripe, become events.',
  kafka: 'Records of topics become events, in batches; their order within a partition is kept.',
}

export function NewTrigger() {
  const search = useSearch({ from: '/triggers/new' })
  const navigate = useNavigate()
  const client = useQueryClient()
  const types = queries.useQuery('get', '/api/v1/trigger-types')
  if (types.error) {
    return <ErrorNote error={types.error} />
  }
  if (!types.data) {
    return <Loading />
  }
  const type = search.type ?? (types.data.items.includes('schedule') ? 'schedule' : types.data.items[0])
  return (
    <Page title="Create a trigger" about="Choose what makes the events.">
      <ul className="cards">
        {types.data.items.map((each) => (
          <li key={each}>
            <Link to="/triggers/new" search={{ ...search, type: each }} className={each === type ? 'card chosen' : 'card'} aria-current={each === type || undefined}>
              <strong>{each}</strong>
              <span>{about[each] ?? 'A source of events.'}</span>
            </Link>
          </li>
        ))}
      </ul>
      {type && (
        <TriggerForm
          key={type}
          type={type}
          {...(search.function && { functionName: search.function })}
          action="Create the trigger"
          onSave={async (body) => {
            const { data } = await api.POST('/api/v1/triggers', { body })
            await client.invalidateQueries({ queryKey: ['get', '/api/v1/triggers'] })
            if (data) {
              await navigate({ to: '/triggers/$id', params: { id: data.id } })
            }
          }}
        />
      )}
    </Page>
  )
}
