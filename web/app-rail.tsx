import { Menu } from '@mantine/core'
import {
  IconAddressBook,
  IconChartBar,
  IconHeartHandshake,
  IconInbox,
  IconLayoutKanban,
  IconListCheck,
  IconLogout,
  IconMessages,
  IconSettings,
  IconSquareCheck,
  IconUserCircle,
} from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { Suspense } from 'react'
import type { ReactElement } from 'react'
import { changeMe, signOut } from '#contract/people'
import type { Preferences } from '#contract/people'
import { useLetterCount } from './features/dead-letters/dead-letters-data.ts'
import { deadLetterWords } from './features/dead-letters/labels.ts'
import { useCounts } from './features/imbox/use-counts.ts'
import { internalWords } from './features/internal/labels.ts'
import { useInternalLive } from './features/internal/use-internal-live.ts'
import { useUnreadChats } from './features/internal/use-chats.ts'
import { taskWords } from './features/tasks/labels.ts'
import { useTaskCounts } from './features/tasks/tasks-data.ts'
import { useBell } from './features/notifications/use-bell.ts'
import { call } from './lib/api.ts'
import { forgetKeptAnswers } from './lib/kept-answers.ts'
import { lazyLater } from './lib/lazy-later.ts'
import { meQuery } from './lib/me.ts'
import { setPageUser } from './lib/page-user.ts'
import { useSession } from './lib/session.ts'
import { useWords } from './lib/words.ts'
import { AppLink } from './ui/app-link.tsx'
import { Rail } from './ui/rail.tsx'
import type { RailItem } from './ui/rail.tsx'
import { errorToast } from './ui/toasts.tsx'

const NotificationPanel = lazyLater(
  async () => (await import('./features/notifications/notification-panel.tsx')).NotificationPanel,
)

const themes = ['system', 'light', 'dark'] as const

/** The rail with the sections of the product and one's own menu. */
export function AppRail({ pathname, onSearch }: { pathname: string; onSearch: () => void }): ReactElement {
  const say = useWords()
  const sayLetters = useWords(deadLetterWords)
  const sayInternal = useWords(internalWords)
  useInternalLive()
  const unreadChats = useUnreadChats()
  const { user, rights } = useSession()
  const letters = useLetterCount(rights.settings)
  const sayTasks = useWords(taskWords)
  const overdue = useTaskCounts(user.id)?.overdue ?? 0
  const counts = useCounts()
  const unread = counts?.unread ?? 0
  const bell = useBell(pathname, counts?.notifications ?? 0)
  const section = (href: string, item: Omit<RailItem, 'href' | 'isCurrent'>): RailItem => ({
    ...item,
    href,
    isCurrent: pathname === href || pathname.startsWith(`${href}/`),
  })
  const items = [
    section('/imbox', {
      label: say('nav.imbox'),
      icon: IconInbox,
      count: unread,
      countLabel: say('nav.unread', { count: unread }),
    }),
    section('/deals', { label: say('nav.deals'), icon: IconLayoutKanban }),
    section('/customers', { label: say('nav.customers'), icon: IconHeartHandshake, isSecondary: true }),
    section('/tasks', {
      label: say('nav.tasks'),
      icon: IconSquareCheck,
      count: overdue,
      countLabel: sayTasks('task.count.overdue', { count: overdue }),
    }),
    {
      ...section('/contacts', { label: say('nav.contacts'), icon: IconAddressBook }),
      // Companies are the other half of the same section.
      isCurrent: /^\/(contacts|companies)(\/|$)/.test(pathname),
    },
    section('/colleagues', {
      label: sayInternal('col.title'),
      icon: IconMessages,
      count: unreadChats,
      countLabel: sayInternal('col.unread', { count: unreadChats }),
    }),
    ...(rights.analytics
      ? [section('/analytics', { label: say('nav.analytics'), icon: IconChartBar, isSecondary: true })]
      : []),
    section('/settings', {
      label: say('nav.settings'),
      icon: IconSettings,
      isSecondary: true,
      count: letters,
      countLabel: sayLetters('dl.count', { count: letters }),
    }),
  ]
  return (
    <>
      <Rail items={items} onSearch={onSearch} bell={bell.rail} userName={user.name} menu={<OwnMenu />} />
      {bell.isPanelOpen && (
        <Suspense fallback={null}>
          <NotificationPanel onClose={bell.close} />
        </Suspense>
      )}
    </>
  )
}

/** Theme, first steps, profile, leaving. */
function OwnMenu(): ReactElement {
  const say = useWords()
  const client = useQueryClient()
  const router = useRouter()
  const { user } = useSession()
  const choose = (theme: Preferences['theme']): void => {
    call(changeMe, { preferences: { theme } })
      .then((me) => client.setQueryData(meQuery.queryKey, me))
      .catch(errorToast)
  }
  const leave = (): void => {
    call(signOut)
      .then(async () => {
        setPageUser(null)
        client.clear()
        await forgetKeptAnswers()
        return router.navigate({ to: '/sign-in', replace: true })
      })
      .catch(errorToast)
  }
  return (
    <>
      <Menu.Label>
        <bdi>{user.name}</bdi>
      </Menu.Label>
      <Menu.Item
        component={AppLink}
        href="/settings/profile"
        leftSection={<IconUserCircle size={16} stroke={1.75} />}
      >
        {say('nav.own')}
      </Menu.Item>
      <Menu.Item component={AppLink} href="/start" leftSection={<IconListCheck size={16} stroke={1.75} />}>
        {say('nav.start')}
      </Menu.Item>
      <Menu.Divider />
      <Menu.Label>{say('theme.title')}</Menu.Label>
      {themes.map((theme) => (
        <Menu.RadioItem
          key={theme}
          value={theme}
          checked={user.preferences.theme === theme}
          onChange={() => choose(theme)}
        >
          {say(`theme.${theme}`)}
        </Menu.RadioItem>
      ))}
      <Menu.Divider />
      <Menu.Item leftSection={<IconLogout size={16} stroke={1.75} />} onClick={leave}>
        {say('nav.signOut')}
      </Menu.Item>
    </>
  )
}
