import { unzipSync, zipSync } from 'fflate'
import { sessionHeaders } from '../../shared/api/client'
import { problemOf } from '../../shared/api/problem'

export type Files = Record<string, Uint8Array>

const MOST_EDITABLE = 512 * 1024

/** Unpacks an archive; folders are left out. */
export function unpack(archive: Uint8Array): Files {
  return Object.fromEntries(Object.entries(unzipSync(archive)).filter(([name]) => !name.endsWith('/')))
}

/** Packs files, each of them executable: which ones were is not to be told from an archive that was unpacked here. */
export function pack(files: Files): Uint8Array<ArrayBuffer> {
  const entries = Object.entries(files).map(([name, content]) => [name, [content, { os: 3, attrs: 0o100755 << 16 }]] as const)
  return new Uint8Array(zipSync(Object.fromEntries(entries) as Parameters<typeof zipSync>[0]))
}

/** The text of a file, or undefined if it is none that a person would edit. */
export function textOf(content: Uint8Array): string | undefined {
  if (content.length > MOST_EDITABLE || content.includes(0)) {
    return undefined
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content)
  } catch {
    return undefined
  }
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

export async function download(name: string, version?: string): Promise<Files> {
  const query = version ? `?version=${encodeURIComponent(version)}` : ''
  const response = await fetch(`/api/v1/functions/${encodeURIComponent(name)}/code${query}`, { headers: sessionHeaders() })
  if (!response.ok) {
    throw await problemOf(response)
  }
  return unpack(new Uint8Array(await response.arrayBuffer()))
}

export async function deploy(name: string, files: Files, revision: number): Promise<void> {
  const response = await fetch(`/api/v1/functions/${encodeURIComponent(name)}/code`, {
    method: 'PUT',
    headers: { ...sessionHeaders(), 'Content-Type': 'application/zip', 'If-Match': `"${revision}"` },
    body: pack(files),
  })
  if (!response.ok) {
    throw await problemOf(response)
  }
}
