import { Button, Switch } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import type { NotificationSettings } from '#contract/notifications'
import { useWords } from '../../../lib/words.ts'
import { errorToast } from '../../../ui/toasts.tsx'
import { findPushState, switchOff, switchOn } from '../push/browser-push.ts'
import { useWho } from '../push/use-kept-push.ts'
import { notificationSettingsWords } from './labels.ts'
import type { SettingsWish } from './settings-data.ts'
import styles from './settings.module.css'

type Props = { settings: NotificationSettings; onChange: (wish: SettingsWish) => void }

/** Whether this browser is pushed to; where it cannot be, the reason. */
export function BrowserPush({ settings, onChange }: Props): ReactElement {
  const say = useWords(notificationSettingsWords)
  const client = useQueryClient()
  const who = useWho()
  const queryKey = ['push-state', who]
  const { data: state } = useQuery({
    queryKey,
    queryFn: () => findPushState(who),
    staleTime: 0,
    meta: { isOwn: true },
  })
  const toggle = useMutation({
    mutationFn: () => (state === 'on' ? switchOff(who) : switchOn(who, settings.pushKey)),
    onSuccess: (now) => client.setQueryData(queryKey, now),
    onError: (error) => {
      errorToast(error)
      void client.invalidateQueries({ queryKey })
    },
  })
  const isPossible = state === 'on' || state === 'off'
  return (
    <section aria-labelledby="ns-push" className={styles.section}>
      <h2 id="ns-push" className={styles.heading}>
        {say('ns.push')}
      </h2>
      {state && (
        <p className={styles.hint} role="status">
          {say(`ns.push.${state}`)}
        </p>
      )}
      {isPossible && (
        <div>
          <Button
            variant={state === 'on' ? 'default' : 'filled'}
            loading={toggle.isPending}
            onClick={() => toggle.mutate()}
          >
            {say(state === 'on' ? 'ns.push.undo' : 'ns.push.do')}
          </Button>
        </div>
      )}
      <Switch
        label={say('ns.text')}
        description={say('ns.text.d')}
        checked={settings.showsText}
        onChange={(event) => onChange({ showsText: event.currentTarget.checked })}
      />
    </section>
  )
}
