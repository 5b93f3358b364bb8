import { IconChevronLeft } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import styles from './connect-page.module.css'
import { settingsWords } from './labels.ts'

/** Back to the list of channels. */
export function BackLink(): ReactElement {
  const say = useWords(settingsWords)
  return (
    <AppLink href="/settings/channels" className={styles.back}>
      <IconChevronLeft size={16} stroke={1.75} aria-hidden />
      {say('ch.title')}
    </AppLink>
  )
}
