import { IconBolt, IconClock, IconMessages, IconUserCircle, IconUsers } from '@tabler/icons-react'
import type { Icon } from '@tabler/icons-react'
import { Navigate, Outlet, useLocation } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { settingsWords } from './labels.ts'
import styles from './settings-layout.module.css'

const profilePath = '/settings/profile'
const quickAnswersPath = '/settings/quick-answers'

/** The settings: sections on the left, those one may not change are not there. */
export function SettingsLayout(): ReactElement {
  const say = useWords(settingsWords)
  const { rights } = useSession()
  const { pathname } = useLocation()
  const isOwn = pathname.startsWith(profilePath) || pathname.startsWith(quickAnswersPath)
  return (
    <div className={styles.layout}>
      <nav className={styles.menu} aria-label={say('set.menu')}>
        <p className={styles.title}>{say('set.title')}</p>
        <ul className={styles.items}>
          {rights.settings && (
            <Item to="/settings/channels" icon={IconMessages} label={say('set.n.channels')} />
          )}
          {rights.settings && <Item to="/settings/people" icon={IconUsers} label={say('set.n.users')} />}
          {rights.settings && (
            <Item to="/settings/working-hours" icon={IconClock} label={say('set.n.hours')} />
          )}
          <Item to={quickAnswersPath} icon={IconBolt} label={say('set.n.quick')} />
          <Item to={profilePath} icon={IconUserCircle} label={say('set.n.profile')} />
        </ul>
      </nav>
      <div className={styles.content}>
        {rights.settings || isOwn ? <Outlet /> : <Navigate to={profilePath} replace />}
      </div>
    </div>
  )
}

type ItemProps = { to: string; icon: Icon; label: string }

function Item({ to, icon: Sign, label }: ItemProps): ReactElement {
  const isHere = useLocation().pathname.startsWith(to)
  return (
    <li>
      <AppLink href={to} className={styles.item} aria-current={isHere ? 'page' : undefined}>
        <Sign size={20} stroke={1.75} aria-hidden />
        {label}
      </AppLink>
    </li>
  )
}
