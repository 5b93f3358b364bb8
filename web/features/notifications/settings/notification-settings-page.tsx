import { Skeleton } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { useLive } from '../../../lib/live-hooks.ts'
import { useWords } from '../../../lib/words.ts'
import { ErrorState } from '../../../ui/error-state.tsx'
import { BrowserPush } from './browser-push.tsx'
import { DeviceSound } from './device-sound.tsx'
import { KindChoices } from './kind-choices.tsx'
import { notificationSettingsWords } from './labels.ts'
import { LetterChoice } from './letter-choice.tsx'
import { settingsQuery, useChangeSettings } from './settings-data.ts'
import styles from './settings.module.css'

/** What one is told, and how; and what of it comes to this very device. */
export function NotificationSettingsPage(): ReactElement {
  const say = useWords(notificationSettingsWords)
  const client = useQueryClient()
  const settings = useQuery(settingsQuery)
  const change = useChangeSettings()
  // Another device of the same person may have chosen something else.
  useLive('notifications', () => void client.invalidateQueries({ queryKey: settingsQuery.queryKey }))
  return (
    <div className={styles.page}>
      <title>{say('ns.title')}</title>
      <h1 className={styles.title}>{say('ns.title')}</h1>
      <p className={styles.sub}>{say('ns.sub')}</p>
      {settings.isPending && <Skeleton height={320} mt={24} aria-label={say('ns.loading')} />}
      {settings.isError && !settings.data && (
        <ErrorState title={say('ns.error')} error={settings.error} onRetry={() => void settings.refetch()} />
      )}
      {settings.data && (
        <>
          <BrowserPush settings={settings.data} onChange={change} />
          <DeviceSound />
          {settings.data.sendsMail && <LetterChoice settings={settings.data} onChange={change} />}
          <KindChoices settings={settings.data} onChange={change} />
        </>
      )}
    </div>
  )
}
