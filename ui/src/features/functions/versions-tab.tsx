import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api, queries, type Schema } from '../../shared/api/client'
import { bytes } from '../../shared/lib/text'
import { useMay } from '../../shared/session'
import { Button } from '../../shared/ui/button'
import { Confirm } from '../../shared/ui/confirm'
import { ErrorNote, Loading } from '../../shared/ui/notes'
import { Section } from '../../shared/ui/page'
import { Time } from '../../shared/ui/time'
import { complain, say } from '../../shared/ui/toasts'
import type { FunctionDetails } from './function-page'

type Alias = Schema<'FunctionAlias'>

export default function VersionsTab({ fn }: { fn: FunctionDetails }) {
  const client = useQueryClient()
  const may = useMay()
  const params = { path: { name: fn.name }, query: { limit: 500 } }
  const versions = queries.useQuery('get', '/api/v1/functions/{name}/versions', { params })
  const aliases = queries.useQuery('get', '/api/v1/functions/{name}/aliases', { params })
  const [description, setDescription] = useState('')
  if (versions.error || aliases.error) {
    return <ErrorNote error={versions.error ?? aliases.error} />
  }
  if (!versions.data || !aliases.data) {
    return <Loading />
  }
  const numbers = (versions.data.items ?? []).map((each) => each.version).filter((each) => each !== '$LATEST')
  const again = () =>
    Promise.all(['versions', 'aliases'].map((part) => client.invalidateQueries({ queryKey: ['get', `/api/v1/functions/{name}/${part}`] })))
  async function publish(submit: FormEvent) {
    submit.preventDefault()
    try {
      const { data } = await api.POST('/api/v1/functions/{name}/versions', { params: { path: { name: fn.name }, header: { 'If-Match': `"${fn.revision}"` } }, body: { description } })
      say(`Published as version ${data?.version}.`)
      setDescription('')
      await again()
    } catch (failure) {
      complain(failure)
    }
  }
  return (
    <>
      <Section title="Aliases">
        <p className="help">An alias is a name for a version that callers and triggers use. Promote it to a newer version, all at once or with a share first, and roll it back.</p>
        {(aliases.data.items ?? []).map((alias) => (
          <AliasEditor key={`${alias.name} ${alias.revision}`} fn={fn} alias={alias} numbers={numbers} again={again} />
        ))}
        {may.change && <NewAlias fn={fn} numbers={numbers} again={again} />}
      </Section>
      <Section title="Versions">
        {may.change && (
          <form className="inline-form" onSubmit={(submit) => void publish(submit)}>
            <input aria-label="Description of the version" placeholder="What is in it" value={description} onChange={(typed) => setDescription(typed.target.value)} />
            <Button type="submit" look="primary" disabled={fn.state !== 'Active'}>
              Publish a version
            </Button>
          </form>
        )}
        {numbers.length === 0 ? (
          <p className="help">None yet. A version is the code and configuration as they are, for good.</p>
        ) : (
          <div className="table-box">
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">Version</th>
                  <th scope="col">What is in it</th>
                  <th scope="col">Runtime</th>
                  <th scope="col" className="number">
                    Code
                  </th>
                  <th scope="col">Published</th>
                  <th scope="col">
                    <span className="unseen">Acts</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {(versions.data.items ?? [])
                  .filter((each) => each.version !== '$LATEST')
                  .map((each) => (
                    <tr key={each.version}>
                      <td>{each.version}</td>
                      <td>{each.description}</td>
                      <td>{each.runtime}</td>
                      <td className="number">{bytes(each.codeSizeBytes)}</td>
                      <td>{each.publishedAt && <Time at={each.publishedAt} relative />}</td>
                      <td className="number">
                        <Confirm
                          trigger="Delete"
                          title={`Delete version ${each.version}?`}
                          action="Delete the version"
                          disabled={!may.change}
                          onConfirm={async () => {
                            await api.DELETE('/api/v1/functions/{name}/versions/{number}', { params: { path: { name: fn.name, number: Number(each.version) } } })
                            await again()
                          }}
                        >
                          <p>It is refused while an alias points at it.</p>
                        </Confirm>
                      </td>
                    </tr>
                  ))}
              </tbody>
            </table>
          </div>
        )}
      </Section>
    </>
  )
}

function AliasEditor({ fn, alias, numbers, again }: { fn: FunctionDetails; alias: Alias; numbers: string[]; again: () => Promise<unknown> }) {
  const may = useMay()
  const [other, share] = Object.entries(alias.additionalWeights)[0] ?? []
  const [version, setVersion] = useState(alias.version)
  const [second, setSecond] = useState(other ?? '')
  const [percent, setPercent] = useState(Math.round((share ?? 0.1) * 100))
  const changed = version !== alias.version || second !== (other ?? '') || (second !== '' && percent !== Math.round((share ?? 0) * 100))
  async function point(to: string, also: Record<string, number>, done: string) {
    try {
      await api.PUT('/api/v1/functions/{name}/aliases/{alias}', {
        params: { path: { name: fn.name, alias: alias.name }, header: { 'If-Match': `"${alias.revision}"` } },
        body: { version: to, description: alias.description, additionalWeights: also },
      })
      say(done)
    } catch (failure) {
      complain(failure)
    }
    await again()
  }
  return (
    <div className="alias">
      <strong>{alias.name}</strong>
      <label>
        version{' '}
        <select value={version} disabled={!may.change} onChange={(choice) => setVersion(choice.target.value)}>
          {['$LATEST', ...numbers].map((number) => (
            <option key={number}>{number}</option>
          ))}
        </select>
      </label>
      <label>
        and{' '}
        <select value={second} disabled={!may.change} onChange={(choice) => setSecond(choice.target.value)}>
          <option value="">no other</option>
          {numbers
            .filter((number) => number !== version)
            .map((number) => (
              <option key={number}>{number}</option>
            ))}
        </select>
      </label>
      {second && (
        <label>
          for <input className="tiny" type="number" min={0} max={100} value={percent} disabled={!may.change} onChange={(typed) => setPercent(Number(typed.target.value))} /> % of the calls
        </label>
      )}
      <span className="spacer" />
      {other && (
        <>
          <Button disabled={!may.change} onClick={() => void point(other, {}, `${alias.name} is now version ${other}, for all calls.`)}>
            Promote {other}
          </Button>
          <Button disabled={!may.change} onClick={() => void point(alias.version, {}, `${alias.name} is version ${alias.version} again, for all calls.`)}>
            Roll back to {alias.version}
          </Button>
        </>
      )}
      <Button look="primary" disabled={!changed || !may.change} onClick={() => void point(version, second ? { [second]: percent / 100 } : {}, `${alias.name} was changed.`)}>
        Save
      </Button>
      <Confirm
        trigger="Delete"
        title={`Delete the alias ${alias.name}?`}
        action="Delete the alias"
        disabled={!may.change}
        onConfirm={async () => {
          await api.DELETE('/api/v1/functions/{name}/aliases/{alias}', { params: { path: { name: fn.name, alias: alias.name } } })
          await again()
        }}
      >
        <p>Callers and triggers that use the name are refused from then on.</p>
      </Confirm>
    </div>
  )
}

function NewAlias({ fn, numbers, again }: { fn: FunctionDetails; numbers: string[]; again: () => Promise<unknown> }) {
  const [name, setName] = useState('')
  const [version, setVersion] = useState('')
  async function create(submit: FormEvent) {
    submit.preventDefault()
    try {
      await api.POST('/api/v1/functions/{name}/aliases', { params: { path: { name: fn.name } }, body: { name, version: version || '$LATEST' } })
      setName('')
      await again()
    } catch (failure) {
      complain(failure)
    }
  }
  return (
    <form className="inline-form" onSubmit={(submit) => void create(submit)}>
      <input aria-label="Name of the new alias" placeholder="live" required value={name} onChange={(typed) => setName(typed.target.value)} />
      <select aria-label="Version of the new alias" value={version} onChange={(choice) => setVersion(choice.target.value)}>
        {['$LATEST', ...numbers].map((number) => (
          <option key={number} value={number}>
            {number === '$LATEST' ? 'latest state' : `version ${number}`}
          </option>
        ))}
      </select>
      <Button type="submit">Create an alias</Button>
    </form>
  )
}
