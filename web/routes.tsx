import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Navigate,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import type { RouteComponent } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { getSetup } from '#contract/people'
import { call, onSignedOut } from './lib/api.ts'
import { isApiError } from './lib/api-error.ts'
import { forgetKeptAnswers, takeKeptAnswers } from './lib/kept-answers.ts'
import { meQuery } from './lib/me.ts'
import { queryClient } from './lib/query.ts'
import { setLanguage } from './lib/words.ts'
import { BrokenPage } from './broken-page.tsx'
import { LostPage } from './lost-page.tsx'
import { Shell } from './shell.tsx'

/** Addresses of the web app. A page is loaded when it is first gone to; its route is one line at the end of this file. */
const root = createRootRoute({ component: Outlet, notFoundComponent: LostPage })

const SignInPage = lazyRouteComponent(() => import('./features/people/sign-in-page.tsx'), 'SignInPage')
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): { next?: string } => (isOwnPath(search.next) ? { next: search.next } : {}),
  beforeLoad: async () => {
    if (await isSetupNeeded()) throw redirect({ to: '/setup', replace: true })
  },
  component: function SignIn(): ReactElement {
    return <SignInPage next={signIn.useSearch().next} />
  },
})

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  beforeLoad: async () => {
    if (!(await isSetupNeeded())) throw redirect({ to: '/sign-in', replace: true })
  },
  component: lazyRouteComponent(() => import('./features/people/setup-page.tsx'), 'SetupPage'),
})

const ForgotPage = lazyRouteComponent(() => import('./features/people/forgot-page.tsx'), 'ForgotPage')
const forgot = createRoute({ getParentRoute: () => root, path: '/forgot', component: ForgotPage })

const ResetPage = lazyRouteComponent(() => import('./features/people/reset-page.tsx'), 'ResetPage')
const reset = createRoute({
  getParentRoute: () => root,
  path: '/reset/$token',
  component: function Reset(): ReactElement {
    return <ResetPage token={reset.useParams().token} />
  },
})

const InvitePage = lazyRouteComponent(() => import('./features/people/invite-page.tsx'), 'InvitePage')
const invite = createRoute({
  getParentRoute: () => root,
  path: '/invite/$token',
  component: function Invite(): ReactElement {
    return <InvitePage token={invite.useParams().token} />
  },
})

/** Everything behind the sign-in. Whoever is not signed in comes back to the same address afterwards. */
const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  beforeLoad: async ({ location }) => {
    try {
      const me = await queryClient.ensureQueryData(meQuery)
      await setLanguage(me.user.language)
    } catch (error) {
      if (isApiError(error, 'session.required')) {
        throw redirect({ to: '/sign-in', search: nextOf(location.href), replace: true })
      }
      // Out of reach: one goes on with what one has seen; live updates begin where it was read, when they can.
      if (!isApiError(error, 'network.unreachable') || !(await takeKeptAnswers(queryClient))) throw error
      const kept = await queryClient.ensureQueryData(meQuery)
      await setLanguage(kept.user.language)
    }
  },
  component: Shell,
})

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

const settings = createRoute({
  getParentRoute: () => app,
  path: '/settings',
  component: lazyRouteComponent(() => import('./features/settings/settings-layout.tsx'), 'SettingsLayout'),
})
const settingsStart = setting('/', () => <Navigate to="/settings/channels" replace />)
const channels = setting(
  '/channels',
  lazyRouteComponent(() => import('./features/settings/channels-page.tsx'), 'ChannelsPage'),
)
const conversationRules = setting(
  '/channels/rules',
  lazyRouteComponent(() => import('./features/settings/conversation-rules/rules-page.tsx'), 'RulesPage'),
)
const connectMessenger = setting(
  '/channels/$messenger',
  lazyRouteComponent(() => import('./features/settings/connect-messenger-page.tsx'), 'ConnectMessengerPage'),
)
const connectWebsite = setting(
  '/channels/website',
  lazyRouteComponent(() => import('./features/settings/connect-website-page.tsx'), 'ConnectWebsitePage'),
)
const people = setting(
  '/people',
  lazyRouteComponent(() => import('./features/settings/people-page.tsx'), 'PeoplePage'),
)
const roles = setting(
  '/roles',
  lazyRouteComponent(() => import('./features/settings/roles-page.tsx'), 'RolesPage'),
)
const RolePage = lazyRouteComponent(() => import('./features/settings/role-page.tsx'), 'RolePage')
const role = createRoute({
  getParentRoute: () => settings,
  path: '/roles/$roleId',
  component: function Role(): ReactElement {
    return <RolePage roleId={role.useParams().roleId} />
  },
})
const workingHours = setting(
  '/working-hours',
  lazyRouteComponent(() => import('./features/settings/working-hours-page.tsx'), 'WorkingHoursPage'),
)
const deadLetters = setting(
  '/dead-letters',
  lazyRouteComponent(() => import('./features/dead-letters/dead-letters-page.tsx'), 'DeadLettersPage'),
)
const privacy = setting(
  '/personal-data',
  lazyRouteComponent(() => import('./features/privacy/privacy-page.tsx'), 'PrivacyPage'),
)
const pipelines = setting(
  '/pipelines',
  lazyRouteComponent(() => import('./features/pipelines/pipelines-page.tsx'), 'PipelinesPage'),
)
const fields = setting(
  '/fields',
  lazyRouteComponent(() => import('./features/fields/settings/fields-page.tsx'), 'FieldsPage'),
)
const tags = setting(
  '/tags',
  lazyRouteComponent(() => import('./features/tags/tags-page.tsx'), 'TagsPage'),
)
const quickAnswers = setting(
  '/quick-answers',
  lazyRouteComponent(() => import('./features/quick-answers/quick-answers-page.tsx'), 'QuickAnswersPage'),
)
const notificationSettings = setting(
  '/notifications',
  lazyRouteComponent(
    () => import('./features/notifications/settings/notification-settings-page.tsx'),
    'NotificationSettingsPage',
  ),
)
const profile = setting(
  '/profile',
  lazyRouteComponent(() => import('./features/settings/profile-page.tsx'), 'ProfilePage'),
)

function page<Path extends string>(path: Path, component: RouteComponent) {
  return createRoute({ getParentRoute: () => app, path, component })
}

function analysis<Path extends string>(path: Path, component: RouteComponent) {
  return createRoute({ getParentRoute: () => analytics, path, component })
}

function setting<Path extends string>(path: Path, component: RouteComponent) {
  return createRoute({ getParentRoute: () => settings, path, component })
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
    settings.addChildren([
      settingsStart,
      channels,
      conversationRules,
      connectMessenger,
      connectWebsite,
      people,
      roles,
      role,
      workingHours,
      deadLetters,
      privacy,
      pipelines,
      fields,
      tags,
      quickAnswers,
      notificationSettings,
      profile,
    ]),
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

onSignedOut(() => {
  void forgetKeptAnswers()
  const { pathname, href } = router.state.location
  if (/^\/(sign-in|setup|invite|forgot|reset)(\/|$)/.test(pathname)) return
  queryClient.clear()
  void router.navigate({ to: '/sign-in', search: nextOf(href), replace: true })
})

async function isSetupNeeded(): Promise<boolean> {
  const { isNeeded } = await call(getSetup)
  return isNeeded
}

/** Only an address of this app is gone back to: never one that somebody put into a link. */
function isOwnPath(path: unknown): path is string {
  return typeof path === 'string' && /^\/(?![/\\])/.test(path)
}

function nextOf(href: string): { next?: string } {
  return isOwnPath(href) && href !== '/' ? { next: href } : {}
}
