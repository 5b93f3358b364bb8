import { Checkbox } from '@mantine/core'
import type { ReactElement } from 'react'
import { notificationKinds, notificationWays } from '#contract/notifications'
import type { NotificationKind, NotificationSettings, NotificationWay } from '#contract/notifications'
import { useSession } from '../../../lib/session.ts'
import { useWords } from '../../../lib/words.ts'
import { notificationSettingsWords } from './labels.ts'
import type { SettingsWish } from './settings-data.ts'
import styles from './settings.module.css'

type Props = { settings: NotificationSettings; onChange: (wish: SettingsWish) => void }

const allKinds = Object.keys(notificationKinds) as NotificationKind[]

/** Kind by kind, the ways in which one is told. Ways and kinds that cannot come are not there. */
export function KindChoices({ settings, onChange }: Props): ReactElement {
  const say = useWords(notificationSettingsWords)
  const { rights } = useSession()
  const ways = notificationWays.filter((way) => way !== 'mail' || settings.sendsMail)
  // Of broken channels only admins are told.
  const kinds = allKinds.filter((kind) => kind !== 'channel' || rights.isAdmin)
  const choose = (kind: NotificationKind, way: NotificationWay, isOn: boolean): void =>
    onChange({ choices: { [kind]: { [way]: isOn } } })
  return (
    <section aria-labelledby="ns-kinds" className={styles.section}>
      <h2 id="ns-kinds" className={styles.heading}>
        {say('ns.kinds')}
      </h2>
      <div className={styles.kinds}>
        {kinds.map((kind) => (
          <fieldset key={kind} className={styles.kind}>
            <legend className={styles.legend}>{say(`ns.k.${kind}`)}</legend>
            <p className={styles.hint}>{say(`ns.k.${kind}.d`)}</p>
            <div className={styles.ways}>
              {ways.map((way) => (
                <Checkbox
                  key={way}
                  label={say(`ns.w.${way}`)}
                  checked={settings.choices[kind][way]}
                  onChange={(event) => choose(kind, way, event.currentTarget.checked)}
                />
              ))}
            </div>
          </fieldset>
        ))}
      </div>
    </section>
  )
}
