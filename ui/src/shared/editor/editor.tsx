import { lazy, Suspense } from 'react'
import type { CodeEditorProps } from './code-mirror'

const CodeMirror = lazy(() => import('./code-mirror'))

/** An editor of code or JSON. Escape, then Tab leaves it by the keyboard. */
export function Editor(props: CodeEditorProps) {
  return (
    <Suspense fallback={<div className="editor loading">Loading the editor…</div>}>
      <CodeMirror {...props} />
    </Suspense>
  )
}
