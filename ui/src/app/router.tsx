import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { deadLetterSearch } from '../features/dead-letters/search'
import { eventSearch } from '../features/events/search'
import { functionSearch, newFunctionSearch } from '../features/functions/search'
import { logSearch } from '../features/logs/search'
import { Overview } from '../features/overview/overview'
import { overviewSearch } from '../features/overview/search'
import { newTriggerSearch, triggerSearch } from '../features/triggers/search'
import { NotFound, PageFailed } from './not-found'
import { Shell } from './shell'

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, errorComponent: PageFailed })

const routes = [
  createRoute({ getParentRoute: () => root, path: '/', validateSearch: overviewSearch, component: Overview }),
  createRoute({
    getParentRoute: () => root,
    path: '/functions',
    validateSearch: functionSearch,
    component: lazyRouteComponent(() => import('../features/functions/function-list'), 'FunctionList'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/functions/new',
    validateSearch: newFunctionSearch,
    component: lazyRouteComponent(() => import('../features/functions/new-function'), 'NewFunction'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/functions/$name',
    beforeLoad: ({ params }) => {
      throw redirect({ to: '/functions/$name/$tab', params: { ...params, tab: 'code' }, replace: true })
    },
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/functions/$name/$tab',
    component: lazyRouteComponent(() => import('../features/functions/function-page'), 'FunctionPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/events',
    validateSearch: eventSearch,
    component: lazyRouteComponent(() => import('../features/events/event-list'), 'EventList'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/events/$id',
    component: lazyRouteComponent(() => import('../features/events/event-page'), 'EventPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/invocations/$id',
    component: lazyRouteComponent(() => import('../features/events/invocation-page'), 'InvocationPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/dead-letters',
    validateSearch: deadLetterSearch,
    component: lazyRouteComponent(() => import('../features/dead-letters/dead-letter-list'), 'DeadLetterList'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/dead-letters/$id',
    component: lazyRouteComponent(() => import('../features/dead-letters/dead-letter-page'), 'DeadLetterPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/redrives/$id',
    component: lazyRouteComponent(() => import('../features/dead-letters/redrive-page'), 'RedrivePage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/triggers',
    validateSearch: triggerSearch,
    component: lazyRouteComponent(() => import('../features/triggers/trigger-list'), 'TriggerList'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/triggers/new',
    validateSearch: newTriggerSearch,
    component: lazyRouteComponent(() => import('../features/triggers/new-trigger'), 'NewTrigger'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/triggers/$id',
    component: lazyRouteComponent(() => import('../features/triggers/trigger-page'), 'TriggerPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/logs',
    validateSearch: logSearch,
    component: lazyRouteComponent(() => import('../features/logs/logs-page'), 'LogsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/map',
    component: lazyRouteComponent(() => import('../features/map/map-page'), 'MapPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/settings',
    beforeLoad: () => {
      throw redirect({ to: '/settings/$section', params: { section: 'access-keys' }, replace: true })
    },
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/settings/$section',
    component: lazyRouteComponent(() => import('../features/settings/settings-page'), 'SettingsPage'),
  }),
] as const

export function makeRouter() {
  return createRouter({ routeTree: root.addChildren(routes), defaultPreload: 'intent', scrollRestoration: true })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}
