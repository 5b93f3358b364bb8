import { createRoute, createRouter, lazyRouteComponent, Navigate } from '@tanstack/react-router'
import type { RouteComponent } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { app, root } from './app-route.tsx'
import { BrokenPage } from './broken-page.tsx'
import { forgot, invite, reset, setup, signIn } from './entry-routes.tsx'
import { onSignedOut } from './lib/api.ts'
import { forgetKeptAnswers } from './lib/kept-answers.ts'
import { setPageUser } from './lib/page-user.ts'
import { queryClient } from './lib/query.ts'
import { nextOf } from './own-path.ts'
import { settings } from './settings-routes.tsx'

// Addresses of the web app. A page is loaded when it is first gone to; its route is one line at the end of this file.

const start = page('/', () => <Navigate to="/imbox" replace />)
const checklist = page(
  '/start',
  lazyRouteComponent(() => import('./features/people/checklist-page.tsx'), 'ChecklistPage'),
)

const notifications = page(
  '/notifications',
  lazyRouteComponent(() => import('./features/notifications/notifications-page.tsx'), 'NotificationsPage'),
)

// One component for both addresses: the list stays as it is when a conversation is opened.
const imbox = createRoute({
  getParentRoute: () => app,
  path: '/imbox',
  component: lazyRouteComponent(() => import('./features/imbox/imbox-page.tsx'), 'ImboxPage'),
})
const conversation = createRoute({ getParentRoute: () => imbox, path: '$number' })

const deals = page(
  '/deals',
  lazyRouteComponent(() => import('./features/deals/deals-page.tsx'), 'DealsPage'),
)
const deal = page(
  '/deals/$dealId',
  lazyRouteComponent(() => import('./features/deals/deal-page.tsx'), 'DealPage'),
)

const tasks = page(
  '/tasks',
  lazyRouteComponent(() => import('./features/tasks/tasks-page.tsx'), 'TasksPage'),
)

const customers = page(
  '/customers',
  lazyRouteComponent(() => import('./features/customers/customers-page.tsx'), 'CustomersPage'),
)
const customer = page(
  '/customers/$customerId',
  lazyRouteComponent(() => import('./features/customers/customer-page.tsx'), 'CustomerPage'),
)

const contacts = page(
  '/contacts',
  lazyRouteComponent(() => import('./features/contacts/contacts-page.tsx'), 'ContactsPage'),
)
const contact = page(
  '/contacts/$contactId',
  lazyRouteComponent(() => import('./features/contacts/contact-page.tsx'), 'ContactPage'),
)

// One component for both addresses: the list stays as it is when a chat is opened.
const colleagues = createRoute({
  getParentRoute: () => app,
  path: '/colleagues',
  component: lazyRouteComponent(() => import('./features/internal/colleagues-page.tsx'), 'ColleaguesPage'),
})
const colleaguesChat = createRoute({ getParentRoute: () => colleagues, path: '$chatId' })

const companies = page(
  '/companies',
  lazyRouteComponent(() => import('./features/companies/companies-page.tsx'), 'CompaniesPage'),
)
const company = page(
  '/companies/$companyId',
  lazyRouteComponent(() => import('./features/companies/company-page.tsx'), 'CompanyPage'),
)

const search = page(
  '/search',
  lazyRouteComponent(() => import('./features/search/search-page.tsx'), 'SearchPage'),
)

const imports = page(
  '/imports',
  lazyRouteComponent(() => import('./features/imports/imports-page.tsx'), 'ImportsPage'),
)
const ImportPage = lazyRouteComponent(() => import('./features/imports/import-page.tsx'), 'ImportPage')
const oneImport = createRoute({
  getParentRoute: () => app,
  path: '/imports/$importId',
  component: function Import(): ReactElement {
    return <ImportPage importId={Number(oneImport.useParams().importId)} />
  },
})

const analytics = createRoute({
  getParentRoute: () => app,
  path: '/analytics',
  component: lazyRouteComponent(() => import('./features/analytics/analytics-layout.tsx'), 'AnalyticsLayout'),
})
const analyticsStart = analysis('/', () => <Navigate to="/analytics/events" replace />)
const eventList = analysis(
  '/events',
  lazyRouteComponent(() => import('./features/analytics/events/events-page.tsx'), 'EventsPage'),
)
const waiting = analysis(
  '/waiting',
  lazyRouteComponent(() => import('./features/analytics/waiting/waiting-page.tsx'), 'WaitingPage'),
)
const reports = analysis(
  '/reports',
  lazyRouteComponent(() => import('./features/analytics/reports/reports-page.tsx'), 'ReportsPage'),
)

function page<Path extends string>(path: Path, component: RouteComponent) {
  return createRoute({ getParentRoute: () => app, path, component })
}

function analysis<Path extends string>(path: Path, component: RouteComponent) {
  return createRoute({ getParentRoute: () => analytics, path, component })
}

const routeTree = root.addChildren([
  signIn,
  setup,
  forgot,
  reset,
  invite,
  app.addChildren([
    start,
    checklist,
    notifications,
    imbox.addChildren([conversation]),
    colleagues.addChildren([colleaguesChat]),
    deals,
    deal,
    customers,
    customer,
    tasks,
    contacts,
    contact,
    companies,
    company,
    search,
    imports,
    oneImport,
    analytics.addChildren([analyticsStart, eventList, waiting, reports]),
    settings,
  ]),
])

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  defaultErrorComponent: BrokenPage,
  defaultPendingMs: 300,
  scrollRestoration: false,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

onSignedOut((why) => {
  setPageUser(null)
  const forgotten = forgetKeptAnswers()
  const { pathname, href } = router.state.location
  if (/^\/(sign-in|setup|invite|forgot|reset)(\/|$)/.test(pathname)) return
  queryClient.clear()
  const left = router.navigate({ to: '/sign-in', search: nextOf(href), replace: true })
  // Somebody else has signed in in another tab: the page is opened anew as his.
  if (why === 'replaced') void Promise.all([forgotten, left]).then(() => location.replace(href))
})
