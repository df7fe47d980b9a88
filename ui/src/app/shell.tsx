import { Dialog } from '@base-ui/react/dialog'
import { Menu } from '@base-ui/react/menu'
import { Link, Outlet, useNavigate } from '@tanstack/react-router'
import { Activity, Archive, CalendarClock, ChevronDown, LayoutDashboard, Map as MapIcon, Menu as MenuIcon, ScrollText, Search, Settings, SquareFunction } from 'lucide-react'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useHotkeys } from '../shared/lib/use-hotkeys'
import { useSession } from '../shared/session'
import { Loading } from '../shared/ui/notes'
import { currentTheme, switchTheme, type Theme } from './theme'

const loadPalette = () => import('./palette')
const Palette = lazy(loadPalette)

const places = [
  { to: '/', label: 'Overview', icon: LayoutDashboard, key: 'o' },
  { to: '/functions', label: 'Functions', icon: SquareFunction, key: 'f' },
  { to: '/triggers', label: 'Triggers', icon: CalendarClock, key: 't' },
  { to: '/events', label: 'Events', icon: Activity, key: 'e' },
  { to: '/dead-letters', label: 'Dead letters', icon: Archive, key: 'd' },
  { to: '/logs', label: 'Logs', icon: ScrollText, key: 'l' },
  { to: '/map', label: 'Map', icon: MapIcon, key: 'm' },
  { to: '/settings', label: 'Settings', icon: Settings, key: 's' },
] as const

export function Shell() {
  const navigate = useNavigate()
  const [palette, setPalette] = useState(false)
  const [help, setHelp] = useState(false)
  const [menu, setMenu] = useState(false)
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        setPalette((open) => !open)
      }
    }
    document.addEventListener('keydown', listen)
    const idle = setTimeout(() => void loadPalette(), 1500) // so that it is there at once when it is called
    return () => {
      clearTimeout(idle)
      document.removeEventListener('keydown', listen)
    }
  }, [])
  useHotkeys({
    ...Object.fromEntries(places.map((place) => [`g ${place.key}`, () => void navigate({ to: place.to })])),
    '/': () => document.querySelector<HTMLElement>('main [type=search]')?.focus(),
    '?': () => setHelp(true),
    c: () => void navigate({ to: '/functions/new' }),
  })
  return (
    <div className="shell">
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <aside className={menu ? 'side open' : 'side'}>
        <div className="brand">
          <Link to="/" aria-label="Glowplug, overview">
            <img src="/favicon.svg" alt="" width="20" height="20" /> Glowplug
          </Link>
          <button type="button" className="button quiet menu-toggle" aria-expanded={menu} aria-label="Menu" onClick={() => setMenu(!menu)}>
            <MenuIcon size={18} aria-hidden />
          </button>
        </div>
        <button type="button" className="search-button" onClick={() => setPalette(true)}>
          <Search size={14} aria-hidden /> <span>Go to…</span> <kbd>Ctrl K</kbd>
        </button>
        <nav aria-label="Console">
          {places.map((place) => (
            <Link key={place.to} to={place.to} activeOptions={{ exact: place.to === '/', includeSearch: false }} activeProps={{ 'aria-current': 'page' }} onClick={() => setMenu(false)}>
              <place.icon size={16} aria-hidden /> {place.label}
            </Link>
          ))}
        </nav>
        <Account onHelp={() => setHelp(true)} />
      </aside>
      <main id="main" tabIndex={-1}>
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </main>
      {palette && (
        <Suspense>
          <Palette onClose={() => setPalette(false)} />
        </Suspense>
      )}
      <Keys open={help} onOpenChange={setHelp} />
    </div>
  )
}

function Account({ onHelp }: { onHelp: () => void }) {
  const { session, signOut } = useSession()
  const [theme, setTheme] = useState<Theme>(currentTheme)
  return (
    <Menu.Root>
      <Menu.Trigger className="account">
        <span>
          <strong>{session.role}</strong>
          <small>{session.accessKeyId}</small>
        </span>
        <ChevronDown size={14} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={6} className="positioner">
          <Menu.Popup className="menu">
            <Menu.RadioGroup
              value={theme}
              onValueChange={(next: Theme) => {
                setTheme(next)
                switchTheme(next)
              }}
            >
              {(['system', 'light', 'dark'] as const).map((each) => (
                <Menu.RadioItem key={each} value={each} className="menu-item">
                  <Menu.RadioItemIndicator className="mark">✓</Menu.RadioItemIndicator>
                  {each === 'system' ? 'Colours of the system' : each === 'light' ? 'Light' : 'Dark'}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
            <Menu.Separator className="menu-line" />
            <Menu.Item className="menu-item" onClick={onHelp}>
              Keyboard shortcuts <kbd>?</kbd>
            </Menu.Item>
            <Menu.Item className="menu-item" onClick={signOut}>
              Sign out
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

function Keys({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const keys = [
    ['Ctrl K', 'Search, and go anywhere'],
    ...places.map((place) => [`g ${place.key}`, place.label]),
    ['/', 'To the search of the page'],
    ['j, k', 'Along the rows of a list'],
    ['Enter', 'Open the row'],
    ['c', 'Create a function'],
    ['Ctrl S', 'Save and deploy, in the editor'],
    ['Esc, then Tab', 'Leave the editor'],
    ['?', 'This list'],
  ]
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog">
          <Dialog.Title>Keyboard shortcuts</Dialog.Title>
          <dl className="keys">
            {keys.map(([key, what]) => (
              <div key={key}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{what}</dd>
              </div>
            ))}
          </dl>
          <div className="actions">
            <Dialog.Close className="button plain">Close</Dialog.Close>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
