import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api, queries, type Schema } from '../../shared/api/client'
import { useMay, useSession } from '../../shared/session'
import { Button } from '../../shared/ui/button'
import { Confirm } from '../../shared/ui/confirm'
import { CopyBlock, CopyId } from '../../shared/ui/copy'
import { ErrorNote, Loading } from '../../shared/ui/notes'
import { Section } from '../../shared/ui/page'
import { Time } from '../../shared/ui/time'
import { complain } from '../../shared/ui/toasts'

const roles = [
  ['viewer', 'reads everything but values of variables, access keys and the audit log'],
  ['developer', 'also changes functions and triggers, invokes, redrives and purges'],
  ['administrator', 'also manages access keys and nodes, and reads the audit log'],
] as const

export function AccessKeys() {
  const { administer } = useMay()
  return administer ? (
    <Keys />
  ) : (
    <>
      <p className="note">Only administrators see and manage access keys.</p>
      <Roles />
    </>
  )
}

function Roles() {
  return (
    <Section title="Roles">
      <dl className="facts">
        {roles.map(([role, what]) => (
          <div key={role}>
            <dt>{role}</dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}

function Keys() {
  const client = useQueryClient()
  const { session } = useSession()
  const keys = queries.useQuery('get', '/api/v1/access-keys', { params: { query: { limit: 500 } } })
  const [role, setRole] = useState('developer')
  const [description, setDescription] = useState('')
  const [made, setMade] = useState<Schema<'AccessKeyAnswer'>>()
  const again = () => client.invalidateQueries({ queryKey: ['get', '/api/v1/access-keys'] })
  async function create(submit: FormEvent) {
    submit.preventDefault()
    try {
      const { data } = await api.POST('/api/v1/access-keys', { body: { role, description } })
      setMade(data)
      setDescription('')
      await again()
    } catch (failure) {
      complain(failure)
    }
  }
  async function turn(key: Schema<'AccessKeyAnswer'>) {
    try {
      const params = { path: { id: key.id } }
      await (key.enabled ? api.POST('/api/v1/access-keys/{id}/disable', { params }) : api.POST('/api/v1/access-keys/{id}/enable', { params }))
    } catch (failure) {
      complain(failure)
    }
    await again()
  }
  if (keys.error) {
    return <ErrorNote error={keys.error} />
  }
  if (!keys.data) {
    return <Loading />
  }
  return (
    <>
      <p className="help">Whoever uses the platform has an access key; its role says what it allows. There are no other users.</p>
      <form className="inline-form" onSubmit={(submit) => void create(submit)}>
        <input aria-label="Who or what it is for" placeholder="Who or what it is for" value={description} onChange={(typed) => setDescription(typed.target.value)} required maxLength={256} />
        <select aria-label="Role" value={role} onChange={(choice) => setRole(choice.target.value)}>
          {roles.map(([each]) => (
            <option key={each}>{each}</option>
          ))}
        </select>
        <Button type="submit" look="primary">
          Create an access key
        </Button>
      </form>
      {made?.secretAccessKey && (
        <div className="note good">
          <strong>This secret is told once.</strong> Copy it now.
          <CopyBlock label="Id and secret" text={`GLOWPLUG_ACCESS_KEY_ID=${made.id}\nGLOWPLUG_SECRET_ACCESS_KEY=${made.secretAccessKey}`} />
        </div>
      )}
      <div className="table-box">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Id</th>
              <th scope="col">For</th>
              <th scope="col">Role</th>
              <th scope="col">Enabled</th>
              <th scope="col">Created</th>
              <th scope="col">
                <span className="unseen">Acts</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {(keys.data.items ?? []).map((key) => (
              <tr key={key.id}>
                <td>
                  <CopyId id={key.id} whole /> {key.id === session.accessKeyId && <small className="help">this is you</small>}
                </td>
                <td>{key.description}</td>
                <td>{key.role}</td>
                <td>{key.enabled ? 'yes' : 'no'}</td>
                <td>
                  <Time at={key.createdAt} />
                </td>
                <td className="row-acts">
                  <Button onClick={() => void turn(key)}>{key.enabled ? 'Disable' : 'Enable'}</Button>
                  <Confirm
                    trigger="Delete"
                    title="Delete the access key?"
                    action="Delete the access key"
                    onConfirm={async () => {
                      await api.DELETE('/api/v1/access-keys/{id}', { params: { path: { id: key.id } } })
                      await again()
                    }}
                  >
                    <p>
                      {key.id}, {key.description}: whoever uses it is refused within seconds.
                    </p>
                  </Confirm>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Roles />
    </>
  )
}
