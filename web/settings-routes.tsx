import { createRoute, lazyRouteComponent, Navigate } from '@tanstack/react-router'
import type { RouteComponent } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { app } from './app-route.tsx'

const layout = createRoute({
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
  getParentRoute: () => layout,
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
const account = setting(
  '/account',
  lazyRouteComponent(() => import('./features/settings/account-page.tsx'), 'AccountPage'),
)
const profile = setting(
  '/profile',
  lazyRouteComponent(() => import('./features/settings/profile-page.tsx'), 'ProfilePage'),
)

function setting<Path extends string>(path: Path, component: RouteComponent) {
  return createRoute({ getParentRoute: () => layout, path, component })
}

/** The settings with all their pages. */
export const settings = layout.addChildren([
  settingsStart,
  account,
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
])
