import type { ReactElement } from 'react'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { companyWords } from './labels.ts'
import classes from './people-tabs.module.css'

/** Between the lists of contacts and of companies. */
export function PeopleTabs({ current }: { current: 'contacts' | 'companies' }): ReactElement {
  const say = useWords(companyWords)
  return (
    <nav className={classes.tabs}>
      {(['contacts', 'companies'] as const).map((each) => (
        <AppLink
          key={each}
          href={`/${each}`}
          className={classes.tab}
          aria-current={each === current ? 'page' : undefined}
        >
          {say(each === 'contacts' ? 'companies.contacts' : 'companies.title')}
        </AppLink>
      ))}
    </nav>
  )
}
