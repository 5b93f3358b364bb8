import {
  IconBell,
  IconBolt,
  IconBuilding,
  IconClock,
  IconFingerprint,
  IconForms,
  IconMailOff,
  IconMessages,
  IconShieldCheck,
  IconTags,
  IconUserCircle,
  IconUsers,
  IconLayoutKanban,
} from '@tabler/icons-react'
import type { Icon } from '@tabler/icons-react'
import { Navigate, Outlet, useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { ReactElement } from 'react'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { Counter } from '../../ui/counter.tsx'
import { useLetterCount } from '../dead-letters/dead-letters-data.ts'
import { deadLetterWords } from '../dead-letters/labels.ts'
import { settingsWords } from './labels.ts'
import styles from './settings-layout.module.css'

const profilePath = '/settings/profile'
const notificationsPath = '/settings/notifications'
const quickAnswersPath = '/settings/quick-answers'

/** The settings: sections on the left, those one may not change are not there. */
export function SettingsLayout(): ReactElement {
  const say = useWords(settingsWords)
  const { rights } = useSession()
  const sayLetters = useWords(deadLetterWords)
  const letters = useLetterCount(rights.settings)
  const { pathname } = useLocation()
  const isOwn = [profilePath, quickAnswersPath, notificationsPath].some((path) => pathname.startsWith(path))
  return (
    <div className={styles.layout}>
      <nav className={styles.menu} aria-label={say('set.menu')}>
        <p className={styles.title}>{say('set.title')}</p>
        <ul className={styles.items}>
          {rights.settings && (
            <Item to="/settings/account" icon={IconBuilding} label={say('set.n.account')} />
          )}
          {rights.settings && (
            <Item to="/settings/channels" icon={IconMessages} label={say('set.n.channels')} />
          )}
          {rights.settings && (
            <Item to="/settings/pipelines" icon={IconLayoutKanban} label={say('set.n.pipelines')} />
          )}
          {rights.settings && <Item to="/settings/fields" icon={IconForms} label={say('set.n.fields')} />}
          {rights.settings && <Item to="/settings/tags" icon={IconTags} label={say('set.n.tags')} />}
          {rights.settings && <Item to="/settings/people" icon={IconUsers} label={say('set.n.users')} />}
          {rights.settings && <Item to="/settings/roles" icon={IconShieldCheck} label={say('set.n.roles')} />}
          {rights.settings && (
            <Item to="/settings/working-hours" icon={IconClock} label={say('set.n.hours')} />
          )}
          {rights.settings && (
            <Item
              to="/settings/dead-letters"
              icon={IconMailOff}
              label={sayLetters('dl.nav')}
              count={letters}
              countLabel={sayLetters('dl.count', { count: letters })}
            />
          )}
          {rights.settings && (
            <Item to="/settings/personal-data" icon={IconFingerprint} label={say('set.n.privacy')} />
          )}
          <Item to={quickAnswersPath} icon={IconBolt} label={say('set.n.quick')} />
          <Item to={notificationsPath} icon={IconBell} label={say('nav.notifications')} />
          <Item to={profilePath} icon={IconUserCircle} label={say('set.n.profile')} />
        </ul>
      </nav>
      <div className={styles.content}>
        {rights.settings || isOwn ? <Outlet /> : <Navigate to={profilePath} replace />}
      </div>
    </div>
  )
}

type ItemProps = { to: string; icon: Icon; label: string; count?: number; countLabel?: string }

function Item({ to, icon: Sign, label, count = 0, countLabel = '' }: ItemProps): ReactElement {
  const isHere = useLocation().pathname.startsWith(to)
  const link = useRef<HTMLAnchorElement>(null)
  // On a phone the menu scrolls sideways: where one is must be seen.
  useEffect(() => {
    if (isHere) link.current?.scrollIntoView({ inline: 'center', block: 'nearest' })
  }, [isHere])
  return (
    <li>
      <AppLink ref={link} href={to} className={styles.item} aria-current={isHere ? 'page' : undefined}>
        <Sign size={20} stroke={1.75} aria-hidden />
        {label}
        {count > 0 && (
          <span className={styles.count}>
            <Counter count={count} label={countLabel} />
          </span>
        )}
      </AppLink>
    </li>
  )
}
