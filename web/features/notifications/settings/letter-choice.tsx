import { Select } from '@mantine/core'
import type { ReactElement } from 'react'
import { digestMinutes } from '#contract/notifications'
import type { NotificationSettings } from '#contract/notifications'
import { useWords } from '../../../lib/words.ts'
import { notificationSettingsWords } from './labels.ts'
import type { SettingsWish } from './settings-data.ts'
import styles from './settings.module.css'

type Props = { settings: NotificationSettings; onChange: (wish: SettingsWish) => void }

/** How long something stays unread before a letter tells of it. */
export function LetterChoice({ settings, onChange }: Props): ReactElement {
  const say = useWords(notificationSettingsWords)
  return (
    <section className={styles.section}>
      <Select
        className={styles.select}
        label={say('ns.mail')}
        description={say('ns.mail.d')}
        inputWrapperOrder={['label', 'input', 'description']}
        allowDeselect={false}
        data={digestMinutes.map((minutes) => ({ value: String(minutes), label: say(`ns.mail.${minutes}`) }))}
        value={String(settings.digestMinutes)}
        onChange={(value) => {
          const chosen = digestMinutes.find((minutes) => String(minutes) === value)
          if (chosen !== undefined) onChange({ digestMinutes: chosen })
        }}
      />
    </section>
  )
}
