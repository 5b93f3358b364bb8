import { Button, Switch } from '@mantine/core'
import { IconVolume } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { useWords } from '../../../lib/words.ts'
import { keepSoundsBehind, soundsBehind } from '../sound/sounds-behind.ts'
import { playTone } from '../sound/play-tone.ts'
import { notificationSettingsWords } from './labels.ts'
import styles from './settings.module.css'

/** When this device sounds; which kinds do is chosen for all devices. */
export function DeviceSound(): ReactElement {
  const say = useWords(notificationSettingsWords)
  const [isBehind, setBehind] = useState(soundsBehind)
  return (
    <section aria-labelledby="ns-sound" className={styles.section}>
      <h2 id="ns-sound" className={styles.heading}>
        {say('ns.sound')}
      </h2>
      <Switch
        label={say('ns.sound.behind')}
        checked={isBehind}
        onChange={(event) => {
          const { checked } = event.currentTarget
          keepSoundsBehind(checked)
          setBehind(checked)
        }}
      />
      <div>
        <Button
          variant="default"
          leftSection={<IconVolume size={16} stroke={1.75} aria-hidden />}
          onClick={() => void playTone()}
        >
          {say('ns.sound.try')}
        </Button>
      </div>
    </section>
  )
}
