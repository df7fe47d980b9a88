import { Link } from '@tanstack/react-router'
import { queries } from '../../shared/api/client'
import { newest, templates } from './templates'

/** The templates that this platform can run. */
export function TemplateCards({ chosen }: { chosen?: string }) {
  const runtimes = queries.useQuery('get', '/api/v1/runtimes')
  const known = runtimes.data?.items ?? []
  return (
    <ul className="cards">
      {templates
        .filter((template) => newest(known, template.runtime))
        .map((template) => (
          <li key={template.id}>
            <Link to="/functions/new" search={{ template: template.id }} className={template.id === chosen ? 'card chosen' : 'card'} aria-current={template.id === chosen || undefined}>
              <strong>{template.title}</strong>
              <span>{template.about}</span>
              <small>{newest(known, template.runtime)}</small>
            </Link>
          </li>
        ))}
    </ul>
  )
}
