import { Navigate, Outlet, useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { ReactElement } from 'react'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import classes from './analytics-layout.module.css'
import { analyticsWords } from './labels.ts'

/** The pages of the section, in their order: a word of the labels and an address. */
const tabs = [
  { label: 'an.events', href: '/analytics/events' },
  { label: 'an.reports', href: '/analytics/reports' },
  { label: 'an.waiting', href: '/analytics/waiting' },
] as const

/** The analytics: what happened, and what it comes to. For whose role reads them. */
export function AnalyticsLayout(): ReactElement {
  const say = useWords(analyticsWords)
  const { rights } = useSession()
  const { pathname } = useLocation()
  if (!rights.analytics) return <Navigate to="/imbox" replace />
  return (
    <div className={classes.layout}>
      <header className={classes.head}>
        <h1 className={classes.title}>{say('an.title')}</h1>
        <nav className={classes.tabs} aria-label={say('an.tabs')}>
          {tabs.map(({ label, href }) => (
            <Tab key={href} href={href} label={say(label)} isHere={pathname.startsWith(href)} />
          ))}
        </nav>
      </header>
      <div className={classes.page}>
        <Outlet />
      </div>
    </div>
  )
}

function Tab({ href, label, isHere }: { href: string; label: string; isHere: boolean }): ReactElement {
  const link = useRef<HTMLAnchorElement>(null)
  // On a phone the tabs scroll sideways: where one is must be seen.
  useEffect(() => {
    if (isHere) link.current?.scrollIntoView({ inline: 'center', block: 'nearest' })
  }, [isHere])
  return (
    <AppLink ref={link} href={href} className={classes.tab} aria-current={isHere ? 'page' : undefined}>
      {label}
    </AppLink>
  )
}
