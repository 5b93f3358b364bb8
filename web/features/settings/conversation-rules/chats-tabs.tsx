import { useLocation } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { useWords } from '../../../lib/words.ts'
import { AppLink } from '../../../ui/app-link.tsx'
import styles from './chats-tabs.module.css'
import { rulesWords } from './labels.ts'

const rules = '/settings/channels/rules'

/** The head of "Chats and messengers" with its pages. */
export function ChatsTabs(): ReactElement {
  const say = useWords(rulesWords)
  const isRules = useLocation().pathname.startsWith(rules)
  return (
    <header className={styles.head}>
      <h1 className={styles.title}>{say('cr.title')}</h1>
      <nav className={styles.tabs} aria-label={say('cr.tabs')}>
        <AppLink href="/settings/channels" className={styles.tab} aria-current={isRules ? undefined : 'page'}>
          {say('cr.tab.channels')}
        </AppLink>
        <AppLink href={rules} className={styles.tab} aria-current={isRules ? 'page' : undefined}>
          {say('cr.tab.rules')}
        </AppLink>
      </nav>
    </header>
  )
}
