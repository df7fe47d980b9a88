import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useBlocker } from '@tanstack/react-router'
import { FilePlus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Editor } from '../../shared/editor/editor'
import { bytes } from '../../shared/lib/text'
import { useMay } from '../../shared/session'
import { Button } from '../../shared/ui/button'
import { ErrorNote, Loading } from '../../shared/ui/notes'
import { complain, say } from '../../shared/ui/toasts'
import { bytesOf, deploy, download, type Files, textOf, unpack } from './code-package'
import { DropZip } from './drop-zip'
import type { FunctionDetails } from './function-page'

export default function CodeTab({ fn }: { fn: FunctionDetails }) {
  const code = useQuery({ queryKey: ['code', fn.name, fn.codeSha256], queryFn: () => download(fn.name), staleTime: Number.POSITIVE_INFINITY })
  if (code.error) {
    return <ErrorNote error={code.error} />
  }
  return code.data ? <CodeFiles key={fn.codeSha256} fn={fn} deployed={code.data} /> : <Loading />
}

function isHandler(name: string, handler: string): boolean {
  return name === 'bootstrap' || name.replace(/\.[^.]+$/, '') === handler.replace(/\.[^.]+$/, '')
}

function CodeFiles({ fn, deployed }: { fn: FunctionDetails; deployed: Files }) {
  const may = useMay()
  const client = useQueryClient()
  const [files, setFiles] = useState(deployed)
  const names = Object.keys(files).sort()
  const [open, setOpen] = useState(() => names.find((name) => isHandler(name, fn.handler)) ?? names[0] ?? '')
  const [busy, setBusy] = useState(false)
  const changed = files !== deployed
  useBlocker({ shouldBlockFn: () => changed && !busy && !confirm('The code was changed and is not deployed. Leave it?'), enableBeforeUnload: () => changed })

  async function save(next = files) {
    setBusy(true)
    try {
      await deploy(fn.name, next, fn.revision)
      say('Deployed. New events run the new code.')
      await client.invalidateQueries({ queryKey: ['get', '/api/v1/functions/{name}'] })
    } catch (failure) {
      complain(failure)
    } finally {
      setBusy(false)
    }
  }
  const content = files[open]
  const text = content && textOf(content)
  return (
    <DropZip
      onZip={(zip) =>
        void zip
          .arrayBuffer()
          .then((buffer) => setFiles(unpack(new Uint8Array(buffer))))
          .catch(() => complain(new Error(`${zip.name} is no zip archive that can be read.`)))
      }
    >
      <div className="code">
        <div className="code-bar">
          <span className={changed ? 'changed' : 'help'}>{changed ? 'Changed, not deployed' : `${names.length === 1 ? '1 file' : `${names.length} files`}, ${bytes(fn.codeSizeBytes)} zipped`}</span>
          {changed && (
            <Button look="quiet" onClick={() => setFiles(deployed)}>
              Discard changes
            </Button>
          )}
          <Button look="primary" busy={busy} disabled={!changed || !may.change} title={may.change ? 'Ctrl S' : 'The role viewer cannot deploy'} onClick={() => void save()}>
            Save & deploy
          </Button>
        </div>
        <ul className="code-files" aria-label="Files">
          {names.map((name) => (
            <li key={name}>
              <button type="button" aria-current={name === open || undefined} onClick={() => setOpen(name)}>
                {name}
                {files[name] !== deployed[name] && <span className="changed"> •</span>}
              </button>
            </li>
          ))}
          {may.change && <AddFile taken={names} onAdd={(name) => (setFiles({ ...files, [name]: new Uint8Array() }), setOpen(name))} />}
          {may.change && names.length > 1 && content && (
            <li>
              <button
                type="button"
                className="quiet"
                onClick={() => {
                  const { [open]: _gone, ...rest } = files
                  setFiles(rest)
                  setOpen(Object.keys(rest).sort()[0] ?? '')
                }}
              >
                <Trash2 size={13} aria-hidden /> Remove {open}
              </button>
            </li>
          )}
        </ul>
        {text === undefined ? (
          <p className="note">{content ? `${open} is no text (${bytes(content.length)}); it stays as it is when you deploy.` : 'The archive is empty.'}</p>
        ) : (
          <Editor key={open} label={`Code of ${open}`} file={open} value={text} readOnly={!may.change} onChange={(next) => setFiles((all) => (next === text ? all : { ...all, [open]: bytesOf(next) }))} onSave={() => void (may.change && save())} />
        )}
      </div>
    </DropZip>
  )
}

function AddFile({ taken, onAdd }: { taken: string[]; onAdd: (name: string) => void }) {
  const [name, setName] = useState<string>()
  if (name === undefined) {
    return (
      <li>
        <button type="button" className="quiet" onClick={() => setName('')}>
          <FilePlus size={13} aria-hidden /> Add a file
        </button>
      </li>
    )
  }
  const add = () => {
    if (name && !taken.includes(name)) {
      onAdd(name)
    }
    setName(undefined)
  }
  return (
    <li>
      <input autoFocus aria-label="Name of the new file" value={name} onChange={(change) => setName(change.target.value)} onBlur={add} onKeyDown={(press) => (press.key === 'Enter' ? add() : press.key === 'Escape' && setName(undefined))} />
    </li>
  )
}
