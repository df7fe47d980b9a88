import { autocompletion, closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { bracketMatching, foldGutter, HighlightStyle, indentOnInput, indentUnit, StreamLanguage, syntaxHighlighting } from '@codemirror/language'
import { linter, lintGutter } from '@codemirror/lint'
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search'
import { Compartment, EditorState, type Extension } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { useEffect, useRef } from 'react'

export interface CodeEditorProps {
  label: string
  value: string
  /** The file's name, which tells the language. */
  file: string
  readOnly?: boolean
  lines?: 'few' | 'many'
  onChange?: (value: string) => void
  /** Ctrl-S, or Ctrl-Enter. */
  onSave?: () => void
}

async function languageOf(file: string): Promise<Extension> {
  switch (file.slice(file.lastIndexOf('.') + 1)) {
    case 'py':
      return (await import('@codemirror/lang-python')).python()
    case 'js':
    case 'mjs':
    case 'cjs':
      return (await import('@codemirror/lang-javascript')).javascript()
    case 'json': {
      const { json, jsonParseLinter } = await import('@codemirror/lang-json')
      return [json(), linter(jsonParseLinter()), lintGutter()]
    }
    case 'yaml':
    case 'yml':
      return (await import('@codemirror/lang-yaml')).yaml()
    case 'rb':
      return StreamLanguage.define((await import('@codemirror/legacy-modes/mode/ruby')).ruby)
    case 'sh':
    case 'bootstrap':
      return StreamLanguage.define((await import('@codemirror/legacy-modes/mode/shell')).shell)
    default:
      return []
  }
}

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: 'var(--code-keyword)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--code-string)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--code-number)' },
  { tag: tags.comment, color: 'var(--ink-quiet)', fontStyle: 'italic' },
  { tag: [tags.function(tags.variableName), tags.definition(tags.variableName)], color: 'var(--code-name)' },
  { tag: tags.propertyName, color: 'var(--code-name)' },
])

const look = EditorView.theme({
  '&': { height: '100%', color: 'var(--ink)', backgroundColor: 'var(--paper)', fontSize: '12.5px' },
  '&.cm-focused': { outline: '2px solid var(--focus)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.55' },
  '.cm-gutters': { color: 'var(--ink-quiet)', backgroundColor: 'var(--paper-2)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--hover)' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'var(--selection)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-panels, .cm-tooltip': { color: 'var(--ink)', backgroundColor: 'var(--paper-2)', border: '1px solid var(--line)' },
})

/**
 * CodeMirror in a shadow root: there it brings its styles as constructed sheets, which a content security policy that
 * forbids inline styles lets pass.
 */
export default function CodeMirror({ label, value, file, readOnly = false, lines = 'many', onChange, onSave }: CodeEditorProps) {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const calls = useRef({ onChange, onSave })
  useEffect(() => {
    calls.current = { onChange, onSave }
  })
  useEffect(() => {
    const element = host.current
    if (!element) {
      return
    }
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' })
    const parent = document.createElement('div')
    parent.style.height = '100%'
    root.append(parent)
    const save = () => {
      calls.current.onSave?.()
      return calls.current.onSave !== undefined
    }
    const language = new Compartment()
    const editor = new EditorView({
      root,
      parent,
      state: EditorState.create({
        doc: value,
        extensions: [
          keymap.of([
            { key: 'Mod-s', run: save, preventDefault: true },
            { key: 'Mod-Enter', run: save },
          ]),
          lineNumbers(),
          foldGutter(),
          history(),
          drawSelection(),
          indentUnit.of(file.endsWith('.py') ? '    ' : '  '),
          indentOnInput(),
          bracketMatching(),
          closeBrackets(),
          autocompletion(),
          highlightActiveLine(),
          highlightSelectionMatches(),
          keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, indentWithTab]),
          language.of([]),
          syntaxHighlighting(colours),
          look,
          EditorState.readOnly.of(readOnly),
          EditorView.contentAttributes.of({ 'aria-label': label }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) {
              calls.current.onChange?.(update.state.doc.toString())
            }
          }),
        ],
      }),
    })
    view.current = editor
    let stale = false
    void languageOf(file).then((loaded) => {
      if (!stale) {
        editor.dispatch({ effects: language.reconfigure(loaded) })
      }
    })
    return () => {
      stale = true
      editor.destroy()
      parent.remove()
      view.current = null
    }
    // The document is made once for each file; later values come by the effect below.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [file, readOnly, label])
  useEffect(() => {
    const editor = view.current
    if (editor && editor.state.doc.toString() !== value) {
      editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } })
    }
  }, [value])
  return <div ref={host} className={`editor ${lines}`} />
}
