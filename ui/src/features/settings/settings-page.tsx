import { Link, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Page } from '../../shared/ui/page'
import { AccessKeys } from './access-keys'
import { AuditLog } from './audit-log'
import { Health } from './health'
import { Nodes } from './nodes'
import { Runtimes } from './runtimes'

const sections: Record<string, { label: string; show: () => ReactNode }> = {
  'access-keys': { label: 'Access keys & roles', show: () => <AccessKeys /> },
  'audit-log': { label: 'Audit log', show: () => <AuditLog /> },
  nodes: { label: 'Nodes', show: () => <Nodes /> },
  runtimes: { label: 'Runtimes', show: () => <Runtimes /> },
  health: { label: 'Health & version', show: () => <Health /> },
}

export function SettingsPage() {
  const { section } = useParams({ from: '/settings/$section' })
  return (
    <Page title="Settings">
      <nav className="tabs" aria-label="Settings">
        {Object.entries(sections).map(([id, { label }]) => (
          <Link key={id} to="/settings/$section" params={{ section: id }} activeProps={{ 'aria-current': 'page' }}>
            {label}
          </Link>
        ))}
      </nav>
      {sections[section]?.show() ?? <p className="note">There is no such section.</p>}
    </Page>
  )
}
