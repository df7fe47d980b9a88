import { Link } from '@tanstack/react-router'
import { Empty, ErrorNote } from '../shared/ui/notes'

export function NotFound() {
  return (
    <Empty title="There is no such page" action={<Link to="/">To the overview</Link>}>
      The address may be mistyped.
    </Empty>
  )
}

export function PageFailed({ error }: { error: unknown }) {
  return (
    <ErrorNote error={error}>
      {' '}
      <a href={location.href}>Load the page again</a>
    </ErrorNote>
  )
}
