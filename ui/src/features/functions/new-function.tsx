import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { api, queries, sessionHeaders } from '../../shared/api/client'
import { Problem, problemOf } from '../../shared/api/problem'
import { Editor } from '../../shared/editor/editor'
import { bytes } from '../../shared/lib/text'
import { Button } from '../../shared/ui/button'
import { SelectField, TextField } from '../../shared/ui/field'
import { ErrorNote, Loading } from '../../shared/ui/notes'
import { Page } from '../../shared/ui/page'
import { DropZip } from './drop-zip'
import { TemplateCards } from './template-cards'
import { newest, type Template, templates } from './templates'

export function NewFunction() {
  const { template } = useSearch({ from: '/functions/new' })
  const runtimes = queries.useQuery('get', '/api/v1/runtimes')
  const chosen = templates.find((each) => each.id === template) ?? templates[0]
  if (runtimes.error) {
    return <ErrorNote error={runtimes.error} />
  }
  if (!runtimes.data || !chosen) {
    return <Loading />
  }
  return (
    <Page title="Create a function" about="Choose what to begin with; everything can be changed afterwards.">
      <TemplateCards chosen={chosen.id} />
      <Form key={chosen.id} template={chosen} runtimes={runtimes.data.items} />
    </Page>
  )
}

function Form({ template, runtimes }: { template: Template; runtimes: { runtime: string; servable: boolean; refusal?: string }[] }) {
  const navigate = useNavigate()
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [runtime, setRuntime] = useState(newest(runtimes, template.runtime) ?? '')
  const [handler, setHandler] = useState(template.handler)
  const [files, setFiles] = useState(template.files)
  const [zip, setZip] = useState<File>()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const problem = error instanceof Problem ? error : undefined
  const file = Object.keys(files)[0] ?? 'index.js'

  async function create(submit: FormEvent) {
    submit.preventDefault()
    setBusy(true)
    try {
      if (zip) {
        await upload({ name, runtime, handler }, zip)
      } else {
        await api.POST('/api/v1/functions', { body: { name, runtime, handler, code: { files } } })
        await api.PUT('/api/v1/functions/{function}/test-events/{name}', {
          params: { path: { function: name, name: template.testEvent.name } },
          body: { payload: template.testEvent.payload },
        })
      }
      await client.invalidateQueries({ queryKey: ['get', '/api/v1/functions'] })
      await navigate({ to: '/functions/$name/$tab', params: { name, tab: zip ? 'code' : 'test' } })
    } catch (failure) {
      setError(failure)
      setBusy(false)
    }
  }

  return (
    <form className="form wide" onSubmit={(submit) => void create(submit)}>
      <div className="columns">
        <TextField label="Name" value={name} onChange={setName} required autoFocus spellCheck={false} pattern="[A-Za-z0-9_\-]{1,64}" help="Letters, digits, hyphens and underscores. It stays." error={problem?.of('name')} />
        <SelectField
          label="Runtime"
          value={runtime}
          onChange={setRuntime}
          options={runtimes.map((each) => ({ value: each.runtime, label: each.servable ? each.runtime : `${each.runtime} – ${each.refusal}`, disabled: !each.servable }))}
          error={problem?.of('runtime')}
        />
        <TextField label="Handler" value={handler} onChange={setHandler} spellCheck={false} help="File and function: what is called for each event." error={problem?.of('handler')} />
      </div>
      <DropZip onZip={setZip}>
        {zip ? (
          <p className="note">
            The code is <strong>{zip.name}</strong> ({bytes(zip.size)}).{' '}
            <Button look="quiet" onClick={() => setZip(undefined)}>
              Write it here instead
            </Button>
          </p>
        ) : (
          <div className="field">
            <div className="editor-head">
              <code>{file}</code> <span className="help">or drop a zip archive here</span>
            </div>
            <Editor label={`Code of ${file}`} file={file} value={files[file] ?? ''} onChange={(text) => setFiles({ [file]: text })} />
          </div>
        )}
      </DropZip>
      {problem?.of('code') && <p className="error">{problem.of('code')}</p>}
      {error !== undefined && <ErrorNote error={error} />}
      <div className="actions">
        <Button type="submit" look="primary" busy={busy}>
          Create
        </Button>
      </div>
    </form>
  )
}

async function upload(definition: object, zip: File) {
  const form = new FormData()
  form.append('function', new Blob([JSON.stringify(definition)], { type: 'application/json' }))
  form.append('code', zip)
  const response = await fetch('/api/v1/functions', { method: 'POST', headers: sessionHeaders(), body: form })
  if (!response.ok) {
    throw await problemOf(response)
  }
}
